"""Warnings of a phase with how far the chain of each has come, for the page and for files."""

from collections.abc import Mapping
from typing import Any

from state.assessment_chain import TOTAL, chains_of
from state.chain_rules import Chain

LIGHTS = ("red", "amber", "green", "grey")
_EMPTY = (
    "value", "target", "target_high", "operator", "target_year", "expected", "score", "lost", "dimension", "scoring",
    "unit", "item", "place", "indicator", "value_period", "carried", "doubtful",
)  # fmt: skip
Record = dict[str, Any]


def chain_item(item: Mapping[str, Any] | None) -> str:
    """What a chain is kept under: total, the indicator, with its breakdown where it is not everybody."""
    if item is None or not item["indicator"]:
        return TOTAL
    group = str(item.get("breakdown") or "all")
    return str(item["indicator"]) if group == "all" else f"{item['indicator']}:{group}"


def with_chains(warnings: list[Record], areas: list[Record], items: list[Record], *, scheme: str) -> list[Record]:
    """`warnings` (rows of `warnings_of_areas`) with `chain` (words, empty where nothing was done), `day` of its last
    step and `above` (what the area lies in), the worst first. A chain under way whose warning is over stays in the list
    until its review is done. `areas`: of `assessment_of_children`; `items`: of `items_of_area`. Raises StateError."""
    named = {str(area["area"]): area for area in areas}
    found = chains_of(scheme, named)
    by_number = {int(item["item_number"]): item for item in items}
    rows = [
        _told(row, found.pop((str(row["area"]), chain_item(by_number.get(int(row["item_number"])))), None))
        for row in warnings
    ]
    by_key: dict[str, Record | None] = {chain_item(i): i for i in reversed(items) if i["indicator"]} | {TOTAL: None}
    rows += [
        _told(_over(named[area], by_key[key]), chain)
        for (area, key), chain in found.items()
        if chain.under_way and key in by_key
    ]
    return _placed(rows, named)


def without_chains(warnings: list[Record], areas: list[Record]) -> list[Record]:
    """The same rows where what people did cannot be read."""
    return _placed([_told(row, None) for row in warnings], {str(area["area"]): area for area in areas})


def _placed(rows: list[Record], named: Mapping[str, Record]) -> list[Record]:
    """With what each area lies in (城关区 and 朝阳区 are several), the worst first."""
    rows = [row | {"above": str((named.get(str(row["area"])) or {}).get("parent_name") or "")} for row in rows]
    return sorted(rows, key=lambda r: (LIGHTS.index(r["light"]), bool(r["item"]), -float(r["lost"] or 0)))


def _told(row: Record, chain: Chain | None) -> Record:
    last = chain.last if chain else None
    return row | {"chain": chain.words if chain else "", "day": last.day.isoformat() if last else ""}


def _over(area: Record, item: Record | None) -> Record:
    """The row of a warning that the phase has no longer."""
    own: Record = {}
    if item:
        own = {name: item[name] for name in ("dimension", "unit", "decimals", "place", "indicator")}
        own["item"] = item["name"]
    number = int(item["item_number"]) if item else 0
    kept = {"light": "green", "area": area["area"], "name": area["name"], "item_number": number, "decimals": 1}
    return dict.fromkeys(_EMPTY) | kept | {"demonstration": False} | own
