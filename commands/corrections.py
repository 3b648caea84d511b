"""What a publication corrected: findings of the version before that are gone because a later batch brought new values.

Who corrected is told by what changed: the batch that the value itself now comes from; else the latest new batch with
the same indicator in the same period inside the same area (a sum corrected by its parts); else with any indicator there
(a relation corrected at its other end). A finding that is gone for another reason (its rule was changed, its batch
discarded) is not called corrected.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pandas as pd

from access.viewer import LOCAL
from data.publishing import versions
from data.warehouse import WarehouseError
from queries.areas_register import areas_register
from queries.ask import ask
from queries.batches import batches
from queries.finding_keys import finding_keys
from queries.findings import findings
from queries.places_of_batches import places_of_batches
from queries.rules_register import rules_register
from queries.submissions_of_area import submissions_of_area
from state.corrections import compared_versions, record_corrected

NATION = "100000"
CORRECTABLE = ("hard", "serious", "minor")  # a hint asserts nothing
DEFINING = ("kind", "formula", "threshold", "applies_to", "parameters")
ASKED_AT_ONCE = 2_000
Record = dict[str, Any]


def record_corrections(progress: Callable[[str], None] = lambda text: None) -> int:
    """Compare every kept version that was not yet compared with the one before it, and record what it corrected.

    Returns how many findings. Versions of an older structure are left out. Raises StateError; what was not recorded
    then is recorded by the next call.
    """
    kept = {release.version: release for release in versions()}
    done = compared_versions()
    recorded = 0
    for version, release in kept.items():
        if release.previous not in kept or (version, release.published_at) in done:
            continue
        try:
            rows = corrected(release.previous, version)
        except WarehouseError:
            continue
        recorded += record_corrected(rows, version=version, published_at=release.published_at)
        progress(f"版本 {version} 更正了 {release.previous} 的{len(rows):,}条问题")
    return recorded


def corrected(before: str, after: str) -> list[Record]:
    """The findings of `before` that a batch new in `after` corrected: rows of `queries.findings` with `corrected_by`
    and `classification`. Raises WarehouseError."""
    old, new = (ask(batches, viewer=LOCAL, version=v).set_index("batch_id") for v in (before, after))
    fresh = tuple(int(number) for number in new.index.difference(old.index))
    if not fresh:
        return []
    gone = _gone(before, after)
    areas = ask(areas_register, viewer=LOCAL, version=after).set_index("code")
    rows = []
    by_period: dict[str | None, list[Record]] = defaultdict(list)
    for finding in gone:
        by_period[finding["period"]].append(finding)
    for period, several in by_period.items():
        if period is None:  # about definitions, not about figures
            continue
        values = ask(places_of_batches, viewer=LOCAL, version=after, period=period, batches=fresh)
        reports = _reports(after, period, several, fresh)
        sources = _with_ancestors(values, areas), _with_ancestors(reports, areas)
        for finding in several:
            number = _corrected_by(finding, *sources)
            if number is not None:
                classification = None if finding["batch_id"] is None else old.loc[finding["batch_id"], "classification"]
                rows.append(finding | {"corrected_by": number, "classification": classification})
    return rows


def _gone(before: str, after: str) -> list[Record]:
    """Findings of `before` that `after` has not, of rules that say the same in both."""
    old, new = (ask(finding_keys, viewer=LOCAL, version=v, severities=CORRECTABLE) for v in (before, after))
    first, second = (_rules(version) for version in (before, after))
    same = {code for code, rule in first.items() if _asked_the_same(rule, second.get(code))}
    keys = old.loc[~old["finding"].isin(new["finding"]) & old["rule"].isin(same), "finding"].tolist()
    found: list[Record] = []
    for start in range(0, len(keys), ASKED_AT_ONCE):
        named = tuple(keys[start : start + ASKED_AT_ONCE])
        rows = ask(findings, viewer=LOCAL, version=before, keys=named, limit=None).to_dict("records")
        found += [{str(k): None if pd.isna(v) else v for k, v in row.items()} for row in rows]
    return found


def _rules(version: str) -> dict[str, Record]:
    rows = ask(rules_register, viewer=LOCAL, version=version).to_dict("records")
    return {row["rule"]: {str(name): value for name, value in row.items()} for row in rows}


def _asked_the_same(before: Record, after: Record | None) -> bool:
    """Whether a rule says the same in both versions, and was run as far in the later one."""
    if after is None or not after["checked"] or (after["problem"] and not before["problem"]):
        return False
    return all(before[name] == after[name] for name in DEFINING)


def _reports(version: str, period: str, several: list[Record], fresh: tuple[int, ...]) -> pd.DataFrame:
    """Submissions of new batches for the forms of findings that are about no indicator, as `places_of_batches`."""
    forms = sorted({finding["form"] for finding in several if finding["indicator"] is None})
    names = ["form", "area", "batch_id"]
    told = pd.DataFrame(columns=pd.Index(names))
    for form in forms:
        rows = ask(submissions_of_area, viewer=LOCAL, version=version, form=form, period=period, area=NATION)
        told = pd.concat([told, rows[names]])
    return told[told["batch_id"].isin(fresh)]


def _with_ancestors(places: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    above = areas[["province_code", "prefecture_code"]]
    return places.join(above, on="area")


def _corrected_by(finding: Record, values: pd.DataFrame, reports: pd.DataFrame) -> int | None:
    """The batch that corrected a finding, None where no new batch can have."""
    if finding["indicator"] is None:
        inside = _inside(reports[reports["form"] == finding["form"]], finding["area"])
        return int(inside["batch_id"].max()) if len(inside) else None
    own = values[
        (values["indicator"] == finding["indicator"])
        & (values["area"] == finding["area"])
        & (values["breakdown"] == finding["breakdown"])
    ]
    inside = _inside(values, finding["area"])
    for candidates in (own, inside[inside["indicator"] == finding["indicator"]], inside):
        later = candidates[candidates["batch_id"] > (finding["batch_id"] or 0)]
        if len(later):
            return int(later["batch_id"].max())
    return None


def _inside(places: pd.DataFrame, area: str) -> pd.DataFrame:
    if area == NATION:
        return places
    return places[(places["area"] == area) | (places["province_code"] == area) | (places["prefecture_code"] == area)]
