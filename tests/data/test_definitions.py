"""Definitions: complete against the published lists and equal to the published targets.

`expected_targets.csv` was copied from the publications by hand, independently of the YAML files.
"""

import csv
import re
import time
from collections import Counter
from pathlib import Path

import pytest

from data.breakdowns import BREAKDOWNS
from data.definitions import INDICATORS, read_actions, read_groups, read_indicators


def words(text):
    return text.split()


EXPECTED = list(csv.DictReader(Path(__file__).with_name("expected_targets.csv").read_text("utf-8").splitlines()))
NATIONAL_SERIES = words("""
    LE MMR IMR U5MR HL SMK EXE FIT NCD CAN5 PNS STU C3 EYE NMR HALE SMKOFF PHY NUR GP BEDK BED INST HTP VIS VISPC ADM
    ALOS BOR COSTO COSTI OOP THE GOVSH SOCSH THEGDP THEPC A60 A65 POP FLT""")
CORE = words("""
    LE HALE MMR IMR U5MR NCD BEDK PHY NUR GP HTP INST VIS VISPC ADM BOR ALOS COSTO COSTI THEGDP OOP TOF EMR A60 A65 ODR
    GERH ELDM FLT_IN FLT_OUT FLT_RATE FLT_FB SMKOFF PRJ_START PRJ_DONE PRJ_INV""")
CENSUS = words("""
    A65 A60 A80 A80_65 A0_14 A15_64 A15_59 ODR SEXR URB ILLIT15 HH1 HH65 TAP TOILET MIG_COUNTY MIG_PROV MIG_OTHER HSW
    POP HHN""")
# Names that the lists write differently from the one kept here.
OTHER_NAMES = {
    ("SMK", "15岁以上人群吸烟率"),
    ("SMKOFF", "建设成无烟党政机关"),
    ("SCHHEALTH", "寄宿制/600人以上学校配备专职卫生专业技术人员等的比例"),
}


@pytest.fixture(scope="module")
def indicators():
    return read_indicators()


def on(indicators, name):
    return {m.number: i.code for i in indicators.values() for m in i.memberships if m.list == name}


def test_every_list_is_covered_once(indicators):
    assert sorted(on(indicators, "assessment_26")) == list(range(1, 27))
    assert sorted(on(indicators, "healthy_china_actions")) == list(range(1, 82))
    assert [on(indicators, "core_statistics")[n] for n in range(1, 37)] == CORE
    assert [on(indicators, "census_2020")[n] for n in range(1, 22)] == CENSUS
    assert [on(indicators, "national_series")[n] for n in range(1, 42)] == NATIONAL_SERIES
    # No place is counted twice: the pairs (list, number) are as many as the list entries.
    places = Counter((m.list, m.number) for i in indicators.values() for m in i.memberships)
    assert set(places.values()) == {1}


def test_places_hold_the_published_names(indicators):
    listed = {(row["code"], row["name"]) for row in EXPECTED if row["name"]}
    assert {(c, n) for c, n in listed if indicators[c].name != n} == OTHER_NAMES


def test_targets_are_the_published_ones(indicators):
    def number(text):
        return float(text) if text else None

    wanted = {
        (row["code"], row["plan"], int(row["year"])): (
            row["operator"] or None,
            *(number(row[field]) for field in ("value", "value_high", "baseline_value", "baseline_year")),
            row["baseline_verified"] == "yes" and row["baseline_value"] != "",
            row["verified"] == "yes",
            row["citation"],
        )
        for row in EXPECTED
    }
    found = {
        (code, t.plan, t.year): (
            t.operator,
            t.value,
            t.value_high,
            t.baseline_value,
            t.baseline_year,
            t.baseline_verified,
            t.verified,
            t.source,
        )
        for code, indicator in indicators.items()
        for t in indicator.targets
    }
    assert found.keys() == wanted.keys()
    assert {key: (found[key], wanted[key]) for key in wanted if found[key] != wanted[key]} == {}


def test_target_wording_is_kept(indicators):
    for row in EXPECTED:
        texts = [t.text for t in indicators[row["code"]].targets if (t.plan, str(t.year)) == (row["plan"], row["year"])]
        assert any(text.lstrip("≥≤<>") == row["wording"].lstrip("≥≤<>") for text in texts), row


def test_nothing_unverified_is_called_verified(indicators):
    for indicator in indicators.values():
        if indicator.verified:
            assert "seen in" in indicator.verification and not indicator.verification.startswith("unverified")
        for target in indicator.targets:
            assert not (target.verified and not re.search("seen in", target.source))
    assert not indicators["NUR"].verified and not indicators["HIV"].verified
    assert indicators["LE"].verified and indicators["A65"].verified


def test_units_and_multipliers(indicators):
    facts = {
        "LE": ("岁", None), "IMR": ("‰", 1000), "MMR": ("1/10万", 100_000), "A65": ("%", 100), "PHY": ("人", 1000),
        "GP": ("人", 10_000), "SEXR": ("女=100", 100), "PSYDOC": ("名/10万人", 100_000), "COSTI": ("元", 1),
        "POP": ("人", None), "HSW": ("人", 1000),
    }  # fmt: skip
    assert {code: (indicators[code].unit, indicators[code].multiplier) for code in facts} == facts
    # 141,178万 persons, 84.2亿 visits: what a published series is multiplied by.
    assert indicators["POP"].conversions["万人"] == 1e4 and indicators["VIS"].conversions["亿人次"] == 1e8
    assert not indicators["ODR"].proportion and indicators["ODR"].maximum is None
    assert indicators["A65"].proportion and indicators["A65"].maximum == 100


def test_order_groups_and_actions(indicators):
    groups = list(read_groups())
    assert len(read_actions()) == 15
    assert groups[0] == "composite" and groups[1:16] == [f"{n:02}" for n in range(1, 16)]
    places = [groups.index(i.group) for i in indicators.values()]
    assert places == sorted(places) and next(iter(indicators)) == "LE"
    featured = sorted((i.featured, i.code) for i in indicators.values() if i.featured)
    assert [code for _, code in featured] == ["LE", "MMR", "IMR", "HL", "NCD", "SMK", "OOP", "HTNMAN"]


def test_breakdowns_are_known_and_answers_are_copies(indicators):
    known = {b.code for b in BREAKDOWNS}
    assert all(set(i.breakdowns) <= known for i in indicators.values())
    read_indicators().clear()
    assert len(read_indicators()) == len(indicators) == 141


def test_reading_all_files_is_fast():
    from data import definitions

    started = time.perf_counter()
    definitions._read_indicators.__wrapped__(INDICATORS)
    assert time.perf_counter() - started < 1
