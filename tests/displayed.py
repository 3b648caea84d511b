"""How a number must look wherever it is shown, stated without the product: 四舍五入 of the figure as it is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import duckdb


def displayed(value: float, decimals: int) -> str:
    """1234.5 with one decimal is 1,234.5; minus is −."""
    written = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{abs(written):,}" if written >= 0 else f"−{abs(written):,}"


def in_words_of_scale(value: float) -> set[str]:
    """A count as 万 and 亿 write it."""
    size = Decimal(repr(float(value)))
    forms = {displayed(value, 0)}
    for unit, scale, decimals in (("万", 4, 1), ("亿", 8, 2)):
        if abs(size) >= 10**scale:
            forms.add(displayed(float(size.scaleb(-scale)), decimals) + unit)
    return forms


@dataclass(frozen=True)
class Cell:
    """`value` None has no number anywhere; `counted` may be told in 万 and 亿; `yes_no` is told as 是 or 否."""

    value: float | None
    decimals: int
    counted: bool
    yes_no: bool = False

    def forms(self) -> set[str]:
        """The ways in which this number may stand on a page."""
        if self.value is None:
            return set()
        if self.yes_no:
            return {"是" if self.value else "否"}
        plain = {displayed(self.value, self.decimals)}
        return plain | in_words_of_scale(self.value) if self.counted else plain


@dataclass(frozen=True)
class Release:
    """Cells of the whole population by (indicator, area, period); areas by code: (name, short name, parent, level)."""

    cells: Mapping[tuple[str, str, str], Cell]
    areas: Mapping[str, tuple[str, str, str, str]]
    names: Mapping[str, str]  # of indicators

    def children(self, parent: str) -> list[str]:
        return [code for code, (_, _, above, level) in self.areas.items() if above == parent and level != "zone"]


def release_of(data: Path) -> Release:
    """The release in force below `data`, by plain SQL."""
    version = (data / "releases" / "CURRENT").read_text(encoding="utf-8").split()[0]
    with duckdb.connect(str(data / "releases" / f"{version}.duckdb"), read_only=True) as connection:
        rows = connection.execute(
            "SELECT i.code, a.code, p.code, o.value, i.decimals,"
            " i.aggregation = 'sum' OR (i.aggregation = 'none' AND i.unit = '人'), i.value_type = 'yes_no'"
            " FROM fact_observation o"
            " JOIN dim_area a USING (area_id) JOIN dim_period p USING (period_id)"
            " JOIN dim_indicator i USING (indicator_id) JOIN dim_breakdown g USING (breakdown_id)"
            " WHERE g.code = 'all'"
        ).fetchall()
        areas = connection.execute("SELECT code, name, short_name, parent_code, level FROM dim_area").fetchall()
        names = connection.execute("SELECT code, name FROM dim_indicator").fetchall()
    cells = {(i, a, p): Cell(v, int(d), counted, answer) for i, a, p, v, d, counted, answer in rows}
    return Release(cells, {code: tuple(told) for code, *told in areas}, dict(names))
