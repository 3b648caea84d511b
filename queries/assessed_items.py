"""What items came to, as the parts of statements that questions about assessment share."""

import numpy as np
import pandas as pd
from sqlalchemy import Case, ColumnElement, Select, and_, case, func, literal, select

from access.viewer import Viewer
from data.schema import (
    STATUSES,
    dim_area,
    dim_indicator,
    dim_period,
    dim_scheme_item,
    fact_assessment,
    fact_assessment_item,
)
from methods.lost_points import lost_points
from queries.assessed import AssessedPhase
from queries.scope import visible_areas

NO_INDICATOR, NO_VALUE, WITHHELD = "no_indicator", "no_value", "withheld"
OF_ITEM = ("place", "name", "dimension", "weight", "scoring", "parameters", "direction", "unit", "decimals")
MADE = (
    "target", "target_high", "operator", "target_year", "baseline", "baseline_year", "expected", "met", "on_track",
    "attainment", "score", "lost", "gain_per_unit",
)  # fmt: skip
_VALUE_PERIOD = dim_period.alias("value_period")


def status_words(status: ColumnElement) -> Case:
    return case(dict(enumerate(STATUSES)), value=status, else_="missing")


def items_of(viewer: Viewer, phase: AssessedPhase, *columns: ColumnElement) -> Select[tuple]:
    """One row per assessed area that the viewer may see and item of the scheme, with `columns` of both and of
    `fact_assessment_item`, which has a row wherever the product has the indicator."""
    f, item, total = fact_assessment_item.c, dim_scheme_item.c, fact_assessment.c
    same = and_(
        f.scheme_id == item.scheme_id, f.item_number == item.item_number, f.period_id == phase.period,
        f.area_id == dim_area.c.area_id, f.indicator_id == item.indicator_id,
    )  # fmt: skip
    return (
        select(*columns)
        .select_from(dim_scheme_item)
        .join(fact_assessment, total.scheme_id == item.scheme_id)
        .join(dim_area, dim_area.c.area_id == total.area_id)
        .outerjoin(fact_assessment_item, same)
        .outerjoin(dim_indicator, dim_indicator.c.indicator_id == item.indicator_id)
        .outerjoin(_VALUE_PERIOD, _VALUE_PERIOD.c.period_id == f.value_period_id)
        .where(item.scheme_id == phase.scheme, total.period_id == phase.period, total.variant == "all")
        .where(visible_areas(viewer))
    )


def item_columns() -> list[ColumnElement]:
    """All there is to say of an item in an area; `items_of_area` lists the columns."""
    f, item = fact_assessment_item.c, dim_scheme_item.c
    absent = case((item.indicator_id == 0, literal(NO_INDICATOR)), else_=literal(NO_VALUE))
    return [
        item.item_number,
        *(item[name] for name in OF_ITEM),
        dim_indicator.c.code.label("indicator"),
        item.breakdown,
        f.value,
        f.lower,
        f.upper,
        _VALUE_PERIOD.c.code.label("value_period"),
        status_words(f.status).label("status"),
        func.coalesce(f.carried, literal(False)).label("carried"),
        *(f[name] for name in MADE),
        case((f.area_id.is_(None), absent), else_=f.reason).label("reason"),
        func.coalesce(f.light, literal("grey")).label("light"),
        func.coalesce(f.doubtful, literal(False)).label("doubtful"),
        item.verified,
        item.source,
        item.note,
        f.batch_id,
        f.row_number.label("batch_row"),
        func.coalesce(f.demonstration, literal(False)).label("demonstration"),
    ]


def without_doubt(items: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """The items of `by` (an area each) as variant trusted has them: what is doubtful is not scored, its weight is
    shared by the others; the value stays to be seen."""
    out = items["doubtful"].to_numpy(dtype=bool)
    if not out.any():
        return items
    made = items.copy()
    for name in ("attainment", "score", "lost", "gain_per_unit"):
        made.loc[out, name] = np.nan
    made.loc[out, ["met", "on_track"]] = None
    made.loc[out, "reason"] = WITHHELD
    made.loc[out, "light"] = "grey"
    for _, rows in made.groupby(by) if by else [((), made)]:
        before = items.loc[rows.index, "weight"][items.loc[rows.index, "score"].notna()].sum()
        left = rows["weight"][rows["score"].notna()].sum()
        kept = rows.index[rows["lost"].notna()]
        made.loc[kept, "lost"] = lost_points(rows["score"], rows["weight"])[rows["lost"].notna().to_numpy()]
        made.loc[rows.index, "gain_per_unit"] = rows["gain_per_unit"] * (before / left if left else np.nan)
    return made
