"""The breakdowns an observation may be of. Ids are stable: facts of every release use them."""

from typing import NamedTuple


class Breakdown(NamedTuple):
    id: int
    code: str
    kind: str
    label: str


BREAKDOWNS = (
    Breakdown(0, "all", "all", "合计"),
    Breakdown(1, "male", "sex", "男"),
    Breakdown(2, "female", "sex", "女"),
    Breakdown(11, "urban", "residence", "城市"),
    Breakdown(12, "rural", "residence", "农村"),
    Breakdown(21, "age0_14", "age", "0–14岁"),
    Breakdown(22, "age15_64", "age", "15–64岁"),
    Breakdown(23, "age60", "age", "60岁及以上"),
    Breakdown(24, "age65", "age", "65岁及以上"),
    Breakdown(25, "age80", "age", "80岁及以上"),
    Breakdown(31, "east", "region", "东部"),
    Breakdown(32, "central", "region", "中部"),
    Breakdown(33, "west", "region", "西部"),
    Breakdown(34, "northeast", "region", "东北"),
)
BY_CODE = {b.code: b for b in BREAKDOWNS}
