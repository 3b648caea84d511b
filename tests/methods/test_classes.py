"""Class breaks against the published example of mapclassify (58 Californian counties) and by their definitions."""

import mapclassify
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.classes import METHODS, class_breaks, class_of, round_breaks

CALEMP = mapclassify.load_example().to_numpy()


def test_fisher_jenks_of_the_published_example():
    # mapclassify README: upper limits 75.29, 192.05, 370.5, 722.85, 4111.45 and counts 49, 3, 4, 1, 1
    breaks = class_breaks(CALEMP, "jenks", 5)
    assert breaks == pytest.approx([75.29, 192.05, 370.5, 722.85])
    assert np.bincount(class_of(CALEMP, breaks).astype(int)).tolist() == [49, 3, 4, 1, 1]


def test_quantiles_of_the_published_example():
    assert class_breaks(CALEMP, "quantile", 5) == pytest.approx([1.464, 5.798, 13.278, 54.616])


def test_equal_intervals():
    assert class_breaks([0, 10, 70], "equal", 7) == pytest.approx([70 / 3, 140 / 3])  # three values, three classes
    assert class_breaks(np.arange(71), "equal", 7) == pytest.approx([10, 20, 30, 40, 50, 60])


@pytest.mark.parametrize("method", METHODS)
def test_no_classes_without_two_values(method):
    assert class_breaks([np.nan, 4, 4], method) == []


def test_unknown_method_is_named():
    with pytest.raises(ValueError, match="natural"):
        class_breaks([1, 2], "natural")


def test_missing_has_no_class_and_a_break_belongs_below():
    assert class_of([1, 2, np.nan, 3], [2])[[0, 1, 3]].tolist() == [0, 0, 1]
    assert np.isnan(class_of([np.nan], [2])[0])
    assert class_of([2], [2], right=False).tolist() == [1]


@given(st.lists(st.floats(-1e6, 1e6).map(lambda x: round(x, 2)), min_size=2, max_size=60), st.sampled_from(METHODS))
def test_breaks_ascend_and_every_value_has_a_class(values, method):
    breaks = class_breaks(values, method)
    assert breaks == sorted(set(breaks))
    classes = class_of(values, breaks)
    assert ((classes >= 0) & (classes <= len(breaks))).all()


@given(st.lists(st.floats(0.01, 1e6), min_size=5, max_size=60))
def test_round_breaks_ascend(values):
    breaks = round_breaks(values)
    assert breaks == sorted(set(breaks))
