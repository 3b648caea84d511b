"""Areas and indicators by what people type: a Chinese name, pinyin, its initials or a code."""

from collections.abc import Sequence

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Select, case, func, literal, or_, select, union_all

from access.viewer import Viewer
from data.schema import dim_area, dim_indicator
from queries.frame import frame_of
from queries.scope import visible_areas, visible_indicators

LEVELS = {"nation": 0, "province": 1, "prefecture": 2, "county": 4, "zone": 5}
INDICATOR_LEVEL = 3  # between prefectures and counties: there are thousands of counties


def search_terms(connection: Connection, *, viewer: Viewer, text: str, limit: int = 12) -> pd.DataFrame:
    """At most `limit` areas and indicators that `text` names, the best match first.

    A name matches that contains the text; pinyin, initials and code match that start with it; case does not matter.
    Columns: kind (area, indicator), code, name, detail (province and prefecture above the area; unit of the
    indicator). Order: exact, then prefix, then contained; nation, provinces, prefectures, indicators, counties, zones;
    then code. Empty for blank text.
    """
    wanted = text.strip().lower()
    both = union_all(_areas(viewer, wanted), _indicators(viewer, wanted)).subquery("matches")
    statement = (
        select(both.c.kind, both.c.code, both.c.name, both.c.detail)
        .order_by(both.c.place, both.c.level_order, both.c.code)
        .limit(limit if wanted else 0)
    )
    return frame_of(connection, statement)


def _areas(viewer: Viewer, wanted: str) -> Select:
    province, prefecture = dim_area.alias("province"), dim_area.alias("prefecture")
    matches, place = _match(
        wanted, (dim_area.c.name, dim_area.c.short_name), (dim_area.c.code, dim_area.c.pinyin, dim_area.c.initials)
    )
    above = func.coalesce(province.c.name, "") + " " + func.coalesce(prefecture.c.name, "")
    return (
        select(
            literal("area").label("kind"),
            dim_area.c.code,
            dim_area.c.name,
            func.trim(above).label("detail"),
            place.label("place"),
            case(LEVELS, value=dim_area.c.level).label("level_order"),
        )
        .outerjoin(province, (province.c.code == dim_area.c.province_code) & (province.c.code != dim_area.c.code))
        .outerjoin(
            prefecture, (prefecture.c.code == dim_area.c.prefecture_code) & (prefecture.c.code != dim_area.c.code)
        )
        .where(matches, visible_areas(viewer))
    )


def _indicators(viewer: Viewer, wanted: str) -> Select:
    i = dim_indicator.c
    matches, place = _match(wanted, (i.name, i.short_name), (i.code, i.pinyin, i.initials))
    return select(
        literal("indicator").label("kind"),
        i.code,
        i.name,
        i.unit.label("detail"),
        place.label("place"),
        literal(INDICATOR_LEVEL).label("level_order"),
    ).where(matches, visible_indicators(viewer))


def _match(
    wanted: str, names: Sequence[ColumnElement[str]], keys: Sequence[ColumnElement[str]]
) -> tuple[ColumnElement[bool], ColumnElement[int]]:
    """Whether the text is found, and how well: 0 exact, 1 prefix, 2 contained."""
    lowered = [func.lower(c) for c in (*names, *keys)]
    exact = or_(*(c == wanted for c in lowered))
    prefix = or_(*(c.startswith(wanted, autoescape=True) for c in lowered))
    contained = or_(*(func.lower(c).contains(wanted, autoescape=True) for c in names))
    return or_(prefix, contained), case((exact, 0), (prefix, 1), else_=2)
