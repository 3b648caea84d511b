"""What rules checked, what one value went through, and who reported when, against plain loops."""

import pytest
from invented import area_of, batch_of, world
from visible import VIEWERS, findings_seen, is_inside, rows_of, sees_area, sees_batch, sees_form, sees_indicator

from data.periods import parse_period
from data.schema import SEVERITIES
from queries.checks_of_area import checks_of_area
from queries.checks_of_value import checks_of_value
from queries.submissions_of_area import COUNTED, submissions_of_area

RULES = {r["code"]: r for r in world().rules}
FORMS = {f["code"]: f for f in world().forms}


@pytest.mark.parametrize("area", ["100000", "510000", "510100", "x"])
@pytest.mark.parametrize("form", ["ALL", "流动人口", "年鉴"])
def test_checks_of_an_area_equal_a_plain_loop(connection, viewer, form, area):
    for period in ("2020", "2019Q4", "nonsense"):
        seen = [
            c for c in world().checks
            if c["form"] == form and c["period"] in (period, None)
            and sees_form(viewer, form) and sees_area(viewer, c["area"])
        ]  # fmt: skip
        wanted = []
        for code in sorted(RULES):
            own = [c for c in seen if c["rule"] == code and c["area"] == area]
            below = [c for c in seen if c["rule"] == code and area_of(c["area"])["parent_code"] == area]
            checked, failed = sum(c["checked"] for c in own), sum(c["failed"] for c in own)
            if checked:
                names = ("dimension", "scored_as", "severity", "threshold", "official", "basis", "problem")
                wanted.append(
                    {"rule": code, "rule_name": RULES[code]["name"], "checked": checked, "failed": failed,
                     "pass_rate": pytest.approx(1 - failed / checked),
                     "areas_failed": len({c["area"] for c in below if c["failed"] > 0})}
                    | {name: RULES[code][name] for name in names}
                )  # fmt: skip
        frame = checks_of_area(connection, viewer=viewer, form=form, period=period, area=area)
        assert [dict(sorted(r.items())) for r in rows_of(frame)] == [dict(sorted(r.items())) for r in wanted]


PLACES = sorted({(f["indicator"], f["area"], f["period"], f["breakdown"])
                 for f in world().findings if f["indicator"] and f["period"]})  # fmt: skip


@pytest.mark.parametrize("part", range(8))
def test_checks_of_a_value_equal_a_plain_loop(connection, viewer, part):
    values = [
        *PLACES[part::40],
        ("A65", "510000", "2020", "all"),
        ("A65", "x", "2020", "all"),
        ("x", "510000", "-", "?"),
    ]
    for indicator, area, period, breakdown in values:
        frame = checks_of_value(
            connection, viewer=viewer, indicator=indicator, area=area, period=period, breakdown=breakdown
        )
        asked = {"indicator": indicator, "area": area, "period": period, "breakdown": breakdown}
        known = area.isdigit() and sees_area(viewer, area) and sees_indicator(viewer, indicator)
        assert rows_of(frame) == (_checks_by_loop(viewer, asked) if known else [])


def _checks_by_loop(viewer, asked):
    level = area_of(asked["area"])["level"]
    used = {
        u["rule"]: u for u in world().rule_uses
        if (u["indicator"], u["period"], u["level"]) == (asked["indicator"], asked["period"], level)
    }  # fmt: skip
    rows = []
    for code, rule in RULES.items():
        found = [f for f in findings_seen(viewer, **asked) if f["rule"] == code]
        counted = used.get(code, {"checked": 0, "failed": 0})
        absent = dict.fromkeys(("finding", "observed", "expected", "detail"))
        for finding in found or ([absent] if counted["checked"] else []):
            rows.append(
                {"rule": code, "rule_name": rule["name"], "dimension": rule["dimension"],
                 "severity": finding["severity"] if found else rule["severity"], "checked": counted["checked"],
                 "failed": counted["failed"], "found": bool(found)}
                | {name: finding[name] for name in absent}
                | {"message": rule["message"] if found else None, "advice": rule["advice"]}
            )  # fmt: skip

    def place(row):
        severity = SEVERITIES.index(row["severity"]) if row["found"] else 0
        return not row["found"], severity, row["rule"], row["finding"] or ""

    return sorted(rows, key=place)


@pytest.mark.parametrize("layer", [None, "county", "prefecture"])
@pytest.mark.parametrize(
    ("form", "period"),
    [("ALL", "2019"), ("ALL", "2020"), ("卫统1-9", "2020-01"), ("年鉴", "2020Q1"), ("流动人口", "x"), ("ALL", "x")],
)
def test_submissions_equal_a_plain_loop(connection, viewer, form, period, layer):
    for area in ("100000", "510000", "460400"):
        wanted = [
            _told(s) for s in world().submissions
            if form in ("ALL", s["form"]) and is_inside(area_of(s["area"]), (area,))
            and (s["period"] == period or (form == "ALL" and str(parse_period(s["period"]).start.year) == period))
            and (layer is None or area_of(s["area"])[f"in_{layer}_layer"])
            and sees_area(viewer, s["area"]) and sees_form(viewer, s["form"])
            and (s["batch_id"] == 0 or sees_batch(viewer, s["batch_id"]))
        ]  # fmt: skip
        wanted.sort(key=_latest_first)
        frame = submissions_of_area(connection, viewer=viewer, form=form, period=period, area=area, layer=layer)
        assert [dict(sorted(r.items())) for r in rows_of(frame)] == [dict(sorted(r.items())) for r in wanted]
        late = submissions_of_area(
            connection, viewer=viewer, form=form, period=period, area=area, layer=layer, late=True
        )
        assert [(r["area"], r["form"], r["period"]) for r in rows_of(late)] == [
            (r["area"], r["form"], r["period"]) for r in wanted if r["received"] is None or (r["late_days"] or 0) > 0
        ]  # fmt: skip


def _told(s):
    area, form = area_of(s["area"]), FORMS[s["form"]]
    batch = batch_of(s["batch_id"]) if s["batch_id"] else {"demonstration": form["demonstration"], "file_name": None}
    names = ("form", "period", "area", "organisation", "due", "received", "corrected", "note", "row_number")
    return {name: s.get(name) for name in (*names, *COUNTED)} | {
        "form_name": form["name"], "period_label": parse_period(s["period"]).label, "area_name": area["name"],
        "level": area["level"], "batch_id": s["batch_id"] or None, "file_name": batch["file_name"],
        "demonstration": batch["demonstration"],
    }  # fmt: skip


def _latest_first(row):
    late = float("-inf") if row["late_days"] is None else row["late_days"]
    return (row["received"] is not None, -late, int(row["area"]), FORMS[row["form"]]["form_id"],
            parse_period(row["period"]).id, row["organisation"])  # fmt: skip


def test_submissions_come_in_pages(connection):
    asked = {"viewer": VIEWERS["everything"], "form": "ALL", "period": "2020", "area": "100000"}
    whole = submissions_of_area(connection, **asked)
    assert len(whole) > 150
    rest = submissions_of_area(connection, limit=100, offset=100, **asked)
    assert rows_of(rest) == rows_of(whole.iloc[100:200])
