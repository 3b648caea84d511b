"""Life tables against the published example, and against a life lived at one rate."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from published import published

from methods.life_expectancy import ABRIDGED_AGES, life_expectancy

(EXAMPLE,) = published("life_expectancy_chiang_silcocks")
DEATHS, PEOPLE = np.array([EXAMPLE["deaths"]]), np.array([EXAMPLE["pop"]])


@pytest.mark.parametrize("age", [0, 65])
def test_published_example(age):
    row = life_expectancy(DEATHS, PEOPLE, ages=tuple(EXAMPLE["startage"]), at=age).iloc[0]
    assert [row["value"], row["lower"], row["upper"]] == pytest.approx(EXAMPLE[f"expected_e{age}"], abs=EXAMPLE["tol"])


def test_one_rate_throughout_life_gives_its_reciprocal():
    """With a constant hazard m the expectation is 1/m; the abridged table is within its rule of thumb for ages."""
    people = np.full((1, len(ABRIDGED_AGES)), 1e7)
    assert life_expectancy(people * 0.01, people)["value"][0] == pytest.approx(100, rel=2e-3)


@settings(max_examples=50)
@given(st.integers(0, len(ABRIDGED_AGES) - 1), st.floats(1.01, 3))
def test_more_deaths_at_any_age_shorten_life(age, factor):
    more = DEATHS.astype(float)
    more[0, age] = min(more[0, age] * factor, PEOPLE[0, age])
    before, after = life_expectancy(DEATHS, PEOPLE).iloc[0], life_expectancy(more, PEOPLE).iloc[0]
    assert after["value"] < before["value"]
    assert after["lower"] < after["value"] < after["upper"]


def test_more_people_narrow_the_interval_and_leave_the_value():
    small, large = life_expectancy(DEATHS, PEOPLE).iloc[0], life_expectancy(DEATHS * 4, PEOPLE * 4).iloc[0]
    assert large["value"] == pytest.approx(small["value"])
    assert large["upper"] - large["lower"] == pytest.approx((small["upper"] - small["lower"]) / 2)


def test_an_age_without_deaths_is_no_missing_age():
    none = DEATHS.astype(float)
    none[0, 2] = 0
    missing = none.copy()
    missing[0, 2] = np.nan
    rows = life_expectancy(np.vstack([none, missing]), np.vstack([PEOPLE, PEOPLE]))
    assert rows["value"].isna().tolist() == [False, True]


def test_few_people_and_an_open_age_without_deaths_give_nothing():
    immortal = DEATHS.astype(float)
    immortal[0, -1] = 0
    rows = life_expectancy(np.vstack([DEATHS / 500, immortal]), np.vstack([PEOPLE / 500, PEOPLE]))
    assert rows["value"].isna().all()
    assert rows["method"][0] == "too few people"


def test_impossible_input_is_refused():
    with pytest.raises(ValueError, match="more people died"):
        life_expectancy(PEOPLE + 1, PEOPLE)
    with pytest.raises(ValueError, match="one of the ages"):
        life_expectancy(DEATHS, PEOPLE, at=64)
