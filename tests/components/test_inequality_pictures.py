"""Lines of dots and tables of measures: places, words, what is missing."""

import json
import math

import pytest
from layouts import of_kind, rows, words

from components.inequality_lines import Dot, Line, inequality_lines, scale_of, strip, ticks
from components.inequality_overview import OverviewRow, inequality_overview
from components.inequality_table import Measure, inequality_table

INDICATOR = {"decimals": 1}
DOTS = (Dot("甲", 10.0), Dot("乙", 20.0))


def elements(node, look):
    """Nodes of a class, from the outside in."""
    if isinstance(node, str):
        return []
    found = [node] if look in node[1].get("class", "").split() else []
    return found + [one for child in node[2:] for one in elements(child, look)]


def test_the_axis_holds_everything_that_is_drawn():
    low, high = scale_of([Line("各市", DOTS), Line("城市", value=15.0, lower=5.0, upper=25.0)], 30.0)
    assert low < 5 and high > 30 and high - low < 30
    assert scale_of([]) == (0.0, 1.0)
    low, high = scale_of([Line("一", (Dot("甲", 7.0),))])
    assert low < 7 < high


def test_places_are_in_proportion():
    node = strip(Line("各市", DOTS, value=15.0, lower=10.0, upper=20.0), (0.0, 40.0), INDICATOR, whole=30.0)
    assert [d[1]["style"]["left"] for d in elements(node, "d")] == ["25.0%", "50.0%"]
    assert elements(node, "d")[0][1]["title"] == "甲 10.0"
    (interval,) = elements(node, "ci")
    assert interval[1]["style"] == {"left": "25.0%", "width": "25.0%"}
    assert elements(node, "g")[0][1]["style"]["left"] == "37.5%"
    assert node[1]["aria-label"] == "各市：10.0到20.0，15.0"
    assert not elements(strip(Line("城市", value=15.0), (0.0, 40.0), INDICATOR), "ci")


def test_many_areas_are_a_bar_of_their_quartiles():
    many = tuple(Dot(str(n), float(n)) for n in range(201))
    node = strip(Line("各县", many), (0.0, 200.0), INDICATOR)
    assert not elements(node, "d")
    assert elements(node, "rng")[0][1]["style"] == {"left": "0.0%", "width": "100.0%"}
    assert elements(node, "iqr")[0][1]["style"] == {"left": "25.0%", "width": "50.0%"}
    assert elements(node, "med")[0][1]["style"]["left"] == "50.0%"


@pytest.mark.parametrize(
    ("ends", "told"),
    [((9.0, 41.0), ["10", "20", "30", "40"]), ((-0.9, 1.1), ["−0.5", "0.0", "0.5", "1.0"]),
     ((70.2, 70.9), ["70.2", "70.4", "70.6", "70.8"])],
)  # fmt: skip
def test_ticks_are_round_and_inside(ends, told):
    marks = ticks(ends)
    assert [w for _, w in marks] == told
    assert all(0 <= at <= 100 for at, _ in marks)


def test_the_picture_travels_as_one_and_is_named():
    drawn = inequality_lines([Line("各市", DOTS, "2个市")], indicator=INDICATOR, whole=("│ 四川", 15.0), label="差距")
    told = drawn.to_plotly_json()["props"]
    assert told["tabIndex"] == 0 and told["aria-label"] == "差距"
    text = json.dumps(json.loads(told["data-plain"]), ensure_ascii=False)
    assert "2个市" in text and "│ 四川" in text
    nobody = inequality_lines([Line("各市", DOTS)], indicator=INDICATOR, whole=("│ 四川", math.nan), label="差距")
    assert "四川" not in nobody.to_plotly_json()["props"]["data-plain"]


def test_measures_in_words_and_reasons_beneath():
    drawn = inequality_table(
        [
            Measure("极差", "10.8", "", "21", "甲，乙", True),
            Measure("城市－农村", "+4.4", "+3.7 至 +5.1 显著", "", ""),
        ],
        ["东中西部之间：没有分省数据", "城乡之间：无"], id="t",
    )  # fmt: skip
    table = of_kind(drawn, "Table")[0]
    assert rows(table)[0] == ["极差 演示", "10.8", "—", "21", "甲，乙"]
    assert rows(table)[1] == ["城市－农村", "+4.4", "+3.7 至 +5.1 显著", "—", ""]
    assert words(drawn).endswith("未列出：东中西部之间：没有分省数据；城乡之间：无。")
    region = next(p for p in of_kind(drawn, "Div") if getattr(p, "role", "") == "region")
    assert region.tabIndex == 0
    assert not of_kind(inequality_table([], ["无"], id="t"), "Table")


def test_an_overview_tells_intervals_and_whether_they_hold_zero():
    row = OverviewRow(
        name="甲率", address="/indicators?indicator=A", unit="%", decimals=1, year="2024", line=Line("甲率", DOTS),
        whole=15.0, n=2, span=10.0, variation=math.nan, slope=(-2.0, -3.0, -1.0),
        gaps=((1.0, -1.0, 3.0), (5.0, math.nan, math.nan)),
    )  # fmt: skip
    region, how = inequality_overview([row], layer="市", pairs=["城市－农村"], how="怎样算")
    text = region.to_plotly_json()["props"]["data-plain"]
    assert "−3.0 至 −1.0 显著" in text and "−1.0 至 +3.0 不显著" in text and "—" in text
    assert "无区间" not in text  # the second gap is not asked for
    both, _ = inequality_overview([row], layer="市", pairs=["城市－农村", "东部－西部"], how="")
    assert "无区间" in both.to_plotly_json()["props"]["data-plain"]
    assert words(how) == "怎样算"
