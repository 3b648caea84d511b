"""The rows of a ranking of 考核排名: areas in order of their total, or of their score in one dimension."""

import json
from dataclasses import dataclass

import numpy as np
import pandas as pd

from methods.ranks import competition_ranks
from pages.assessment_view import EVERYBODY, AssessmentView
from queries.assessment_of_children import assessment_of_children

PLACES = ["rank", "ranked", "rank_low", "rank_high", "set_low", "set_high", "bracket", "bracket_last"]


@dataclass
class Ranking:
    """`rows` in the order to show, with `score` (total or chosen dimension) and `change`; `before` heads the change.
    `everything` is the same with values in doubt, None where they are not left out."""

    rows: pd.DataFrame
    before: str
    everything: pd.DataFrame | None

    @property
    def ranked(self) -> int:
        return int(self.rows["rank"].notna().sum())

    @property
    def demonstration(self) -> bool:
        return bool(self.rows.loc[self.rows["total"].notna(), "demonstration"].any())

    @property
    def moved(self) -> dict[str, int] | None:
        """Ranks before values in doubt were left out."""
        if self.everything is None:
            return None
        held = self.everything[self.everything["rank"].notna()]
        return {str(a): int(r) for a, r in zip(held["area"], held["rank"], strict=True)}


def ranking_of(a: AssessmentView, *, variant: str | None = None) -> Ranking:
    """The areas inside the chosen one; by a dimension they are ranked by its scores."""
    rows = _rows(a, variant or a.variant)
    everything = _rows(a, "all") if (variant or a.variant) == "trusted" else None
    changed = bool(a.phase and a.phase["targets_changed"]) or a.part is not None
    known = not changed and bool(rows["previous_year_total"].notna().any())
    rows["change"] = rows["total"] - rows["previous_year_total"] if known else np.nan
    return Ranking(rows, "较上年" if known else "", everything)


def _rows(a: AssessmentView, variant: str) -> pd.DataFrame:
    group = a.selection.group or EVERYBODY
    rows = a.ask(assessment_of_children, **a.asked, parent=a.code, variant=variant, group=group)
    rows["score"] = rows["total"]
    rows[PLACES] = rows[PLACES].astype("float64")  # <NA> is no number to draw
    if a.part is not None and a.scheme is not None:
        place = a.scheme["dimensions"].index(a.part)
        rows["score"] = [scores[place] for scores in dimension_scores(rows)]
        ranked = rows["rank"].notna().to_numpy()
        rows["rank"] = competition_ranks(rows["score"].astype(float).round(9), direction="higher", ranked=ranked)
        rows[PLACES[2:]] = np.nan
        rows[["rank_grade", "grade"]] = None
        rows["crosses"] = False
    return rows.sort_values(["rank", "score", "area"], ascending=[True, False, True], na_position="last")


def dimension_scores(rows: pd.DataFrame) -> list[list[float]]:
    """Scores of the dimensions in the scheme's order, NaN where nothing was scored."""
    return [[np.nan if s is None else float(s) for s in json.loads(told or "[]")] for told in rows["dimensions"]]
