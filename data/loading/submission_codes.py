"""The forms and deadlines that a file of submissions meets."""

from difflib import get_close_matches

from data.loading.manifest import Manifest
from data.loading.staging import Database, fill_table
from data.periods import PeriodError, parse_period
from data.quality.due_dates import due_date
from data.quality.forms import form_named, read_forms

KIND_EXAMPLES = {
    "year": ("年报", "2025"),
    "half": ("半年报", "2025H1"),
    "quarter": ("季报", "2025Q3"),
    "month": ("月报", "2025-09"),
}


def form_of_manifest(manifest: Manifest) -> str:
    """The code of the form that the YAML names, for rows that name none; empty where the calendar has no such form."""
    form = form_named(manifest.form)
    return form.code if form else ""


def fill_forms(connection: Database, manifest: Manifest) -> None:
    """Tables known_form (by code and name) and known_due (deadlines by form and period as written). Needs `raw`."""
    rows = []
    for form in read_forms().values():
        kind, example = KIND_EXAMPLES[form.period_kind]
        for text in dict.fromkeys((form.code, form.name)):
            rows.append((text, form.code, form.name, form.period_kind, form.reporting_level, kind, example))
    columns = "text VARCHAR, form VARCHAR, name VARCHAR, period_kind VARCHAR, reporting_level VARCHAR, said VARCHAR"
    fill_table(connection, "known_form", columns + ", example VARCHAR", rows)
    written = connection.execute(
        "SELECT DISTINCT coalesce(nullif(trim(form), ''), $form), trim(period) FROM raw",
        {"form": form_of_manifest(manifest)},
    ).fetchall()
    due = [(form, period, day) for form, period in written if (day := _due(form, period))]
    fill_table(connection, "known_due", "form VARCHAR, period VARCHAR, due DATE", due)


def _due(form_text: str | None, period_text: str | None):
    form = form_named(form_text or "")
    try:
        period = parse_period(period_text or "")
    except PeriodError:
        return None
    return due_date(form, period).day if form and period.kind == form.period_kind else None


def why_not_form(text: str) -> str:
    """A form that the calendar does not have, with the nearest ones."""
    known = read_forms()
    names = {form.name: code for code, form in known.items()}
    near = [*get_close_matches(text, known, n=3, cutoff=0.5), *(names[n] for n in get_close_matches(text, names, n=2))]
    listed = "、".join(f"{code}（{known[code].name}）" for code in dict.fromkeys(near)) or "、".join(known)
    return f"报表制度中没有报表“{text}”；{'是否为' if near else '可用的有'} {listed}{'？' if near else ''}"
