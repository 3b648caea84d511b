"""Confidence sets for ranks against the published results of the authors' R package, and their promise."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from methods.rank_confidence_sets import rank_confidence_sets

# PISA 2018, mathematics, OECD countries: score and standard error (OECD 2019; data `pisa` of csranks).
PISA = {
    "Australia": (491.3600252, 1.939833031), "Austria": (498.9423138, 2.970998694),
    "Belgium": (508.0703063, 2.262662011), "Canada": (512.0169429, 2.357475749), "Chile": (417.4065563, 2.41588757),
    "Colombia": (390.9322732, 2.989559274), "Czech Republic": (499.4676508, 2.460661531),
    "Denmark": (509.3983746, 1.735002337), "Estonia": (523.4145802, 1.743602224),
    "Finland": (507.3013618, 1.967920411), "France": (495.4075794, 2.320214487),
    "Germany": (500.0437805, 2.647083096), "Greece": (451.3703438, 3.091228197),
    "Hungary": (481.0826364, 2.319596741), "Iceland": (495.1873762, 1.953082603),
    "Ireland": (499.632894, 2.198621128), "Israel": (463.0345488, 3.498563228), "Italy": (486.5898573, 2.780045867),
    "Japan": (526.9732502, 2.471475318), "Korea": (525.933002, 3.121394315), "Latvia": (496.1263306, 1.962766789),
    "Lithuania": (481.1911884, 1.953282039), "Luxembourg": (483.421485, 1.097632409),
    "Mexico": (408.8014734, 2.493225544), "Netherlands": (519.2309824, 2.632277885),
    "New Zealand": (494.489676, 1.705942856), "Norway": (500.9637885, 2.219044878),
    "Poland": (515.6478747, 2.602085176), "Portugal": (492.4874062, 2.684570081),
    "Slovak Republic": (486.1648542, 2.555595707), "Slovenia": (508.8975441, 1.363877596),
    "Spain": (481.3926126, 1.462417763), "Sweden": (502.3877022, 2.654250935),
    "Switzerland": (515.3147131, 2.908003898), "Turkey": (453.5077774, 2.260406789),
    "United Kingdom": (501.7698992, 2.564428111), "United States": (478.2447174, 3.235444099),
}  # fmt: skip
COUNTRIES = list(PISA)
SCORES, ERRORS = map(np.array, zip(*PISA.values(), strict=True))


def sets(values, errors, **more):
    return rank_confidence_sets(values, errors, direction=more.pop("direction", "higher"), **more)


def test_published_countries_that_may_be_among_the_best_five():
    """csranks, Introduction: 12 countries; the simultaneous set of Sweden begins at rank 5."""
    rows = sets(SCORES, ERRORS)
    assert [name for name, low in zip(COUNTRIES, rows["lower"], strict=True) if low <= 5] == [
        "Belgium", "Canada", "Denmark", "Estonia", "Finland", "Japan", "Korea", "Netherlands", "Poland", "Slovenia",
        "Sweden", "Switzerland",
    ]  # fmt: skip
    assert rows["lower"][COUNTRIES.index("Sweden")] == 5


def test_published_set_of_one_country():
    """csranks, Introduction: the United Kingdom, 13th, may be 8th (7th in another run) to 23rd."""
    row = sets(SCORES, ERRORS, simultaneous=False).iloc[COUNTRIES.index("United Kingdom")]
    assert row["rank"] == 13
    assert row["lower"] in (7, 8)
    assert row["upper"] == 23


def test_one_country_alone_is_surer_than_all_at_once():
    alone, together = sets(SCORES, ERRORS, simultaneous=False), sets(SCORES, ERRORS)
    assert (alone["lower"] >= together["lower"]).all()
    assert (alone["upper"] <= together["upper"]).all()
    assert ((alone["upper"] - alone["lower"]).mean()) < (together["upper"] - together["lower"]).mean()


def test_holm_is_a_little_wider_than_the_bootstrap(monkeypatch):
    bootstrap = sets(SCORES, ERRORS)
    monkeypatch.setattr("methods.rank_confidence_sets.MOST_BOOTSTRAPPED", 10)
    holm = sets(SCORES, ERRORS)
    assert holm["method"][0].endswith("Holm")
    assert (holm["lower"] <= bootstrap["lower"]).all()
    assert (holm["upper"] >= bootstrap["upper"]).all()
    assert (holm["upper"] - holm["lower"] - bootstrap["upper"] + bootstrap["lower"]).max() <= 4


def test_two_areas_are_a_two_sided_test():
    """|d| > 1.96·√2 proves a difference, with either procedure."""
    for difference, proved in ((2.9, True), (2.6, False)):
        rows = sets([difference, 0.0], [1.0, 1.0], draws=20_000)
        assert bool(rows["upper"][0] == 1) is proved


@pytest.mark.parametrize("most", [0, 500])
def test_what_is_proved_makes_the_rest_easier(monkeypatch, most):
    """2.3 standard errors apart: too little among three pairs (2.39 or 2.34), enough when two are settled (2.24)."""
    monkeypatch.setattr("methods.rank_confidence_sets.MOST_BOOTSTRAPPED", most)
    rows = sets([100.0, 2.3 * 2**0.5, 0.0], np.ones(3), draws=20_000)
    assert rows[["lower", "upper"]].to_numpy().tolist() == [[1, 1], [2, 2], [3, 3]]


def test_it_keeps_its_promise():
    """All true ranks covered in at least 95 % of the samples (100 samples of 8 areas, so at least 90)."""
    rng = np.random.default_rng(7)
    truth = np.array([0.0, 0.5, 1.0, 1.5, 3.0, 4.0, 6.0, 9.0])
    ranks = 8 - np.arange(8)
    covered = 0
    for _ in range(100):
        rows = sets(truth + rng.standard_normal(8), np.ones(8), draws=300)
        covered += bool(((rows["lower"] <= ranks) & (ranks <= rows["upper"])).all())
    assert covered >= 90


def test_exact_values_and_no_information():
    assert sets([3.0, 2.0, 2.0, 1.0], [0.0] * 4)[["lower", "upper"]].to_numpy().tolist() == [
        [1, 1],
        [2, 3],
        [2, 3],
        [4, 4],
    ]
    vague = sets([3.0, 2.0, 1.0], [100.0] * 3)
    assert vague[["lower", "upper"]].to_numpy().tolist() == [[1, 3]] * 3


def test_missing_areas_take_no_place():
    rows = sets([3.0, math.nan, 1.0, 9.0], [0.01, 0.01, 0.01, math.nan])
    assert rows["rank"].isna().tolist() == [False, True, False, True]
    assert rows[["lower", "upper"]].dropna().to_numpy().tolist() == [[1, 1], [2, 2]]
    assert sets([math.nan], [1.0])["lower"].isna().all()
    assert sets([math.nan], [1.0], simultaneous=False)["lower"].isna().all()
    assert sets([5.0], [1.0])[["lower", "upper"]].to_numpy().tolist() == [[1, 1]]
    with pytest.raises(ValueError, match="negative"):
        sets([1.0], [-1.0])


@settings(max_examples=25)
@given(st.lists(st.floats(0, 50), min_size=2, max_size=8), st.floats(0.1, 10), st.booleans())
def test_the_set_holds_the_rank_and_turns_with_the_direction(values, error, simultaneous):
    x, e = np.array(values), np.full(len(values), error)
    rows = sets(x, e, simultaneous=simultaneous, draws=200)
    assert (rows["lower"] <= rows["rank"]).all()
    assert (rows["rank"] <= rows["upper"]).all()
    assert sets(x, e, simultaneous=simultaneous, draws=200)["lower"].equals(rows["lower"])
    down = sets(-x, e, direction="lower", simultaneous=simultaneous, draws=200)
    assert down["lower"].equals(rows["lower"])
