"""The source line: who is named, what is marked."""

from datetime import date

import pandas as pd

from components.provenance import batch_ids, provenance

BATCHES = pd.DataFrame(
    [
        {"batch_id": 1, "source": "年鉴", "cut_off": date(2020, 12, 31), "demonstration": False, "verified": True},
        {"batch_id": 2, "source": "公报", "cut_off": date(2024, 12, 31), "demonstration": False, "verified": True},
        {"batch_id": 3, "source": "演示", "cut_off": None, "demonstration": True, "verified": False},
        {"batch_id": 4, "source": "转引", "cut_off": None, "demonstration": False, "verified": False},
    ]
)


def values(*pairs: tuple) -> pd.DataFrame:
    return pd.DataFrame({"value": [v for v, _ in pairs], "batch_id": pd.Series([b for _, b in pairs], dtype="Int64")})


def test_the_batch_with_most_values_is_named_first():
    told = provenance([values((1.0, 1), (2.0, 2), (3.0, 2))], BATCHES)
    assert told == {"source": "公报；年鉴", "cut_off": "2024-12-31", "demonstration": False, "verified": True}


def test_a_batch_without_a_value_is_not_named():
    assert provenance([values((1.0, 1), (float("nan"), 2))], BATCHES)["source"] == "年鉴"


def test_demonstration_is_marked_and_does_not_make_published_unverified():
    told = provenance([values((1.0, 1), (2.0, 3))], BATCHES)
    assert (told["source"], told["demonstration"], told["verified"]) == ("年鉴", True, True)


def test_only_demonstration_is_named_as_such():
    assert provenance([values((2.0, 3))], BATCHES)["source"] == "演示"


def test_unverified_figures_are_told():
    assert provenance([values((1.0, 1), (2.0, 4))], BATCHES)["verified"] is False


def test_many_sources_are_counted():
    assert provenance([values((1.0, 1), (1.0, 2), (1.0, 4))], BATCHES)["source"].endswith("等3种")


def test_nothing_has_no_source():
    assert provenance([], BATCHES)["source"] == "—"
    assert batch_ids([values((1.0, 2)), values((None, None))]) == (2,)
