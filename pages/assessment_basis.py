"""What the score of an item is measured by where that is no numeric target: posts, other areas, or its own past."""

import json
from typing import Any

from components.score_basis import Basis, fixed_posts
from methods.trend_target import POINTS, WORDINGS
from pages.assessment_view import AssessmentView
from queries.series_of_areas import series_of_areas
from queries.spread_of_item import spread_of_item
from queries.targets_of_indicators import targets_of_indicators

Record = dict[str, Any]
BY_AREAS = ("fixed_base_range", "z_composite", "mean_difference")


def basis_of(a: AssessmentView, item: Record) -> Basis | None:
    """None where the item is measured by a number, or what it is measured by cannot be told to this viewer."""
    if item["scoring"] == "trend":
        return _of_trend(a, item)
    if item["scoring"] not in BY_AREAS:
        return fixed_posts(item)
    return fixed_posts(item) or _of_areas(a, item)


def _of_areas(a: AssessmentView, item: Record) -> Basis | None:
    assert a.phase is not None
    base = json.loads(item["parameters"] or "{}").get("base_year")
    fixed = item["scoring"] == "fixed_base_range"
    asked = {**a.asked, "period": str(base)} if fixed else a.asked
    found = a.ask(spread_of_item, **asked, item_number=int(item["item_number"]))
    if found.empty:
        return None
    row = found.iloc[0]
    when = f"{base}年" if fixed else str(a.phase["period_label"])
    of = f"{when}{int(row['areas'])}个{a.level_words}"
    if not fixed:
        deviation = float(row["deviation"])
        return Basis(mean=float(row["mean"]), deviation=deviation if deviation > 0 else None, of=f"{of}的")
    ends = (float(row["lowest"]), float(row["highest"]))
    worst, best = reversed(ends) if item["direction"] == "lower" else ends
    return Basis(worst=worst, best=best, of=f"{of}之中")


def _of_trend(a: AssessmentView, item: Record) -> Basis | None:
    wording = _wording(a, item)
    if wording is None:
        return None
    asks = WORDINGS.get(wording, "")
    rows = a.ask(series_of_areas, indicator=item["indicator"], areas=(a.code,), breakdown=item["breakdown"])
    last = int(str(item["value_period"] or "0")[:4])
    first = int(item["baseline_year"] or 0)
    held = rows[(rows["year"] >= first) & (rows["year"] <= last) & rows["value"].notna()]
    points = [(str(p), float(v)) for p, v in zip(held["period"], held["value"], strict=True)]
    many = POINTS.get(asks, 2)
    shown = points if asks not in ("rising", "falling") else points[:1] + points[1:][-1:]
    return Basis(wording=wording, asks=asks, points=shown[-many:])


def _wording(a: AssessmentView, item: Record) -> str | None:
    """The words of the target that the item has: its own, or those of the scheme's plan."""
    assert a.scheme is not None
    given = json.loads(item["parameters"] or "{}")
    year = None if item["target_year"] is None else int(item["target_year"])
    own = [t for t in given.get("targets") or [] if t.get("text") and t.get("year") == year]
    if own:
        return str(own[0]["text"])
    plan = a.scheme["settings"].get("plan") or {}
    of = str(given.get("target_of") or item["indicator"])
    rows = a.ask(targets_of_indicators, indicators=(of,))
    rows = rows[(rows["kind"] == "trend") & (rows["plan"] == plan.get("name")) & (rows["year"] == year)]
    if plan.get("version"):
        rows = rows[rows["plan_version"] == plan["version"]]
    texts = [str(text) for text in rows["text"] if text]
    return texts[0] if texts else None
