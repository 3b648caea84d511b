"""The rows of the small tables of a release, made from the register, the definitions and the batches."""

import json
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from pypinyin import Style, lazy_pinyin

from data.areas import Area, read_areas
from data.breakdowns import BREAKDOWNS
from data.definitions import Indicator, read_groups, read_indicators
from data.loading.batches import Batch
from data.periods import KINDS, Period, parse_period

Row = dict[str, Any]


@lru_cache(maxsize=8192)
def spelling(name: str) -> tuple[str, str]:
    """Pinyin without tones and its initials: 成都市 → (chengdushi, cds)."""
    full = "".join(lazy_pinyin(name)).lower()
    initials = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower()
    return full, initials


def area_rows() -> list[Row]:
    """dim_area: today's areas, the nation first."""
    return [_area_row(area) for area in read_areas().values()]


def _area_row(area: Area) -> Row:
    pinyin, initials = spelling(area.name)
    return {
        "area_id": area.id,
        "code": area.code,
        "name": area.name,
        "short_name": area.short_name,
        "level": area.level,
        "parent_code": area.parent,
        "province_code": area.province,
        "prefecture_code": area.prefecture,
        "in_province_layer": "p" in area.layers,
        "in_prefecture_layer": "f" in area.layers,
        "in_county_layer": "c" in area.layers,
        "has_statistics": area.has_statistics,
        "has_polygon": bool(area.layers) or area.level == "nation",
        "macro_region": area.macro_region,
        "pinyin": pinyin,
        "initials": initials,
        "note": area.note or None,
    }


def indicator_ids() -> dict[str, int]:
    """Ids of this release by code: the place of the definition, from 1."""
    return {code: number for number, code in enumerate(read_indicators(), 1)}


def indicator_rows() -> list[Row]:
    """dim_indicator, in the order in which indicators are shown."""
    groups = read_groups()
    return [_indicator_row(indicator, number, groups) for number, indicator in enumerate(read_indicators().values(), 1)]


_SAME_NAME = (
    "code", "name", "short_name", "name_en", "definition", "unit", "multiplier", "decimals", "direction", "kind",
    "nature", "value_type", "aggregation", "proportion", "minimum", "maximum", "frequency", "finest_level",
    "classification", "source", "department", "verified", "verification", "featured",
)  # fmt: skip


def _indicator_row(indicator: Indicator, number: int, groups: dict[str, str]) -> Row:
    pinyin, initials = spelling(indicator.name)
    return {name: getattr(indicator, name) for name in _SAME_NAME} | {
        "indicator_id": number,
        "group_code": indicator.group,
        "group_name": groups[indicator.group],
        "sort_order": number,
        "numerator_label": indicator.numerator,
        "denominator_label": indicator.denominator,
        "breaks": json.dumps(indicator.breaks) if indicator.breaks else None,
        "memberships": json.dumps([place.model_dump() for place in indicator.memberships], ensure_ascii=False),
        "pinyin": pinyin,
        "initials": initials,
    }


def target_rows() -> list[Row]:
    """dim_target: the targets of every indicator, numbered as its file has them."""
    ids = indicator_ids()
    return [
        {
            "indicator_id": ids[code],
            "target_number": number,
            "plan": target.plan,
            "area_id": int(target.area),
            "kind": target.kind,
            "baseline_value": target.baseline_value,
            "baseline_year": target.baseline_year,
            "baseline_text": target.baseline_text,
            "operator": target.operator,
            "value": target.value,
            "value_high": target.value_high,
            "text": target.text,
            "year": target.year,
            "plan_version": target.version,
            "verified": target.verified,
            "source": target.source,
        }
        for code, indicator in read_indicators().items()
        for number, target in enumerate(indicator.targets, 1)
    ]


def period_of_id(period_id: int) -> Period:
    """The period that `parse_period` gave this id."""
    year, rest = divmod(period_id, 100_000)
    kind, number = KINDS[rest // 1_000], rest % 1_000
    if kind == "day":
        return parse_period(_day(year, number))
    code = {
        "year": f"{year}",
        "half": f"{year}H{number}",
        "quarter": f"{year}Q{number}",
        "cumulative": f"{year}Q1-{number}",
        "month": f"{year}-{number:02}",
        "week": f"{year}W{number:02}",
    }[kind]
    return parse_period(code)


def _day(year: int, number: int) -> str:
    return (date(year, 1, 1) + timedelta(days=number - 1)).isoformat()


def period_rows(ids: list[int]) -> list[Row]:
    """dim_period: the periods in use."""
    periods = [period_of_id(period_id) for period_id in sorted(ids)]
    return [
        {
            "period_id": p.id,
            "code": p.code,
            "kind": p.kind,
            "year": p.year,
            "start_date": p.start,
            "end_date": p.end,
            "label": p.label,
        }
        for p in periods
    ]


def breakdown_rows() -> list[Row]:
    """dim_breakdown: all of them, used or not; menus ask fact_coverage."""
    return [{"breakdown_id": b.id, "code": b.code, "kind": b.kind, "label": b.label} for b in BREAKDOWNS]


def batch_rows(batches: list[Batch]) -> list[Row]:
    """dim_batch: the batches that this release was made from."""
    names = ("organisation", "form", "source", "received", "due", "cut_off", "demonstration", "verified")
    return [
        {name: getattr(batch.manifest, name) for name in (*names, "classification")}
        | {
            "batch_id": batch.number,
            "file_name": batch.file_name,
            "sha256": batch.sha256,
            "loaded_at": batch.loaded_at,
            "loaded_by": batch.loaded_by,
            "row_count": batch.row_count,
        }
        for batch in batches
    ]
