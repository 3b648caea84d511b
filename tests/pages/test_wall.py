"""The wall's pictures as functions of their address, on small published warehouses."""

import pytest
from portraits import by_class, by_id, invented_batch, parts, real_batches, words

import app  # noqa: F401  (pages register with it)
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
    return {
        p.id["wall"]: p.data for p in parts(layout) if isinstance(getattr(p, "id", None), dict) and hasattr(p, "data")
    }


def test_the_overview_carries_figures_map_ranking_trends_and_where_they_are_from(published):
    layout = wall.layout(layout="overview")
    names = [words(f.children[0]) for f in by_class(layout, "hc-wall-kpi")[0].children]
    assert names[:2] == ["人均预期寿命", "孕产妇死亡率"] and len(names) == 8
    told = words(by_id(layout, "wall"))
    assert "数据截止 20" in told and "来源：" in told and "版本 20" in told and "底图：天地图" in told
    assert "全国性统计指标均未包括香港、澳门特别行政区和台湾省数据。" in told
    assert len(figures(layout)["map"]["data"][0]["locations"]) == 34
    assert figures(layout)["map"]["layout"]["paper_bgcolor"] == "rgba(0,0,0,0)"
