"""The results of the assessed areas inside a parent: a ranking with its bands."""

import pandas as pd
from sqlalchemy import Connection

from access.viewer import Viewer
from queries.assessed import assessed_areas, assessed_phase
from queries.frame import frame_of


def assessment_of_children(
    connection: Connection,
    *,
    viewer: Viewer,
    scheme: str,
    period: str,
    parent: str,
    variant: str = "all",
    group: str = "all",
) -> pd.DataFrame:
    """One row per assessed area inside `parent`, ranked or not; of a `group` (东部 …, 100–300万人 …) only its members.

    Columns: area, name, short_name, level, parent_name, has_statistics, total (0–100; also where coverage is too low
    for a rank), total_low, total_high (95 % from the intervals of the values alone), dimensions (JSON list of scores in
    the scheme's order), coverage (0–1), grade, warning (red amber green grey), items_scored, items_met, items_green,
    items_amber, items_red, items_grey, reason (why there is no rank, else None), previous_phase_total,
    previous_year_total (NaN where the targets changed), rank (1, 2, 2, 4; <NA> without one), ranked (how many are),
    rank_low, rank_high (95 % of the draws), set_low, set_high (rank confidence set), bracket, bracket_last (areas that
    share a bracket cannot be told apart), rank_grade (grade in this very ranking), crosses (the band crosses a grade
    line), previous_phase_rank, previous_year_rank, macro_region, demonstration. Ranks are among all areas of `parent`
    and `group`, also where the viewer may see some of them only. Ordered by area.
    """
    phase = assessed_phase(connection, viewer, scheme, period)
    return frame_of(connection, assessed_areas(viewer, phase, parent, variant, group))
