"""数值溯源 as a function of its address: a revision, a sum of parts, a suppressed value, demonstration, nonsense."""

import json
import re

import pytest
from dash._utils import to_json
from layouts import by_class, by_id, has_id, of_kind, rows, words

import app
import pages.passport as page
import pages.passport_nothing as nothing
from access.viewer import LOCAL, Viewer
from api.passport import told
from data.areas import read_areas
from data.warehouse import current_version
from queries.passport_of import NoSuchNumber, passport_of

NINGXIA, CITY, SECRET = "640000", "640200", "640205"
SECRET_VALUE, SECRET_NUMERATOR, DENOMINATOR = 13.37, 1337, 10_000


def parts_of(code):
    return [a.code for a in read_areas().values() if a.parent == code and a.has_statistics]


def leaves(code):
    below = parts_of(code)
    return [leaf for part in below for leaf in leaves(part)] if below else [code]


def share(area, period, numerator, denominator=DENOMINATOR, **more):
    return {
        "indicator": "A65",
        "area": area,
        "period": period,
        "numerator": numerator,
        "denominator": denominator,
    } | more


def first_batch():
    """2020: every county of 宁夏, so that the cities and the province are summed. 2019: one city with all its counties,
    its own figure among them; one of the counties is suppressed later."""
    made = [share(code, "2020", 1000 + 10 * n) for n, code in enumerate(leaves(NINGXIA))]
    inside = parts_of(CITY)
    given = {code: SECRET_NUMERATOR if code == SECRET else 1100 + n for n, code in enumerate(inside)}
    made += [share(code, "2019", n) for code, n in given.items()]
    made += [share(CITY, "2019", sum(given.values()), DENOMINATOR * len(inside))]
    made += [{"indicator": "POP", "area": code, "period": "2019", "value": 10 * n} for code, n in given.items()]
    made += [{"indicator": "POP", "area": CITY, "period": "2019", "value": 10 * sum(given.values())}]
    made += [share("510000", "2020", 16_000, 100_000), share("510000", "2019", 15_500, 100_000)]
    return made


def later_batch():
    hidden = [
        {"indicator": i, "area": SECRET, "period": "2019", "value": "", "status": "suppressed"} for i in ("A65", "POP")
    ]
    revised = share("510000", "2020", 16_900, 100_000, note="普查定案")
    return [
        *hidden,
        revised,
        {"indicator": "A65", "area": "510000", "period": "2018", "value": "", "status": "missing"},
    ]


@pytest.fixture(autouse=True)
def published(made_once, settled):
    about = {"form": "普查", "organisation": "统计局", "cut_off": "2020-12-31"}
    settled(
        made_once(
            "passports",
            (first_batch(), about | {"received": "2021-01-05", "due": "2021-01-01"}),
            (later_batch(), about | {"received": "2021-06-01", "source": "《普查定案》"}),
            ([share("110000", "2020", 13_300, 100_000)], {"form": "演示", "demonstration": True}),
            ([share("310000", "2020", 16_300, 100_000)], {"form": "转引", "verified": False}),
        )
    )


def shown_value(layout):
    return words(by_class(by_id(layout, "passport-value"), "v")[0])


# --- what it shows --------------------------------------------------------------------------------------------------


def test_a_loaded_number_with_its_arithmetic_and_its_row():
    layout = page.layout(indicator="A65", area="510000", period="2019")
    assert shown_value(layout) == "15.50%"
    text = words(by_id(layout, "passport-arithmetic"))
    assert "15,500 ÷ 100,000 × 100 = 15.50" in text and "与所列数值一致" in text
    assert "65岁及以上人口15,500" in text
    origin = words(by_id(layout, "passport-origin"))
    row = next(n for n, r in enumerate(first_batch(), 1) if (r["area"], r["period"]) == ("510000", "2019"))
    for said in (
        "第1批",
        f"第{row}行",
        "rows0.csv",
        "统计局",
        "普查",
        "2021-01-05",
        "2021-01-01",
        "迟报",
        "2020-12-31",
    ):
        assert said in origin, said
    assert re.search("[0-9a-f]{64}", origin)
    assert "65岁及以上" in words(by_id(layout, "passport-definition"))


def test_a_revised_number_tells_what_changed_and_by_which_batch():
    layout = page.layout(indicator="A65", area="510000", period="2020")
    assert shown_value(layout) == "16.90%"
    now, before = rows(by_id(layout, "passport-revisions-table"))
    assert now[0] == "第2版（现用）" and before[0] == "第1版"
    assert (now[1], before[1]) == ("16.90", "16.00")
    assert "16.00→16.90" in now[2] and before[2] == "首次发布"
    assert (now[6], before[6]) == ("2", "1")
    assert "普查定案" in words(by_id(layout, "passport-origin"))


def test_a_summed_number_lists_its_parts_and_their_sums():
    layout = page.layout(indicator="A65", area=NINGXIA, period="2020")
    given = [r["numerator"] for r in first_batch() if r["period"] == "2020" and r["area"].startswith("64")]
    text = words(by_id(layout, "passport-arithmetic"))
    assert "由下级汇总" in text
    assert f"{sum(given):,} ÷ {len(given) * DENOMINATOR:,} × 100" in text and "与所列数值一致" in text
    table = by_id(layout, "passport-parts-table")
    total, *listed = rows(table)
    assert total[1:3] == [f"{sum(given):,}", f"{len(given) * DENOMINATOR:,}"]
    assert len(listed) == len(parts_of(NINGXIA)) == 5
    addresses = [link.href for link in of_kind(table, "Link")]
    assert [re.findall(r"area=(\d+)", a)[0] for a in addresses] == parts_of(NINGXIA)
    assert "不在文件中" in words(by_id(layout, "passport-origin"))
    assert "不单独校验" in words(by_id(layout, "passport-checks"))


def test_parts_of_parts_lead_down_to_the_row_of_a_file():
    area = NINGXIA
    while True:
        layout = page.layout(indicator="A65", area=area, period="2020")
        if not has_id(layout, "passport-parts-table"):
            break
        area = re.findall(r"area=(\d+)", of_kind(by_id(layout, "passport-parts-table"), "Link")[0].href)[0]
    assert area == leaves(NINGXIA)[0]
    assert "第1行" in words(by_id(layout, "passport-origin"))


def test_demonstration_and_unverified_numbers_say_so():
    made_up = page.layout(indicator="A65", area="110000", period="2020")
    assert "演示数据" in words(by_id(made_up, "passport-value")) and "演示数据" in words(
        by_id(made_up, "passport-origin")
    )
    quoted = page.layout(indicator="A65", area="310000", period="2020")
    assert "待核验" in words(by_id(quoted, "passport-value")) and "待核验" in words(by_id(quoted, "passport-origin"))
    plain = page.layout(indicator="A65", area="510000", period="2020")
    assert "演示数据" not in words(by_id(plain, "passport-value")) and "待核验" not in words(
        by_id(plain, "passport-value")
    )


def test_other_periods_and_siblings_are_links_at_the_same_version():
    layout = page.layout(indicator="A65", area="510000", period="2020")
    series = by_id(layout, "passport-series-list")
    assert [words(li) for li in of_kind(series, "Li")] == ["2018…", "201915.50", "202016.90"]
    beside = by_id(layout, "passport-beside-list")
    assert {"北京13.30", "上海16.30"} <= {words(li) for li in of_kind(beside, "Li")}
    for link in [*of_kind(series, "Link"), *of_kind(beside, "Link")]:
        assert link.href.startswith("/passport?") and link.href.endswith(f"&v={current_version()}")


def test_the_address_can_be_copied_and_taken_away():
    layout = page.layout(indicator="A65", area="510000", period="2020")
    pinned = f"/passport?indicator=A65&area=510000&period=2020&v={current_version()}"
    assert words(by_id(layout, "passport-address")) == pinned
    buttons = [b for b in of_kind(layout, "Button") if getattr(b, "data-copy", None)]
    assert [getattr(b, "data-copy") for b in buttons] == [pinned]
    files = [a.href for a in of_kind(layout, "A") if a.href.startswith("/api/v1/passport")]
    assert files == [pinned.replace("/passport", f"/api/v1/passport.{e}") for e in ("json", "csv")]


def test_it_is_not_in_the_bar():
    assert next(p for p in app.dash.page_registry.values() if p["path"] == "/passport").get("order") is None


# --- what is not there ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("area", "period", "said"),
    [
        ("510000", "2018", "注明没有数据"),
        ("510000", "2017", "没有2017年的省级数据"),
        ("120000", "2020", "没有装载过这个数值"),
        ("710000", "2020", "不在全国性统计指标的范围内"),
    ],
)
def test_a_number_that_is_not_there_says_why(area, period, said):
    layout = page.layout(indicator="A65", area=area, period=period)
    assert said in words(by_id(layout, "passport-value"))
    assert not has_id(layout, "passport-arithmetic")


def test_it_offers_the_nearest_period_that_has_a_value():
    layout = page.layout(indicator="A65", area="510000", period="2018")
    assert "查看2019年" in words(by_id(layout, "passport-value"))


def test_an_indicator_without_figures_at_the_level():
    assert "没有任何数据" not in words(page.layout(indicator="POP", area="100000", period="2019"))
    assert "有数据的层级" in words(page.layout(indicator="POP", area="100000", period="2019"))
    assert "尚未装载任何数据" in words(page.layout(indicator="LE", area="100000", period="2019"))


# --- what is suppressed ---------------------------------------------------------------------------------------------


def family():
    """The suppressed value, its parent, its siblings."""
    return [SECRET, CITY, *[code for code in parts_of(CITY) if code != SECRET]]


def everything_said(code, indicator):
    """What the passport of this area's number says: the page as the browser gets it, and the interface."""
    asked = {"indicator": indicator, "area": code, "period": "2019"}
    return to_json(page.layout(**asked)), told(passport_of(viewer=LOCAL, **asked))


@pytest.mark.parametrize("indicator", ["A65", "POP"])
def test_a_suppressed_value_is_said_nowhere(indicator):
    secrets = ("13.37", "1,337", "13,370", "1337", "13370")
    for code in family():
        drawn, answer = everything_said(code, indicator)
        text = drawn + json.dumps(answer, ensure_ascii=False, default=str)
        text = re.sub(r"[0-9a-f]{64}|20\d\d-\d\d-\d\dT[\d:.]+", "", text)  # check sums and moments
        assert not [s for s in secrets if s in text], code


@pytest.mark.parametrize("indicator", ["A65", "POP"])
def test_a_suppressed_value_cannot_be_computed_from_one_passport(indicator):
    """The attack: parent less all other parts, in every number that one passport gives for the period."""
    others = [code for code in parts_of(CITY) if code != SECRET]
    for code in family():
        _, answer = everything_said(code, indicator)
        known = {code: answer["observation"]} if answer["observation"] else {}
        known |= {r["area"]: r for r in [answer["parent"], *answer["siblings"], *answer["parts"]] if r}
        for name in ("value", "numerator"):
            given = {area for area, row in known.items() if row.get(name) is not None}
            assert SECRET not in given
            assert not ({CITY, *others} <= given), (code, name)


def test_a_suppressed_value_says_so_and_withholds_its_history():
    layout = page.layout(indicator="A65", area=SECRET, period="2019")
    assert "已抑制" in words(by_id(layout, "passport-value")) and "推算" in words(by_id(layout, "passport-value"))
    assert not has_id(layout, "passport-arithmetic") and not has_id(layout, "passport-parts-table")
    history = rows(by_id(layout, "passport-revisions-table"))
    assert len(history) == 2  # that there was an earlier one is no secret
    assert [r[3:5] for r in history] == [["", ""], ["", ""]]
    assert not [r[1] for r in history if re.search(r"\d", r[1])]
    assert "此处不列上级和同级的数值" in words(by_id(layout, "passport-beside"))
    beside = of_kind(by_id(layout, "passport-beside-list"), "Link")
    assert {words(link) for link in beside} == {"查看"} and len(beside) == len(parts_of(CITY))


def test_siblings_show_their_own_number_alone():
    sibling = next(code for code in parts_of(CITY) if code != SECRET)
    layout = page.layout(indicator="A65", area=sibling, period="2019")
    assert shown_value(layout) == "11.00%"
    assert {words(link) for link in of_kind(by_id(layout, "passport-beside-list"), "Link")} == {"查看"}


def test_other_periods_of_a_suppressed_value_stay():
    layout = page.layout(indicator="A65", area=SECRET, period="2019")
    listed = [words(li) for li in of_kind(by_id(layout, "passport-series-list"), "Li")]
    assert listed[0] == "2019×" and re.fullmatch(r"202010\.\d\d", listed[1])


def test_the_parent_of_a_suppressed_value_hears_no_sum_of_the_others():
    passport = passport_of(viewer=LOCAL, indicator="A65", area=CITY, period="2019")
    assert passport.status == "final" and passport.parts.empty
    assert passport.checks["expected"].isna().all() and passport.checks["detail"].isna().all()


# --- who may see it -------------------------------------------------------------------------------------------------


@pytest.fixture
def looking(monkeypatch):
    def look(viewer):
        for module in (page, nothing):
            monkeypatch.setattr(module, "current_viewer", lambda: viewer)

    return look


@pytest.mark.parametrize("area", [NINGXIA, CITY, SECRET, "110000", "100000"])
def test_a_place_outside_the_scope_is_like_one_that_does_not_exist(looking, area):
    looking(Viewer("四川", areas=("510000",)))
    hidden = to_json(page.layout(indicator="A65", area=area, period="2020"))
    unknown = to_json(page.layout(indicator="A65", area="649999", period="2020"))
    assert hidden.replace(area, "649999") == unknown


def test_an_indicator_outside_the_classifications_is_like_one_that_does_not_exist(looking):
    looking(Viewer("无", classifications=()))
    hidden = to_json(page.layout(indicator="A65", area="510000", period="2020"))
    assert hidden.replace("A65", "ZZZ") == to_json(page.layout(indicator="ZZZ", area="510000", period="2020"))


def test_a_province_sees_neither_the_nation_nor_other_provinces(looking):
    looking(Viewer("四川", areas=("510000",)))
    layout = page.layout(indicator="A65", area="510000", period="2020")
    assert shown_value(layout) == "16.90%"
    assert not has_id(layout, "passport-beside")
    assert "北京" not in to_json(layout) and words(by_class(layout, "hc-crumb")[0]) == "四川省"


# --- nonsense -------------------------------------------------------------------------------------------------------

HOSTILE = [
    {},
    {"indicator": "A65"},
    {"indicator": "A65", "area": "510000"},
    {"indicator": "A65", "area": "510000", "period": "2020-13"},
    {"indicator": "A65", "area": "510000", "period": "９９９９"},
    {"indicator": "A65", "area": "51000", "period": "2020"},
    {"indicator": "A65", "area": "999999", "period": "2020"},
    {"indicator": "A65", "area": "370283", "period": "2020x"},
    {"indicator": "<script>alert(1)</script>", "area": "510000", "period": "2020"},
    {"indicator": "A65", "area": "510000'; DROP TABLE dim_area;--", "period": "2020"},
    {"indicator": "A65", "area": "510000", "period": "2020", "breakdown": "nobody"},
    {"indicator": "A65", "area": "510000", "period": "2020", "breakdown": "ALL OR 1=1"},
    {"indicator": "A65", "area": "510000", "period": "2020", "v": "../../etc"},
    {"indicator": [], "area": [], "period": []},
    {"indicator": "A" * 5000, "area": "510000", "period": "2020"},
]


@pytest.mark.parametrize("params", HOSTILE)
def test_nonsense_is_told_and_no_other_number_is_shown(params):
    layout = page.layout(**params)
    assert not has_id(layout, "passport-value")
    text = to_json(layout)
    assert "<script" not in text and "DROP" not in text
    assert "数值溯源" in words(layout) and of_kind(layout, "Link")


def test_a_repeated_key_counts_once_and_is_told():
    layout = page.layout(indicator=["A65", "LE"], area="510000", period="2020")
    assert shown_value(layout) == "16.90%"
    assert "出现多次" in words(by_class(layout, "hc-notices")[0])


def test_an_abolished_code_names_its_successor():
    with pytest.raises(NoSuchNumber, match="540481"):
        passport_of(viewer=LOCAL, indicator="A65", area="540422", period="2020")


def test_a_version_that_is_gone_says_so_and_shows_the_current_one():
    layout = page.layout(indicator="A65", area="510000", period="2020", v="2019.1.1")
    assert shown_value(layout) == "16.90%"
    assert "2019.1.1 已不再保留" in words(by_class(layout, "hc-notices")[0])


def test_links_away_do_not_pin_the_version_that_everybody_sees():
    layout = page.layout(indicator="A65", area="510000", period="2020", v=current_version())
    onward = [link.href for link in of_kind(layout, "Link") if link.href.startswith("/indicators")]
    assert onward and not [href for href in onward if "v=" in href]
