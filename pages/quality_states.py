"""What people said of findings, beside what the release says of them."""

from typing import Any

import pandas as pd

from pages.quality_view import QualityView, area_records
from queries.batches import batches
from queries.findings import findings
from queries.forms_register import forms_register
from queries.indicator_definitions import indicator_definitions
from queries.view_of import NATION, records
from state.corrections import corrected_findings as recorded_corrections
from state.finding_states import explained_keys, with_states
from state.store import StateError

UNTOLD = "问题的处理状态暂时读不到，说明和更正记录未显示。"


def explained_findings(q: QualityView) -> pd.DataFrame:
    """The findings of this form and period that people have explained and that are still in the release, wherever
    they are: columns of `findings` with state, explanation, who and at."""
    none = pd.DataFrame({"finding": [], "area": []}, dtype="object")
    if q.period is None:
        return none
    try:
        keys = explained_keys()
    except StateError:
        q.notices.append(UNTOLD)
        return none
    if not keys:
        return none
    told = with_states(q.ask(findings, **q.asked, keys=keys, limit=None))
    return told[told["state"] == "explained"]


def corrected_findings(q: QualityView, *, key: str | None = None) -> pd.DataFrame:
    """What later batches corrected in this area, form and period, the newest first, by the filters of the address;
    with `key` that one finding, wherever it is."""
    known = {"viewer": q.view.viewer, "version": q.view.version}
    areas = area_records(q.view)
    s = q.selection
    chosen: dict[str, Any] = {} if key else {**q.asked, "rule": s.rule, "dimension": s.dimension}
    try:
        found = recorded_corrections(
            areas=[code for code, area in areas.items() if key or inside(area, q.code)],
            indicators=list(records(indicator_definitions, **known, key="code")),
            forms=list(records(forms_register, **known, key="form")),
            batches=[int(b) for b in q.ask(batches)["batch_id"]],
            classifications=q.view.viewer.classifications,
            severity=(s.severity,) if s.severity and not key else (),
            **chosen,
        )
    except StateError:
        q.notices.append(UNTOLD)
        return pd.DataFrame(columns=["finding"])
    if key:
        found = found[found["finding"] == key]
    if found.empty:
        return found
    present = set(q.ask(findings, keys=tuple(found["finding"]), limit=None)["finding"])
    return found[~found["finding"].isin(present)].assign(explanation=lambda f: _by_batch(f["corrected_by"]))


def inside(area: dict[str, Any], code: str) -> bool:
    """Whether an area is the one of `code` or lies inside it."""
    return code in (NATION, area["code"], area["province_code"], area["prefecture_code"])


def _by_batch(numbers: pd.Series) -> list[str]:
    return [f"由批次{n}更正" for n in numbers]
