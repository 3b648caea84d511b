"""What bulletins say, against plain loops over the rows that were published."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from told_release import CITIES, COUNTY, NATION, PROVINCE, YEARS, generated, values

from bulletins.blocks import Heading, Note, Sentence, Table, Told
from data.areas import read_areas
from data.definitions import read_indicators

# Words of rules and names that hold digits without being figures.
FIXED = re.compile(r"\d{4}年(?:[上下]半年)?|95%区间|最近5年|不足10例|前三季度|≥\d+(?:\.\d+)?%?|≤\d+(?:\.\d+)?|<\d+%?")


def sentences(bulletin):
    return [b for b in bulletin.blocks if isinstance(b, Sentence)]


def text(bulletin):
    return "".join(s.text for s in sentences(bulletin))


def section(bulletin, id):
    """The sentences between a heading and the next."""
    found, inside = "", False
    for block in bulletin.blocks:
        if isinstance(block, Heading):
            inside = block.id == id
        elif inside and isinstance(block, Sentence):
            found += block.text
    return found


def place_of(address):
    asked = {key: found[0] for key, found in parse_qs(urlsplit(address).query).items()}
    return asked.get("indicator"), asked["area"], asked["period"]


def test_a_value_beside_the_nation_and_the_year_before(bulletin_of):
    held = values()
    own, nation, before = held["HL", PROVINCE, "2025"], held["HL", NATION, "2025"], held["HL", PROVINCE, "2024"]
    assert (
        f"2025年，四川省居民健康素养水平为{own:.2f}%（95%区间{own - 0.2:.2f}–{own + 0.2:.2f}%），"
        f"比全国（{nation:.2f}%）低{nation - own:.2f}个百分点，较上年（{before:.2f}%）提高{own - before:.2f}个百分点"
    ) in section(bulletin_of(area=PROVINCE), "summary")


def test_a_year_between_is_named_and_kinds_are_never_mixed(bulletin_of):
    assert "2020年，四川省人均预期寿命为77.79岁，比全国（77.93岁）低0.14岁，较2010年（74.75岁）提高3.04岁。" in text(
        bulletin_of(area=PROVINCE)
    )


def test_what_an_interval_cannot_tell_is_not_called_higher_or_lower(bulletin_of):
    said = section(bulletin_of(area=PROVINCE), "section-04")
    assert "区间包含全国值，不能判断高低" in said


@pytest.mark.parametrize("area", [PROVINCE, NATION, "510100", COUNTY])
def test_every_number_comes_from_a_published_row(bulletin_of, area):
    held, version = values(), bulletin_of(area=area).version
    definitions = read_indicators()
    numbers = 0
    for sentence in sentences(bulletin_of(area=area)):
        for part in sentence.parts:
            if not isinstance(part, Told):
                continue
            assert part.figures or part.text == "0"
            for address in part.figures:
                assert address.startswith(("/passport?", "/quality?", "/assessment?")) and f"v={version}" in address
                assert place_of(address) in held or not address.startswith("/passport?")
            plain = part.figures and part.figures[0][:2] == "/p" and re.fullmatch(r"(\d+\.\d+)(%|岁)", part.text)
            if len(part.figures) == 1 and plain and "–" not in part.text:
                indicator, *_ = place_of(part.figures[0])
                decimals = definitions[indicator].decimals
                assert part.text[:-1] == f"{held[place_of(part.figures[0])]:.{decimals}f}"
                numbers += 1
    assert numbers > 2


@pytest.mark.parametrize("area", [PROVINCE, NATION, "510100", COUNTY, "510199", "110000"])
def test_no_number_stands_outside_a_figure(bulletin_of, area):
    names = sorted({n for i in read_indicators().values() for n in (i.name, i.short_name)}, key=len, reverse=True)
    places = [a.name for a in read_areas().values()]
    for sentence in sentences(bulletin_of(area=area)):
        words = "".join(p for p in sentence.parts if isinstance(p, str))
        for name in (*names, *places):
            words = words.replace(name, "")
        words = re.sub(r"本报告所列\d+项", "", words)  # the catalogue, not a figure
        assert not re.search(r"\d", FIXED.sub("", words)), sentence.text


def test_highest_and_lowest_with_the_places_they_could_have(bulletin_of):
    rows = [(r["value"], r["area"]) for r in generated() if r["indicator"] == "HL" and r["area"] in CITIES]
    names = {code: area.name for code, area in read_areas().items()}
    (top, best), (low, worst) = max(rows), min(rows)
    said = section(bulletin_of(area=PROVINCE), "section-01")
    assert f"有数据的{len(rows)}个市（州）中，健康素养水平最高为{names[best]}（{top:.2f}%，第1–" in said
    assert f"最低为{names[worst]}（{low:.2f}%，第1–" in said
    assert f"相差{top - low:.2f}个百分点" in said
    last = re.search(rf"最高为{names[best]}（[^）]*第1–(\d+)名", said)
    assert 2 <= int(last[1]) < len(rows)  # intervals of 3 overlap the nearest ones, steps are 2.5


def test_equal_ends_are_told_as_many(bulletin_of):
    said = section(bulletin_of(area=PROVINCE), "section-12")
    assert "最高为绵阳市等2个（46.0%）" in said or "最高为德阳市等2个（46.0%）" in said


def test_only_what_is_tested_is_called_a_trend(bulletin_of):
    said = section(bulletin_of(area=PROVINCE), "summary")
    rising = re.search(r"呈上升趋势(\d+)项（([^）]*)）", said)
    assert rising and rising[2] == "健康素养水平"
    assert re.search(r"没有显示出趋势1项（15岁以上吸烟率）", said)
    trend = next(s for s in sentences(bulletin_of(area=PROVINCE)) if "上升趋势" in s.text)
    assert "癌症5年生存率" not in trend.text and "心理健康" not in trend.text  # no intervals; four years only
    assert {place_of(a) for a in trend.figures} == {
        (i, PROVINCE, str(year)) for i in ("HL", "SMK") for year in YEARS[-5:]
    }


def test_demonstration_figures_say_so_and_published_ones_do_not(bulletin_of):
    bulletin = bulletin_of(area=PROVINCE)
    assert bulletin.demonstration
    assert section(bulletin, "section-01").startswith("本节数据均为演示数据。")
    life = section(bulletin, "section-composite")
    assert "较2010年（74.75岁）提高3.04岁。" in life and "演示数据" not in life


def test_missing_is_said_and_never_zero(bulletin_of):
    bulletin = bulletin_of(area=PROVINCE)
    assert section(bulletin, "section-02").startswith("本节各项指标（") and "没有四川省的数据。" in section(
        bulletin, "section-02"
    )
    notes = [b.text for b in bulletin.blocks if isinstance(b, Note)]
    assert any(n.startswith("没有四川省数据的指标：") and "科普专家库和资源库" in n for n in notes)
    county = bulletin_of(area=COUNTY)
    assert "没有锦江区的数据。" in section(county, "section-04")
    tables = [b for b in county.blocks if isinstance(b, Table)]
    cells = [c.text if isinstance(c, Told) else c for t in tables for row in t.rows for c in row]
    assert "0" not in cells and "0.0" not in cells and "nan" not in " ".join(cells)


def test_targets_count_what_reached_them_and_say_which_are_unverified(bulletin_of):
    said = section(bulletin_of(area=PROVINCE), "section-01")
    # HL: 27.0 of 30, from 15.0 in 2017 by 2030: the path asks 24.2 in 2025
    assert "对照2030年目标，可比的1项按进度推进" in said
    definition = read_indicators()["CAN5"].targets
    aim = next(t for t in definition if t.year == 2030)
    assert ("目标待核验" in section(bulletin_of(area=PROVINCE), "section-12")) == (not aim.verified)


def test_other_addresses(bulletin_of):
    assert bulletin_of(area=PROVINCE, period="2023").period == "2023"
    early = section(bulletin_of(area=PROVINCE, period="2023"), "summary")
    assert "2023年，四川省居民健康素养水平为24.00%" in early and "2025" not in early


def test_an_area_outside_the_statistics_has_no_bulletin(bulletin_of):
    bulletin = bulletin_of(area="710000")
    assert bulletin.area == NATION and "台湾省不在全国性统计指标的范围内" in bulletin.notices[0]


@pytest.mark.parametrize(
    "params",
    [
        {"area": "<script>", "period": "2025'--"}, {"area": ["510000", "110000"], "period": ["2025", "x"]},
        {"area": "999999"}, {"area": "510000", "period": "9999"}, {"area": "510000", "period": "2099"},
        {"area": "510000", "period": "2025Q3"}, {"area": "510000", "v": "1999.1.1"}, {"area": "710000"},
        {"area": "659004"}, {"area": "510000", "period": "1900"},
    ],
)  # fmt: skip
def test_hostile_or_empty_addresses_fall_back_and_say_so(bulletin_of, params):
    bulletin = bulletin_of(**params)
    assert "<script>" not in text(bulletin) and "nan" not in text(bulletin)
    assert bulletin.title and [b for b in bulletin.blocks if isinstance(b, Heading)]
    if params["area"] != "659004":
        assert bulletin.notices
