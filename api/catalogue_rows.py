"""The catalogue as a table of its own: one row per indicator, definition and reach of its figures."""

import json
from dataclasses import dataclass
from typing import Any

from access.viewer import Viewer
from components.definition import AGGREGATIONS, CLASSIFICATIONS, DIRECTIONS, LEVELS, LISTS
from queries.ask import ask
from queries.coverage_of_indicators import coverage_of_indicators
from queries.indicator_definitions import indicator_definitions
from queries.targets_of_indicators import targets_of_indicators
from queries.view_of import Record, records

REACH = ("nation", "province", "prefecture", "county")


@dataclass(frozen=True)
class Column:
    """A column of the file: its Chinese heading and its width in a sheet."""

    words: str
    width: int = 12


COLUMNS = (
    Column("代码"), Column("指标", 34), Column("英文名", 30), Column("分组", 18), Column("定义", 50),
    Column("分子", 24), Column("分母", 24), Column("单位"), Column("方向"), Column("汇总方式", 22), Column("性质", 16),
    Column("频率"), Column("最细层级"), Column("责任部门", 24), Column("来源", 34), Column("分级"), Column("核验"),
    Column("所属清单", 40),
    Column("2022年目标", 16), Column("2030年目标", 16),
    *(Column(f"{LEVELS[level]}级年份", 14) for level in REACH), Column("数据条数"), Column("其中演示数据条数", 16),
)  # fmt: skip


def catalogue_rows(*, viewer: Viewer, version: str) -> list[list[str | int]]:
    """Rows in the order of the catalogue, cells in the order of COLUMNS; numbers are ints, all else is text."""
    known = records(indicator_definitions, viewer=viewer, version=version, key="code")
    reach = _by_indicator(ask(coverage_of_indicators, viewer=viewer, version=version).to_dict("records"))
    targets = _by_indicator(
        ask(targets_of_indicators, viewer=viewer, version=version, indicators=None).to_dict("records")
    )
    return [_row(i, reach.get(code, []), targets.get(code, [])) for code, i in known.items()]


def _by_indicator(rows: list[Any]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["indicator"], []).append(row)
    return found


def _row(indicator: Record, reach: list[dict[str, Any]], targets: list[dict[str, Any]]) -> list[str | int]:
    unit = "" if indicator["unit"] == "-" else indicator["unit"]
    lists = [f"{LISTS[m['list']]}第{m['number']}项" for m in json.loads(indicator["memberships"])]
    at = {r["level"]: r for r in reach}
    words = (
        indicator["code"], indicator["name"], indicator["name_en"], indicator["group_name"], indicator["definition"],
        indicator["numerator_label"], indicator["denominator_label"], unit,
        DIRECTIONS[indicator["direction"]], AGGREGATIONS[indicator["aggregation"]],
        "　".join(w for w in (indicator["kind"], indicator["nature"]) if w), indicator["frequency"],
        LEVELS[indicator["finest_level"]], indicator["department"], indicator["source"],
        CLASSIFICATIONS[indicator["classification"]], "已核对" if indicator["verified"] else "待核验", "；".join(lists),
        _targets_of(2022, targets), _targets_of(2030, targets), *(_years(at.get(level)) for level in REACH),
    )  # fmt: skip
    counts = [int(sum(r[name] for r in reach)) for name in ("observations", "demonstrations")]
    return [*(str(w or "") for w in words), *counts]


def _years(row: dict[str, Any] | None) -> str:
    if row is None or row["first_year"] is None or row["first_year"] != row["first_year"]:
        return ""
    first, last = int(row["first_year"]), int(row["last_year"])
    return str(first) if first == last else f"{first}–{last}"


def _targets_of(year: int, targets: list[dict[str, Any]]) -> str:
    """All plans' words, each once; unverified ones say so."""
    told = [(t["text"] or "") + ("" if t["verified"] else "（待核验）") for t in targets if t["year"] == year]
    return "；".join(dict.fromkeys(t for t in told if t))
