"""Results of assessment through a publication: the same on both engines, with the periods they need."""

import random

from invented_figures import COURSES, PROVINCES, invented_facts
from sqlalchemy import select

from access.viewer import LOCAL
from data.assessment.read import read_schemes
from data.assessment.results import fill_assessment
from data.loading import load_files
from data.publishing import publish
from data.quality.trial import tried_rules
from data.release_tables import create_tables
from data.schema import (
    dim_assessment_phase,
    dim_scheme,
    dim_scheme_item,
    fact_assessment,
    fact_assessment_item,
    fact_assessment_rank,
    fact_published_grade,
)
from data.warehouse import connect
from queries.assessment_of_children import assessment_of_children
from queries.assessment_phases import assessment_phases
from queries.pace_of_area import pace_of_area

TABLES = (dim_scheme, dim_scheme_item, dim_assessment_phase, fact_assessment_item, fact_assessment,
          fact_assessment_rank, fact_published_grade)  # fmt: skip


_KIND = "SELECT table_type FROM information_schema.tables WHERE table_name = ? ORDER BY table_type DESC"
RANGES = {"PATIME": (0.8, 1.3), "U5MR": (5, 10), "MMR": (10, 20), "HEDAPPR": (1, 1)}  # others: shares
KEPT = ("indicator", "area", "period", "value", "lower", "upper", "numerator", "denominator")
NO_SHARES = ("LE", "IMR", "BEDK", "PHY", "SCIPOOL")


def loadable(seed):
    """The invented figures as rows of a file; shares above 100 % are cut off."""
    rows = []
    for fact in invented_facts(seed):
        if fact["value"] is None or fact["indicator"] == "POP":
            continue
        if fact["indicator"] not in NO_SHARES and fact.get("upper", fact["value"]) > 99:
            rows.append({name: fact[name] for name in KEPT[:3]} | {"value": min(fact["value"], 100)})
        else:
            rows.append({name: fact[name] for name in KEPT if name in fact})
    return rows


def rest_of_the_framework(seed):
    """Figures for the items that the invented ones do not have."""
    draw = random.Random(seed)
    framework = next(one for one in read_schemes() if one.code == "framework_26")
    return [
        {"indicator": item.indicator, "area": area, "period": str(year),
         "value": round(draw.uniform(*RANGES.get(item.indicator, (50, 99))), 2)}
        for item in framework.items
        if item.indicator not in COURSES and item.indicator != "SCIPOOL"
        for area in PROVINCES[:-1]
        for year in (2017, 2023, 2024)
    ]  # fmt: skip


def rounded(value):
    return round(value, 7) if isinstance(value, float) else value


def test_both_engines_hold_the_same(warehouse, observation_file):
    load_files([observation_file(loadable(1) + rest_of_the_framework(1))])
    version = publish().version
    with connect(version) as connection:
        held = {t.name: connection.execute(select(t).order_by(*t.primary_key.columns)).all() for t in TABLES}
    assert all(held.values())
    with tried_rules(lambda _: None) as (trial, _):
        for table in TABLES:  # of DuckDB the trial has views of the release, of PostgreSQL tables of its own
            kind = {"VIEW": "VIEW", "BASE TABLE": "TABLE"}[trial.execute(_KIND, [table.name]).fetchone()[0]]
            trial.execute(f"DROP {kind} {table.name}")
        create_tables(trial, TABLES)
        fill_assessment(trial, lambda _: None)
        for table in TABLES:
            names = ", ".join(column.name for column in table.columns)
            keys = ", ".join(column.name for column in table.primary_key)
            found = trial.execute(f"SELECT {names} FROM {table.name} ORDER BY {keys}").fetchall()
            wanted = [tuple(map(rounded, row)) for row in held[table.name]]
            assert sorted(map(str, (tuple(map(rounded, row)) for row in found))) == sorted(map(str, wanted)), table.name


def test_what_was_published_can_be_asked(warehouse, observation_file):
    load_files([observation_file(loadable(2), demonstration=True)])
    with connect(publish().version) as connection:
        phases = assessment_phases(connection, viewer=LOCAL, scheme="framework_26")
        assert list(phases["period"])[-4:] == ["2023", "2024H1", "2024Q1-3", "2024"]
        assert set(phases["demonstration"]) == {True}
        rows = assessment_of_children(connection, viewer=LOCAL, scheme="framework_26", period="2024", parent="100000")
        assert len(rows) == 31
        assert rows["rank"].isna().all()  # 10 of 27 items: nobody reaches the coverage
        assert rows.set_index("area").loc["510000", "reason"].startswith("覆盖率")
        pace = pace_of_area(connection, viewer=LOCAL, scheme="framework_26", area="510000", indicator="LE")
        assert list(pace["indicator"]) == ["LE"]
        assert pace.loc[0, "points"] >= 5
        assert 0 <= pace.loc[0, "chance"] <= 1
