"""The wall's pictures as functions of their address, on small published warehouses."""

import pytest
from invented import world
from portraits import by_class, by_id, invented_batch, parts, real_batches, words

import app  # noqa: F401  (pages register with it)
from components.wall_ranking import WallRow, shortened
from data.settings import settings
from pages import wall


@pytest.fixture
def published(made_once, settled, geo):
    settled(made_once("portraits", *real_batches(), invented_batch()))
    link = settings().data / "geo"
    if not link.exists():
        link.symlink_to(geo)


def figures(layout) -> dict[str, dict]:
    """Figures at unit 1, by the name of their graph."""
    named = [p for p in parts(layout) if isinstance(getattr(p, "id", None), dict) and "wall" in p.id]
    return {p.id["wall"]: p.data for p in named if p.id["part"] == "figure"}


def sizes(node, key="") -> list[float]:
    """Every text size in a figure."""
    if isinstance(node, dict):
        return [size for k, v in node.items() for size in sizes(v, "font" if "font" in k else key + k)]
    if isinstance(node, list):
        return [size for v in node for size in sizes(v, key)]
    return [float(node)] if key == "fontsize" else []


def test_the_overview_carries_figures_map_ranking_trends_and_where_they_are_from(published):
    layout = wall.layout(layout="overview")
    names = [words(f.children[0]) for f in by_class(layout, "hc-wall-kpi")[0].children]
    assert names[0].removesuffix("岁") == "人均预期寿命" and names[1].startswith("孕产妇死亡率") and len(names) == 8
    told = words(by_id(layout, "wall"))
    assert "数据截止 20" in told and "来源：" in told and "版本 20" in told and "底图：天地图" in told
    assert "全国性统计指标均未包括香港、澳门特别行政区和台湾省数据。" in told
    assert len(figures(layout)["map"]["data"][0]["locations"]) == 34
    assert figures(layout)["map"]["layout"]["paper_bgcolor"] == "rgba(0,0,0,0)"


def test_no_text_of_a_figure_is_smaller_than_24_units(published):
    for layout in ("overview", "map"):
        for name, figure in figures(wall.layout(layout=layout)).items():
            found = sizes(figure)
            assert found and min(found) >= 24, (layout, name)


def test_demonstration_and_unverified_figures_are_marked(published):
    cards = {
        words(f.children[0]).removesuffix("岁"): words(
            f
        )  # the unit stands beside the name where the value line is full
        for f in by_class(wall.layout(layout="overview"), "hc-wall-kpi")[0].children
    }
    assert "演示" in cards["高血压患者规范管理率"] and "演示" not in cards["人均预期寿命"]
    assert "79.0" in cards["人均预期寿命"] and "已达标" in cards["人均预期寿命"]


def test_the_list_of_what_is_behind_names_each_indicator_once(published):
    rows = [words(r.children[1]) for r in by_class(wall.layout(layout="overview"), "hc-wall-list")[0].children.children]
    assert rows and len(rows) == len(set(rows))


def test_the_map_tells_its_spread_and_ranks_the_first_and_the_last(published):
    layout = wall.layout(layout="map", indicator="A65")
    shown = [words(f) for f in by_class(layout, "hc-wall-kpi")[0].children]
    assert shown[1].startswith("最高") and shown[2].startswith("最低")
    ranks = [[words(cell) for cell in row.children] for row in by_class(layout, "hc-wall-ranks")[0].children.children]
    assert ranks[0][0] == "1" and any(row[1] == "全国" and row[0] == "" for row in ranks if len(row) == 4)
    values = [float(row[3]) for row in ranks if len(row) == 4]
    assert values == sorted(values, reverse=True)


def test_an_unknown_layout_falls_back_and_says_so(published):
    layout = wall.layout(layout="clock", area="999999")
    assert by_id(layout, "wall") is not None
    foot = next(p for p in parts(layout) if type(p).__name__ == "Footer")
    assert "大屏版式" in foot.title and "999999" in foot.title


def test_without_results_the_wall_says_why(published):
    layout = wall.layout(layout="assessment")
    assert "没有考核结果" in words(layout)


@pytest.fixture
def invented(invented_release, geo):
    link = settings().data / "geo"
    if not link.exists():
        link.symlink_to(geo)
    return invented_release


def test_the_assessment_shows_places_and_is_not_called_official(invented):
    layout = wall.layout(layout="assessment", scheme="frame", period="2020")
    assert "非官方" in words(layout)
    expected = {r["area"]: r["rank"] for r in world().ranks
                if (r["scheme"], r["period"], r["parent"], r["comparison_group"], r["variant"])
                == ("frame", "2020", "100000", "all", "all") and r["rank"] is not None}  # fmt: skip
    rows = [row for row in by_class(layout, "hc-wall-ranks")[0].children.children if len(row.children) == 4]
    assert sorted(int(words(row.children[0])) for row in rows) == sorted(expected.values())
    drawn = figures(layout)["map"]["data"][0]
    classes = dict(zip(drawn["locations"], drawn["z"], strict=True))
    assert len(classes) == 34
    assert {area for area, z in classes.items() if z >= 0} == set(expected)  # without a rank: no class


def test_the_quality_shows_scores_and_grades(invented):
    layout = wall.layout(layout="quality")
    names = [words(f.children[0]) for f in by_class(layout, "hc-wall-kpi")[0].children]
    assert names[:6] == ["总分", "完整性", "及时性", "准确性", "一致性", "真实性抽查"]
    assert "非官方" in words(layout)


def test_a_ranking_never_has_more_rows_than_the_wall():
    rows = [WallRow(str(n), f"县{n}", "1", 0.1) for n in range(1, 41)]
    for references in range(4):
        given = rows[:10] + [WallRow("", f"上级{n}", "1", 0.1, reference=True) for n in range(references)] + rows[10:]
        for first, last in ((8, 5), (9, 5)):
            shown = shortened(given, first=first, last=last)
            kept = [row for row in shown if row is not None]
            assert len(kept) <= 15 and shown.count(None) == 1
            assert [row.name for row in kept if row.reference] == [f"上级{n}" for n in range(references)]
            assert [row.name for row in kept[-5:]] == [f"县{n}" for n in range(36, 41)]
