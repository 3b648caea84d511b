"""The address is the whole state: what is read is what is written, and nothing that a stranger writes breaks it."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.selection import CLASS_METHODS, LAYERS, MOST_COMPARED, Selection

CODES = st.from_regex(r"[1-9]\d{5}", fullmatch=True)
SELECTIONS = st.builds(
    Selection,
    indicator=st.none() | st.from_regex(r"[A-Z][A-Z0-9_]{1,11}", fullmatch=True),
    area=CODES,
    layer=st.none() | st.sampled_from(LAYERS),
    period=st.none() | st.sampled_from(["2020", "2020Q3", "2020Q1-3", "2020-06-30", "2020W23"]),
    breakdown=st.sampled_from(["all", "male", "age0_14"]),
    compare=st.lists(CODES, unique=True, max_size=MOST_COMPARED).map(tuple),
    classes=st.sampled_from(CLASS_METHODS),
    v=st.none() | st.just("2026.11.3"),
)


@given(SELECTIONS)
def test_an_address_says_the_whole_view(selection):
    params = dict(parse_qsl(selection.to_search().removeprefix("?")))
    assert Selection.from_params(params) == (selection, [])


def test_defaults_are_not_written():
    assert Selection().to_search() == ""
    assert Selection(area="510000").address("/map") == "/map?area=510000"


@given(
    st.dictionaries(
        st.sampled_from(["indicator", "area", "period", "v", "compare", "nonsense"]), st.text() | st.lists(st.text())
    )
)
def test_nothing_in_an_address_raises(params):
    selection, notices = Selection.from_params(params)
    assert isinstance(selection, Selection)
    assert all("<" not in n for n in notices)  # what was written is never written back


@pytest.mark.parametrize(
    ("params", "word"),
    [
        ({"area": "<script>alert(1)</script>"}, "地区"),
        ({"area": "51000"}, "地区"),
        ({"indicator": "a65"}, "指标"),
        ({"period": "last year"}, "时期"),
        ({"layer": "town"}, "层级"),
        ({"v": "../../etc"}, "数据版本"),
        ({"area": ["510000", "110000"]}, "多次"),
    ],
)
def test_what_is_not_understood_is_said(params, word):
    selection, notices = Selection.from_params(params)
    assert len(notices) == 1 and word in notices[0]
    assert selection.area in ("100000", "510000")


def test_too_many_areas_to_compare():
    codes = [f"{n}0000" for n in range(11, 18)]
    selection, notices = Selection.from_params({"compare": ",".join(codes)})
    assert selection.compare == tuple(codes[:MOST_COMPARED])
    assert "最多" in notices[0]


def test_addresses_of_many_codes_equal_those_written_one_by_one():
    here = Selection(form="卫统1-9", area="510000", compare=("110000", "120000"), rule="K02")
    into = here.addresses("/quality", "area", rule=None)
    assert into("440000") == here.change(area="440000", rule=None).address("/quality")
    finding = here.addresses("/quality", "finding")
    assert finding("0123456789abcdef") == here.change(finding="0123456789abcdef").address("/quality")
