"""The search box against a plain loop."""

import pytest
from invented import area_of, world
from visible import VIEWERS, areas_seen, rows_of, sees_indicator

from queries.search_terms import search_terms

ORDER = {"nation": 0, "province": 1, "prefecture": 2, "indicator": 3, "county": 4, "zone": 5}


def detail_of(area):
    above = [area["province_code"], area["prefecture_code"]]
    return " ".join(area_of(code)["name"] for code in above if code and code != area["code"])


def expected(viewer, text, limit):
    text = text.strip().lower()
    entries = [(a["level"], a, detail_of(a)) for a in areas_seen(viewer)]
    entries += [("indicator", i, i["unit"]) for i in world().indicators if sees_indicator(viewer, i["code"])]
    found = []
    for level, entry, detail in entries:
        names = [entry["name"].lower(), entry["short_name"].lower()]
        every = [*names, entry["code"].lower(), entry["pinyin"], entry["initials"]]
        if text in every:
            place = 0
        elif any(word.startswith(text) for word in every):
            place = 1
        elif any(text in name for name in names):
            place = 2
        else:
            continue
        kind = "indicator" if level == "indicator" else "area"
        row = {"kind": kind, "code": entry["code"], "name": entry["name"], "detail": detail}
        found.append((place, ORDER[level], entry["code"], row))
    return [row for *_, row in sorted(found, key=lambda f: f[:3])][: limit if text else 0]


TEXTS = (
    "四川", "县", "市", "1市", "5101", "a65", "指标", "P", "pp51", "zbvisl",
    " 全国 ", "", "  ", "%", "_", "'", "\\", "<b>",
)  # fmt: skip


def test_search_equals_a_plain_loop(connection, viewer):
    for text in TEXTS:
        frame = search_terms(connection, viewer=viewer, text=text)
        assert rows_of(frame) == expected(viewer, text, 12), text


@pytest.mark.parametrize("limit", [1, 3, 200])
def test_at_most_so_many(connection, viewer, limit):
    frame = search_terms(connection, viewer=viewer, text="县", limit=limit)
    assert rows_of(frame) == expected(viewer, "县", limit)


def test_exact_comes_before_prefix_before_contained(connection):
    frame = search_terms(connection, viewer=VIEWERS["everything"], text="区1")
    assert frame["name"][0] == "区1"
    assert frame["detail"][0] == "北京市"
