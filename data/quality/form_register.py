"""dim_form of a release: all forms together, those of the calendar, and those that only batches name."""

from typing import Any

from data.loading.batches import Batch
from data.loading.manifest import CLASSIFICATIONS
from data.quality.forms import read_forms

_OF_CALENDAR = ("code", "name", "period_kind", "scope", "due_rule", "basis", "official")
ALL_FORMS = {"form_id": 0, "code": "ALL", "name": "全部报表"}


def form_rows(batches: list[Batch]) -> list[dict[str, Any]]:
    """Rows of dim_form, numbered in the order of the calendar; forms outside it follow by name."""
    calendar = [{name: getattr(form, name) for name in _OF_CALENDAR} for form in read_forms().values()]
    known = {text for form in calendar for text in (form["code"], form["name"])}
    others = sorted({batch.manifest.form for batch in batches if not batch.forms} - known)
    rows = [ALL_FORMS | {"in_calendar": False}, *[form | {"in_calendar": True} for form in calendar]]
    rows += [{"code": text, "name": text, "in_calendar": False} for text in others]
    return [_row(number, row, batches) for number, row in enumerate(rows)]


def _row(number: int, row: dict[str, Any], batches: list[Batch]) -> dict[str, Any]:
    texts = (row["code"], row["name"])
    # a register of submissions tells of the forms that its rows name, whatever it is called itself
    named = [(batch.manifest, set(batch.forms) or {batch.manifest.form}) for batch in batches]
    manifests = [manifest for manifest, forms in named if number == 0 or forms.intersection(texts)]
    strictest = max((CLASSIFICATIONS.index(m.classification) for m in manifests), default=0)
    return {
        "form_id": number,
        "code": row["code"],
        "name": row["name"],
        "period_kind": row.get("period_kind"),
        "scope": row.get("scope"),
        "due_rule": row.get("due_rule"),
        "basis": row.get("basis"),
        "official": bool(row.get("official")),
        "in_calendar": row["in_calendar"],
        "classification": CLASSIFICATIONS[strictest],
        "demonstration": any(m.demonstration for m in manifests),
    }
