"""Findings, their count, their keys, and the values that they mark, against plain loops."""

import pytest
from invented import area_of, batch_of, indicator_of, world
from visible import VIEWERS, findings_seen, hides, is_inside, rows_of, sees_area, sees_indicator

from data.breakdowns import BREAKDOWNS
from data.periods import parse_period
from data.schema import SEVERITIES
from queries.finding_keys import finding_keys
from queries.findings import findings
from queries.findings_count import findings_count
from queries.marks_of_values import marks_of_values
from queries.places_of_batches import places_of_batches

RULES = {r["code"]: r for r in world().rules}
FORMS = {f["code"]: f for f in world().forms}
ASKED = [
    {}, {"area": "510000"}, {"area": "110101"}, {"area": "x"}, {"form": "年鉴"}, {"form": "ALL", "period": "2019"},
    {"form": "ALL", "period": "2020", "area": "460000"}, {"form": "卫统1-9", "period": "2020-01"}, {"period": "2020"},
    {"rule": "K02"}, {"dimension": "完整性"}, {"dimension": "accuracy", "area": "510100"}, {"severity": "hard"},
    {"severity": ("hard", "serious"), "area": "510000"}, {"indicator": "FLT"}, {"indicator": "A65", "period": "2020"},
    {"keys": tuple(f["finding"] for f in world().findings[:40])}, {"keys": ()}, {"severity": "none", "rule": "'; --"},
    {"without": tuple(f["finding"] for f in world().findings[::2])}, {"without": ()}, {"period": "nonsense"},
    {"form": "ALL", "period": "nonsense"},
]  # fmt: skip


def keeps(
    row, area="100000", form=None, period=None, rule=None, dimension=None, severity=None, indicator=None, keys=None,
    without=None,
):  # fmt: skip
    named = RULES[row["rule"]]
    if not is_inside(area_of(row["area"]), (area,)) or form not in (None, "ALL", row["form"]):
        return False
    if period is not None and form == "ALL" and period.isdigit():
        if row["period"] is None or str(parse_period(row["period"]).start.year) != period:
            return False
    elif period is not None and row["period"] != period:
        return False
    severities = (severity,) if isinstance(severity, str) else severity
    return (
        rule in (None, row["rule"])
        and dimension in (None, named["dimension"], named["scored_as"])
        and (severities is None or row["severity"] in severities)
        and indicator in (None, row["indicator"])
        and (keys is None or row["finding"] in keys)
        and row["finding"] not in (without or ())
    )


def place_of(row):
    period = parse_period(row["period"]).id if row["period"] else 0
    group = next(b.id for b in BREAKDOWNS if b.code == row["breakdown"])
    return SEVERITIES.index(row["severity"]), row["rule"], row["area"], period, group, row["finding_id"]


def told(row):
    """A finding with everything that its row of the answer says."""
    rule, form, area = RULES[row["rule"]], FORMS[row["form"]], area_of(row["area"])
    indicator = indicator_of(row["indicator"]) if row["indicator"] else {}
    batch = batch_of(row["batch_id"]) if row["batch_id"] else {}
    above = area["parent_code"]
    return {name: row[name] for name in
            ("finding", "rule", "severity", "form", "indicator", "area", "period", "breakdown", "observed", "expected",
             "detail", "row_number")} | {
        "rule_name": rule["name"], "form_name": form["name"], "area_name": area["name"], "level": area["level"],
        "parent_name": "" if above in (None, "100000") else area_of(above)["short_name"],
        "indicator_name": indicator.get("name"), "unit": indicator.get("unit"), "decimals": indicator.get("decimals"),
        "period_label": parse_period(row["period"]).label if row["period"] else None,
        "breakdown_label": next(b.label for b in BREAKDOWNS if b.code == row["breakdown"]),
        "batch_id": row["batch_id"] or None, "demonstration": batch.get("demonstration", form["demonstration"]),
        **{name: rule[name] for name in ("dimension", "scored_as", "threshold", "message", "advice")},
        **{name: batch.get(name) for name in ("file_name", "organisation", "received")},
    }  # fmt: skip


@pytest.mark.parametrize("asked", ASKED)
def test_findings_equal_a_plain_loop(connection, viewer, asked):
    wanted = sorted((row for row in findings_seen(viewer) if keeps(row, **asked)), key=place_of)
    frame = findings(connection, viewer=viewer, limit=None, **asked)
    assert [dict(sorted(r.items())) for r in rows_of(frame)] == [dict(sorted(told(r).items())) for r in wanted]
    assert findings_count(connection, viewer=viewer, **asked)["findings"].tolist() == [len(wanted)]


@pytest.mark.parametrize(
    ("order", "first"), [("rule", lambda p: p[1]), ("area", lambda p: p[2]), ("period", lambda p: -p[3])]
)
def test_findings_in_another_order(connection, viewer, order, first):
    wanted = sorted(map(place_of, findings_seen(viewer)), key=lambda place: (first(place), place))
    frame = findings(connection, viewer=viewer, limit=None, order=order)
    numbers = {f["finding"]: f["finding_id"] for f in world().findings}
    assert [numbers[key] for key in frame["finding"]] == [place[-1] for place in wanted]


def test_pages_of_findings_are_slices(connection):
    viewer = VIEWERS["everything"]
    whole = findings(connection, viewer=viewer, limit=None)
    assert len(whole) == len(world().findings)
    pages = [findings(connection, viewer=viewer, limit=500, offset=n)["finding"] for n in (0, 500, 1000)]
    assert [key for page in pages for key in page] == whole["finding"].tolist()
    assert len(findings(connection, viewer=viewer)) == 100


@pytest.mark.parametrize("severities", [SEVERITIES, ("hard", "minor"), ("x",)])
def test_keys_equal_a_plain_loop(connection, viewer, severities):
    wanted = sorted(({"finding": f["finding"], "rule": f["rule"]} for f in findings_seen(viewer)
                     if f["severity"] in severities), key=lambda f: f["finding"])  # fmt: skip
    assert rows_of(finding_keys(connection, viewer=viewer, severities=severities)) == wanted


def marks_by_loop(viewer, indicators, periods, breakdown, held):
    grades = {
        (s["indicator"], s["area"], s["period"]): s["grade"]
        for s in world().scores
        if s["indicator"] and s["period"] in (periods or [s["period"]]) and sees_area(viewer, s["area"])
        and s["indicator"] in indicators and sees_indicator(viewer, s["indicator"])
        and held(s["area"]) and not hides(viewer, s["indicator"], s["period"], s["area"])
    }  # fmt: skip
    marks: dict = {}
    for row in sorted(findings_seen(viewer), key=lambda r: (SEVERITIES.index(r["severity"]), r["rule"], r["finding"])):
        place = (row["indicator"], row["area"], row["period"])
        severe = row["severity"] in ("hard", "serious") or (row["severity"] == "minor" and grades.get(place) == "D")
        if row["indicator"] not in indicators or not severe or not held(row["area"]) or row["period"] is None:
            continue
        if (periods and row["period"] not in periods) or breakdown not in (None, row["breakdown"]):
            continue
        marks.setdefault((*place, row["breakdown"]), []).append(row)
    rows = [
        {"indicator": key[0], "area": key[1], "period": key[2], "breakdown": key[3], "grade": grades.get(key[:3]),
         "severity": found[0]["severity"], "rules": "、".join(dict.fromkeys(f["rule"] for f in found)),
         "names": "、".join(dict.fromkeys(RULES[f["rule"]]["name"] for f in found)), "finding": found[0]["finding"],
         "keys": ",".join(f["finding"] for f in found)}
        for key, found in marks.items()
    ]  # fmt: skip
    alone = {"severity": None, "rules": "", "names": "", "finding": None, "keys": ""}
    for place, grade in grades.items():
        if grade == "D" and place not in {key[:3] for key in marks}:
            rows.append(dict(zip(("indicator", "area", "period"), place, strict=True))
                        | {"breakdown": breakdown or "all", "grade": "D"} | alone)  # fmt: skip
    return sorted(rows, key=lambda r: (r["indicator"], r["area"], r["period"], r["breakdown"]))


@pytest.mark.parametrize("breakdown", [None, "all", "male"])
@pytest.mark.parametrize("periods", [None, ("2020",), ("2019Q4", "2020Q1")])
def test_marks_equal_a_plain_loop(connection, viewer, breakdown, periods):
    indicators = ("A65", "FLT", "VIS")
    for parent, layer in (("100000", "county"), ("510000", "prefecture"), (None, None)):
        frame = marks_of_values(
            connection, viewer=viewer, indicators=indicators, parent=parent, layer=layer, periods=periods,
            breakdown=breakdown,
        )  # fmt: skip
        wanted = marks_by_loop(viewer, indicators, periods, breakdown, lambda code, parent=parent, layer=layer: (
            parent is None or (is_inside(area_of(code), (parent,)) and area_of(code)[f"in_{layer}_layer"])
        ))  # fmt: skip
        assert rows_of(frame) == wanted


def test_named_areas_are_marked_alone(connection):
    frame = marks_of_values(connection, viewer=VIEWERS["everything"], indicators=("A65",), areas=("510000", "x"))
    assert set(frame["area"]) == {"510000"}


@pytest.mark.parametrize("batches", [(1, 2), (4,), ()])
def test_places_of_batches_equal_a_plain_loop(connection, batches):
    viewer = VIEWERS["everything"]
    frame = places_of_batches(connection, viewer=viewer, period="2020", batches=batches)
    wanted = [
        {name: o[name] for name in ("indicator", "breakdown", "area", "batch_id")}
        for o in world().observations
        if o["period"] == "2020" and o["batch_id"] in batches
    ]
    assert rows_of(frame) == sorted(wanted, key=lambda o: tuple(o.values()))
