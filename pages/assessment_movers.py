"""Who moves in a ranking when values in doubt are left out."""

from bisect import bisect_left
from typing import Any

import pandas as pd
from dash import dcc, html

from components.numbers import is_missing
from pages.assessment_ranking import Ranking
from pages.assessment_view import AssessmentView

MOST_TOLD = 20


def movers(a: AssessmentView, ranking: Ranking) -> list[Any]:
    """Who moves without values in doubt, or that there are some."""
    assert a.phase is not None
    doubtful = int(a.phase["doubtful_values"] or 0)
    if ranking.moved is None:
        if not doubtful:
            return []
        link = dcc.Link("不含存疑数据时谁会变动 ›", href=a.address(quality="hide"))
        return [
            html.P([f"全国本阶段有{doubtful}个存疑数值（质量D级或有严重问题）参与评分。", link], className="hc-note")
        ]
    held = ranking.rows[ranking.rows["rank"].notna()]
    moved = [
        f"{row.name}{before}→{after}"
        for row, before, after in zip(
            held.itertuples(), _before(held, ranking.moved), held["rank"].astype(int), strict=True
        )
        if before is not None and before != after
    ]
    gone = [str(r.name) for r in ranking.rows.itertuples() if is_missing(r.rank) and str(r.area) in ranking.moved]
    words = f"去掉{doubtful}个存疑数值后，"
    if gone:
        words += f"{'、'.join(gone)}因覆盖率不足退出排名，排在其后的依次上移；"
    among = "其余地区之间" if gone else ""
    words += f"{among}{len(moved)}个变动：{'、'.join(moved[:MOST_TOLD])}" if moved else f"{among}名次没有变动"
    return [html.P(f"{words}{'等' if len(moved) > MOST_TOLD else ''}。", className="hc-note", id="assessment-movers")]


def _before(held: pd.DataFrame, moved: dict[str, int]) -> list[int | None]:
    """Ranks with values in doubt among those that still have one: leaving the ranking moves everyone behind."""
    past = sorted(moved[area] for area in held["area"] if area in moved)
    return [bisect_left(past, moved[area]) + 1 if area in moved else None for area in held["area"]]
