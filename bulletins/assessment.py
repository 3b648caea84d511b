"""考核: the area's own result with its band, the areas inside it in order, and what is behind its path."""

from typing import Any
from urllib.parse import urlencode

import pandas as pd

from bulletins.blocks import Block, Cell, Column, Heading, Note, Sentence, Source, Table, Told
from bulletins.running_numbers import Numbers
from bulletins.subject import LAYER_WORDS, Subject
from bulletins.told import as_shown, joined, sentence, with_marks
from bulletins.trends import source_of
from components.numbers import is_missing, number
from queries.assessment_of_area import assessment_of_area
from queries.assessment_of_children import assessment_of_children
from queries.assessment_phases import assessment_phases
from queries.items_of_area import items_of_area
from queries.schemes_register import schemes_register
from queries.view_of import Record

PATH = "/assessment"
UNOFFICIAL = "产品默认评分方案，非官方"
LEVELS = ("nation", "province", "prefecture", "county")
MOST_ROWS = 40
NOTE = (
    f"得分与等次按{UNOFFICIAL}。位次后括号内为95%位次区间，区间内先后不能区分；等次后注“◇”的位次区间跨等次线，仅供参考；"
    "目标后注“＊”的待核验。考核按考核期的数值计分，与各章所取的时期和数值可能不同。"
)
LIGHTS = {"green": "●按进度", "amber": "◆关注", "red": "▲预警", "grey": "○缺失"}


def assessment(subject: Subject, level: str, numbers: Numbers) -> list[Block]:
    """Sentences and tables of the schemes that assess the area or those inside it; why not, where none does."""
    schemes = usable_schemes(subject)
    area_level = subject.area["level"]
    own = next((s for s in schemes if s[0]["level"] == area_level and s[0]["ranked"]), None)
    below = next((s for s in schemes if LEVELS.index(s[0]["level"]) == _depth(area_level) + 1 and s[0]["ranked"]), None)
    blocks: list[Block] = []
    if own:
        blocks += _own(subject, *own, numbers)
    if below and not subject.beside:
        blocks += _below(subject, *below, numbers)
    if not blocks:
        blocks = [sentence(f"{subject.place}{subject.period['label']}没有考核结果。")]
    else:
        blocks.append(Note(NOTE))
    return [Heading(f"{level}、考核", 1, "assessment"), *blocks]


def _depth(level: str) -> int:
    return LEVELS.index(level) if level in LEVELS else len(LEVELS)


def usable_schemes(subject: Subject) -> list[tuple[Record, Record]]:
    """(scheme, phase of the bulletin's period) of every scheme that has one, those that rank somebody with `ranked`."""
    found = []
    for scheme in _records(subject.ask(schemes_register)):
        if isinstance(scheme["problem"], str) and scheme["problem"]:
            continue
        phases = _records(subject.ask(assessment_phases, scheme=scheme["scheme"]))
        phase = next((p for p in phases if p["period"] == subject.period["code"]), None)
        if phase is not None:
            found.append((scheme | {"ranked": bool(phase["ranked"])}, phase))
    return found


def _records(frame: pd.DataFrame) -> list[Any]:
    return frame.to_dict("records")


def card(subject: Subject, scheme: Record, phase: Record, area: str) -> str:
    """The address of an area's report card, where every point of its score is explained."""
    said = {"area": area, "scheme": scheme["scheme"], "period": phase["period"], "v": subject.view.version}
    return f"{PATH}?{urlencode(said)}"


def place_parts(rank: Any, low: Any, high: Any, where: str) -> list[str | Told]:
    """第13名（第8–19名）, the number with the card that explains it."""
    if is_missing(rank):
        return ["不排名"]
    parts: list[str | Told] = [Told(f"第{int(rank)}名", (where,))]
    if not (is_missing(low) or is_missing(high)):
        parts += ["（", Told(f"第{int(low)}–{int(high)}名", (where,)), "）"]
    return parts


def _own(subject: Subject, scheme: Record, phase: Record, numbers: Numbers) -> list[Block]:
    asked = {"scheme": scheme["scheme"], "period": phase["period"], "area": subject.code}
    rows = [r for r in _records(subject.ask(assessment_of_area, **asked)) if r["comparison_group"] in ("all", None)]
    if not rows or is_missing(rows[0]["total"]):
        return [sentence(f"{subject.place}{phase['period_label']}没有{scheme['name']}的得分。")]
    result, where = rows[0], card(subject, scheme, phase, subject.code)
    places = [
        [f"在{r['parent_name'] if r['parent'] else '全国'}", Told(str(int(r["ranked"])), (where,)), "个参评地区中位列",
         *place_parts(r["rank"], r["rank_low"], r["rank_high"], where)]
        for r in sorted(rows, key=lambda r: str(r["parent"]), reverse=True) if not is_missing(r["rank"])
    ]  # fmt: skip
    graded = next((r for r in rows if isinstance(r["rank_grade"], str)), result)
    grade = graded["rank_grade"] if isinstance(graded["rank_grade"], str) else graded["grade"]
    told: list[str | Told] = [
        f"{subject.place}{phase['period_label']}按{scheme['name']}（{UNOFFICIAL}）计算的总分为",
        Told(f"{number(result['total'], 1)}分", (where,)), "，", *joined(places, "，"),
    ]  # fmt: skip
    if not places:
        told = [*told[:-1], "，没有位次（", str(result["reason"] or "覆盖率不足"), "）"]
    if isinstance(grade, str) and grade:
        told.append(f"，等次为{grade}" + ("（位次区间跨等次线，仅供参考）" if graded["crosses"] else ""))
    told += _change(result, phase, where)
    told += ["；计分指标覆盖率", Told(f"{number(result['coverage'] * 100, 1)}%", (where,)), "。"]
    items = _records(subject.ask(items_of_area, **asked))
    said = with_marks([sentence(told, generated=[bool(result["demonstration"])]), _lost(subject, items, where)], "本节")
    return [*said, _items_table(subject, scheme, phase, items, numbers)]


def _change(result: Record, phase: Record, where: str) -> list[str | Told]:
    before = result["previous_year_total"]
    if phase["targets_changed"] or is_missing(before):
        return []
    step = as_shown(result["total"], 1) - as_shown(before, 1)
    if abs(step) < 0.05:
        return ["，与上年持平"]
    return [f"，较上年{'提高' if step > 0 else '降低'}", Told(f"{number(abs(step), 1)}分", (where,))]


def _lost(subject: Subject, items: list[Record], where: str) -> Sentence | None:
    """The three items that cost most points."""
    costly = sorted((i for i in items if not is_missing(i["lost"]) and i["lost"] >= 0.05), key=lambda i: -i["lost"])[:3]
    if not costly:
        return None
    told: list[list[str | Told]] = []
    for item in costly:
        address = f"{where}&item={int(item['item_number'])}"
        told.append([f"{_short(subject, item)}（", Told(f"{number(item['lost'], 1)}分", (address,)), "）"])
    return sentence("失分最多的指标是", joined(told), "。", generated=[bool(i["demonstration"]) for i in costly])


def _short(subject: Subject, item: Record) -> str:
    """The indicator's short name: names of the framework can be 80 characters long."""
    known = subject.indicators.get(item["indicator"]) if isinstance(item["indicator"], str) else None
    return str(known["short_name"]) if known else str(item["name"])


def _named(subject: Subject, item: Record) -> str:
    unit = item["unit"] if isinstance(item["unit"], str) and item["unit"] not in ("-", "") else ""
    return _short(subject, item) + (f"（{unit}）" if unit else "")


def _items_table(subject: Subject, scheme: Record, phase: Record, items: list[Record], numbers: Numbers) -> Table:
    columns = (
        Column("序", 0.7), Column("指标", 4.4), Column("数值", 1.2, True), Column("目标", 1.1, True),
        Column("得分", 0.9, True), Column("失分", 0.9, True), Column("状态", 1.4),
    )  # fmt: skip
    where = card(subject, scheme, phase, subject.code)
    rows = tuple(_item_row(subject, i, f"{where}&item={int(i['item_number'])}") for i in items)
    told = source_of(subject, [pd.DataFrame(items)])
    title = f"{numbers.table()}　{subject.area['short_name']}{phase['period_label']}考核得分"
    return Table("bulletin-assessment-items", title, "见指标，分", columns, rows, told, long=True)


def _item_row(subject: Subject, item: Record, where: str) -> tuple[Cell, ...]:
    decimals = int(item["decimals"]) if not is_missing(item["decimals"]) else 1
    value: Cell = "…" if is_missing(item["value"]) else Told(number(item["value"], decimals), (where,))
    aim = "—" if is_missing(item["target"]) else f"{item['target']:g}" + ("" if item["verified"] else "＊")
    if not is_missing(item["target_high"]) and not is_missing(item["target"]):
        aim = f"{item['target']:g}–{item['target_high']:g}"
    score: Cell = "—" if is_missing(item["score"]) else Told(number(item["score"], 1), (where,))
    lost: Cell = "—" if is_missing(item["lost"]) else Told(number(item["lost"], 2), (where,))
    met = item["met"] is True or item["met"] == 1
    light = "✓达标" if item["light"] == "green" and met else LIGHTS.get(str(item["light"]), LIGHTS["grey"])
    return (str(item["place"]), _named(subject, item), value, aim, score, lost, light)


def _below(subject: Subject, scheme: Record, phase: Record, numbers: Numbers) -> list[Block]:
    """The areas inside in the order of their totals; of many the first and the last."""
    asked = {"scheme": scheme["scheme"], "period": phase["period"], "parent": subject.code}
    frame = subject.ask(assessment_of_children, **asked)
    ranked = frame[frame["rank"].notna()].sort_values(["rank", "area"])
    if ranked.empty:
        return []
    without = int(frame["rank"].isna().sum())
    rows = _records(ranked)
    where = [card(subject, scheme, phase, r["area"]) for r in rows]
    told = sentence(
        f"{subject.place}参加{scheme['name']}排名的", Told(str(len(rows)), tuple(where)),
        f"个{LAYER_WORDS[scheme['level']]}中，得分最高的是", _placed(rows[0], where[0]), "；得分最低的是",
        _placed(rows[-1], where[-1]),
        ["；另有", Told(str(without), tuple(where)), "个因数据覆盖不足等原因不排名"] if without else [], "。",
        generated=[bool(r["demonstration"]) for r in rows],
    )  # fmt: skip
    return [*with_marks([told], "本段"), _ranking_table(subject, scheme, phase, rows, where, numbers)]


def _placed(row: Record, where: str) -> list[str | Told]:
    """攀枝花市，91.9分，第1名（第1–13名）."""
    total = Told(f"{number(row['total'], 1)}分", (where,))
    return [f"{row['name']}，", total, "，", *place_parts(row["rank"], row["rank_low"], row["rank_high"], where)]


def _ranking_table(
    subject: Subject, scheme: Record, phase: Record, rows: list[Record], where: list[str], numbers: Numbers
) -> Table:
    columns = (
        Column("位次", 0.7, True), Column("位次区间", 1.3), Column("地区", 2.4), Column("得分", 0.9, True),
        Column("等次", 1.5), Column("达标", 0.8, True), Column("预警", 0.8, True), Column("覆盖率%", 1.0, True),
    )  # fmt: skip
    pairs = list(zip(rows, where, strict=True))
    shown = pairs if len(pairs) <= MOST_ROWS else [*pairs[: MOST_ROWS // 2], *pairs[-MOST_ROWS // 2 :]]
    cut = f"（前{MOST_ROWS // 2}名和后{MOST_ROWS // 2}名）" if len(pairs) > MOST_ROWS else ""
    table_rows = tuple(_ranking_row(r, address) for r, address in shown)
    generated = any(r["demonstration"] for r in rows)
    title = f"{numbers.table()}　{phase['period_label']}各{LAYER_WORDS[scheme['level']]}考核位次{cut}"
    return Table("bulletin-assessment-ranks", title, "分", columns, table_rows, Source("", "", generated), long=True)


def _ranking_row(row: Record, where: str) -> tuple[Cell, ...]:
    band = "—" if is_missing(row["rank_low"]) else f"第{int(row['rank_low'])}–{int(row['rank_high'])}名"
    grade = row["rank_grade"] if isinstance(row["rank_grade"], str) else row["grade"]
    words = (grade if isinstance(grade, str) else "—") + ("◇" if row["crosses"] else "")
    cells: tuple[Cell, ...] = (
        Told(str(int(row["rank"])), (where,)), band, row["name"], Told(number(row["total"], 1), (where,)), words,
        str(int(row["items_met"])), str(int(row["items_red"])), number(row["coverage"] * 100, 1),
    )  # fmt: skip
    return cells
