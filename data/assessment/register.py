"""dim_scheme and dim_scheme_item: the schemes of a release as readers see them, unusable ones among them."""

import json
from typing import Any

from data.assessment.figures import CLASSIFICATIONS
from data.assessment.read import RefusedScheme
from data.assessment.scheme import Item, Scheme
from data.assessment.targets import targets_of_item
from data.definitions import Indicator, read_indicators
from data.loading.staging import Database
from data.release_tables import insert_rows
from data.schema import dim_scheme, dim_scheme_item

SETTINGS = ("plan", "target_year", "baseline", "baseline_within", "aggregation", "years", "phases", "warning", "bands")
PARAMETERS = (
    "target_of", "part", "targets", "areas", "attainment_share", "worst", "best", "low", "high", "zero_below",
    "zero_above", "base_year",
)  # fmt: skip


def write_register(connection: Database, schemes: dict[int, Scheme | RefusedScheme], ids: dict[str, int]) -> None:
    """Fill both tables; `schemes` by id, `ids` of the indicators by code."""
    known = read_indicators()
    rows = [
        {"scheme_id": number} | (_refused(one) if isinstance(one, RefusedScheme) else _row(one, known))
        for number, one in schemes.items()
    ]
    insert_rows(connection, dim_scheme, rows)
    items = [
        {"scheme_id": number, "item_number": place} | _item_row(item, scheme, ids, known)
        for number, scheme in schemes.items()
        if isinstance(scheme, Scheme)
        for place, item in enumerate(scheme.items, 1)
    ]
    insert_rows(connection, dim_scheme_item, items)


def _row(scheme: Scheme, known: dict[str, Indicator]) -> dict[str, Any]:
    strict = [CLASSIFICATIONS.index(known[item.indicator].classification) for item in scheme.items if item.indicator]
    content = scheme.model_dump(mode="json")
    same = ("code", "name", "version", "level", "parent", "official", "verified", "source", "note", "minimum_coverage")
    return {name: content[name] for name in same} | {
        "grading": _json(content["grading"]),
        "comparison_groups": _json(content["comparison_groups"]),
        "dimensions": _json(content["dimensions"]),
        "settings": _json({name: content[name] for name in SETTINGS}),
        "classification": CLASSIFICATIONS[max(strict, default=0)],
        "problem": None,
    }


def _refused(scheme: RefusedScheme) -> dict[str, Any]:
    """What could be read of a bad file; a text that is no text shows as empty."""
    texts = {
        name: value if isinstance(value := scheme.fields.get(name), str) else ""
        for name in ("name", "version", "source", "note")
    }
    return texts | {
        "code": scheme.code,
        "name": texts["name"] or scheme.code,
        "level": "",
        "parent": "",
        "official": False,
        "verified": False,
        "minimum_coverage": 0.0,
        "grading": "{}",
        "comparison_groups": "[]",
        "dimensions": "[]",
        "settings": "{}",
        "classification": CLASSIFICATIONS[0],
        "problem": scheme.problem,
    }


def _item_row(item: Item, scheme: Scheme, ids: dict[str, int], known: dict[str, Indicator]) -> dict[str, Any]:
    indicator = known[item.indicator] if item.indicator else None
    targets = targets_of_item(item, scheme, known)
    content = item.model_dump(mode="json")
    bare = Item(place=item.place, indicator=item.indicator, dimension=item.dimension)
    seen = (indicator.verified if indicator else False) and all(target.verified for target in targets)
    return {
        "place": item.place,
        "indicator_id": ids[item.indicator] if item.indicator else 0,
        "name": item.name or (indicator.name if indicator else ""),
        "dimension": item.dimension,
        "weight": item.weight,
        "scoring": item.scoring,
        "parameters": _json({name: content[name] for name in PARAMETERS if getattr(item, name) != getattr(bare, name)}),
        "direction": item.direction or (indicator.direction if indicator else "higher"),
        "unit": item.unit or (indicator.unit if indicator else ""),
        "decimals": indicator.decimals if indicator else 1,
        "breakdown": item.breakdown,
        "verified": seen if item.verified is None else item.verified,
        "source": item.source or (indicator.verification if indicator else ""),
        "note": item.note,
    }  # fmt: skip


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
