"""The portrait of an area as a function of its address, on a small published warehouse."""

import pytest
from portraits import by_class, by_id, invented_batch, links, parts, real_batches, tag_of, words

import app  # noqa: F401  (pages register with it)
from access.viewer import Viewer
from data.settings import settings
from pages import area, area_people


@pytest.fixture(autouse=True)
def published(made_once, settled, geo):
    settled(made_once("portraits", *real_batches(), invented_batch()))
    link = settings().data / "geo"
    if not link.exists():
        link.symlink_to(geo)


def row(layout, name):
    """The cells of an indicator's row in words."""
    for found in parts(by_class(layout, "hc-spine-table")):
        if tag_of(found) == "tr" and words(found).startswith(name):
            return [words(cell) for cell in found.children]
    raise AssertionError(name)


def test_a_city_against_its_province_and_the_nation():
    layout = area.layout(area="510100")
    assert words(by_class(layout, "hc-crumb")[0]).split("›") == ["全国", "四川省", "成都市"]
    shares = row(layout, "65岁及以上人口占比")
    assert shares[2:5] == ["13.62", "16.93", "13.52"]
    assert shares[-1] == "2020"


def test_population_of_the_census():
    text = words(by_id(area.layout(area="510100"), area_people.PEOPLE))
    for said in ("2,093.8万人", "285.1万人", "1,649.3万人", "2020年"):
        assert said in text
    assert "14.10亿人" in words(by_id(area.layout(), area_people.PEOPLE))


def test_rank_among_siblings_by_direction():
    layout = area.layout(area="510100")
    assert row(layout, "65岁及以上人口占比")[-2] == "4 / 4"  # 成都 is the youngest of the four here
    assert row(layout, "15岁及以上人口文盲率")[-2] == "1 / 4"  # lower is better: first
    assert row(layout, "高血压患者规范管理率")[-2] == "1 / 3"


def test_fewer_than_ten_events_take_no_rank():
    beijing, sichuan = (row(area.layout(area=code), "孕产妇死亡率") for code in ("110000", "510000"))
    assert beijing[-2] == "—"
    assert sichuan[-2] == "2 / 3"  # after Guangdong, before Tibet; Beijing takes no place


def test_demonstration_rows_are_marked_and_real_rows_are_not():
    layout = area.layout(area="510100")
    marked = [words(p) for p in parts(by_class(layout, "hc-spine-table")) if tag_of(p) == "tr"
              and by_class(p, "hc-demo")]  # fmt: skip
    assert marked
    assert all("65岁" not in text and "文盲率" not in text for text in marked)
    assert "演示数据" in words(by_id(layout, area.SPINE).children[0])


def test_the_nation_has_no_parent_and_no_rank():
    layout = area.layout()
    assert row(layout, "65岁及以上人口占比")[2:3] == ["13.52"]
    assert row(layout, "65岁及以上人口占比")[-2] == "—"
    assert "四川" not in words(by_class(layout, "hc-spine-legend")[0])


def test_unverified_values_are_dotted():
    layout = area.layout(area="510000")
    unverified = [words(p) for p in by_class(by_class(layout, "hc-spine-table"), "hc-unverified")]
    assert unverified == ["77.79"]  # provincial life expectancy of 2020


def test_the_position_map_marks_the_area_alone():
    figure = by_id(area.layout(area="510100"), "area-place-graph").figure
    trace = figure["data"][0]
    chosen = [code for code, z in zip(trace["locations"], trace["z"], strict=True) if z == 1]
    assert chosen == ["510100"]
    national = by_id(area.layout(area="510000"), "area-place-graph").figure["data"][0]
    classes = dict(zip(national["locations"], national["z"], strict=True))
    assert len(classes) == 34 and classes["510000"] == 1 and classes["710000"] == -1


def test_age_composition_of_area_parent_and_nation():
    text = words(by_id(area.layout(area="510100"), area_people.AGES))
    for said in ("成都", "四川", "全国", "13.3", "73.1", "13.6", "16.9", "68.5"):
        assert said in text


@pytest.mark.parametrize("code", ["710000", "810000", "820000"])
def test_areas_outside_the_statistics_say_so(code):
    text = words(area.layout(area=code))
    assert "不在本系统统计范围内" in text
    assert "全国性统计指标均未包括香港、澳门特别行政区和台湾省数据" in text


def test_an_area_without_any_figure_says_so():
    layout = area.layout(area="130000")
    assert "河北省还没有任何指标的数据" in words(by_id(layout, area.SPINE))
    assert "没有人口数据" in words(by_id(layout, area_people.PEOPLE))


def test_rows_lead_to_the_indicator_in_this_area():
    hrefs = links(by_class(area.layout(area="510100"), "hc-spine-table"))
    assert "/indicators?indicator=A65&area=510100" in hrefs


def test_a_zone_is_compared_but_never_ranked():
    layout = area.layout(area="511071")
    shares = row(layout, "65岁及以上人口占比")
    assert float(shares[2]) > 0
    assert shares[-2] == "—"
    assert "没有单独的边界" in words(by_id(layout, area_people.PLACE))


@pytest.mark.parametrize(
    "params",
    [{"area": "<script>"}, {"area": ["510100", "110000"]}, {"area": "510112", "period": "1850", "v": "9.9.9"}],
)
def test_hostile_addresses_fall_back_and_say_so(params):
    layout = area.layout(**params)
    assert by_class(layout, "hc-notices")
    assert "<script>" not in words(layout)


def test_a_period_ends_the_view():
    assert "2024" not in row(area.layout(area="510000", period="2023"), "孕产妇死亡率")[-1]


def test_a_viewer_of_one_city_sees_no_other(monkeypatch):
    monkeypatch.setattr(area, "current_viewer", lambda: Viewer("c", areas=("510100",)))
    layout = area.layout(area="510100")
    assert row(layout, "65岁及以上人口占比")[2] == "13.62"
    text = words(by_class(layout, "hc-spine-table"))
    assert "16.93" not in text and "13.52" not in text
    assert "无全国值" in text


def test_every_row_is_compared_by_interval_and_has_its_trend_or_the_reason():
    told = row(area.layout(area="510100"), "15岁及以上人口文盲率")  # counts of the census: Wilson's limits
    assert told[-5:-2] == ["优于", "优于", "点少"]  # with 四川, with 全国; the census alone makes no trend
    assert row(area.layout(area="510100"), "高血压患者规范管理率")[-5:-3] == ["无区间", "无区间"]
    deaths = row(area.layout(area="510000"), "孕产妇死亡率")
    assert deaths[-4] in ("优于", "相近", "劣于") and deaths[-3] == "点少"  # four years
    text = words(by_class(area.layout(area="510100"), "hc-how"))
    assert "四川或全国" in text and "含本地区在内" in text


def test_the_parts_of_an_area_lie_apart():
    layout = area.layout(area="510000")
    text = words(by_id(layout, "area-inequality"))
    assert "四川内部差距" in text and "各市之间" in text
    assert not any(getattr(p, "id", None) == "area-inequality" for p in parts(area.layout(area="510104")))


def test_areas_of_the_readers_choice_stand_beside():
    layout = area.layout(area="510100", compare="440000,999999,510100,710000")
    heads = [words(p) for p in parts(by_class(layout, "hc-spine-table")) if tag_of(p) == "th"]
    assert heads[2:6] == ["成都", "四川", "全国", "广东"]
    shares, alone = (
        row(area.layout(area="510100", **more), "65岁及以上人口占比") for more in ({"compare": "440000"}, {})
    )
    assert shares[2:5] == alone[2:5] == ["13.62", "16.93", "13.52"]
    guangdong = row(area.layout(area="440000"), "65岁及以上人口占比")
    assert shares[5] == guangdong[2]
    assert "广东" in words(by_id(layout, area_people.AGES))


def test_compared_areas_can_be_added_and_taken_out():
    control = next(c for c in parts(area.layout(area="510100", compare="440000"))
                   if isinstance(getattr(c, "id", None), dict) and c.id.get("control") == "compare")  # fmt: skip
    offered = {o["value"]: o["label"] for o in control.options}
    assert control.value == "440000" and offered["440000"] == "广东" and offered["*"] == "不再对比"
    assert offered["440000,110000"] == "北京" and not any(v.endswith("510100") for v in offered)
