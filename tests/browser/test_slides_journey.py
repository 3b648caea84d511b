"""Views as a presentation, from the opened page to the file: its numbers are the release's, everything is marked."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from displayed import displayed
from files_of import files_of
from playwright.sync_api import Browser as Chromium
from pptx import Presentation
from pptx.oxml.ns import qn

from snapshots.app_server import AppServer
from snapshots.browser import Browser

pytestmark = pytest.mark.browser
TIME = datetime(2026, 11, 22, 0, 0, tzinfo=UTC)
TREND, MAP, PORTRAIT = "/indicators?indicator=A65&area=510000", "/map?indicator=A65&area=510000&period=2020", "/area"
NOTE = "全国性统计指标均未包括香港、澳门特别行政区和台湾省数据"
SVG = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"


@pytest.fixture(scope="module")
def slides_of(small_warehouse: Path, chromium: Chromium, tmp_path_factory) -> Callable[..., list]:
    """`slides_of(addresses, **more)`: the PPTX files of them."""
    settings = {"COCKPIT_DATA": str(small_warehouse), "COCKPIT_WAREHOUSE_URL": "duckdb"}
    with AppServer(environment=settings) as server, Browser(chromium.browser_type) as browser:

        def made(addresses, **more):
            folder = tmp_path_factory.mktemp("slides")
            return files_of("pptx", browser, server, addresses, time=TIME, folder=folder, name="汇报", **more)

        yield made


@pytest.fixture(scope="module")
def deck(slides_of):
    (file,) = slides_of([TREND, MAP])
    return Presentation(file.path), file


@pytest.fixture(scope="module")
def release(small_warehouse: Path):
    """Rows of the release by plain SQL: (area, period) → (value, demonstration)."""
    version = (small_warehouse / "releases" / "CURRENT").read_text().split()[0]
    with duckdb.connect(str(small_warehouse / "releases" / f"{version}.duckdb"), read_only=True) as connection:
        rows = connection.execute(
            "SELECT a.code, p.code, o.value, b.demonstration FROM fact_observation o"
            " JOIN dim_area a USING (area_id) JOIN dim_period p USING (period_id)"
            " JOIN dim_indicator i USING (indicator_id) JOIN dim_breakdown g USING (breakdown_id)"
            " JOIN dim_batch b USING (batch_id) WHERE i.code = 'A65' AND g.code = 'all' AND o.value IS NOT NULL"
        ).fetchall()
    return {(area, period): (value, demonstration) for area, period, value, demonstration in rows}


def words_of(slide) -> str:
    return "\n".join(s.text_frame.text for s in slide.shapes if s.has_text_frame)


def titled(deck, words):
    return next(s for s in deck.slides if words in s.shapes.title.text_frame.text)


def chart_of(slide):
    return next(s.chart for s in slide.shapes if s.has_chart)


def places(series):
    columns = []
    for name in ("c:xVal", "c:yVal"):
        found = series._element.find(qn(name)).iter(qn("c:pt"))
        columns.append({int(p.get("idx")): float(p.find(qn("c:v")).text) for p in found})
    return {x: columns[1].get(n) for n, x in columns[0].items()}


def test_the_chart_holds_the_rows_of_the_release(deck, release):
    series = {s.name: places(s) for s in chart_of(titled(deck[0], "年度变化与目标")).plots[0].series}
    for name, area in (("四川", "510000"), ("全国", "100000")):
        wanted = {int(period): value for (code, period), (value, _) in release.items() if code == area}
        drawn = {int(x): y for x, y in series[name].items() if y is not None}
        assert drawn == {year: value for year, value in wanted.items() if year >= 2010}, name
        assert drawn


def test_the_distribution_holds_the_values_of_the_prefectures(deck, release):
    (areas, *_) = chart_of(titled(deck[0], "四川各市分布")).plots[0].series
    latest = max(p for c, p in release if c[:2] == "51" and c[2:4] != "00" and c.endswith("00"))
    wanted = sorted(
        v for (c, p), (v, _) in release.items() if c[:2] == "51" and c[2:4] != "00" and c[4:] == "00" and p == latest
    )
    columns = [float(p.find(qn("c:v")).text) for p in areas._element.find(qn("c:xVal")).iter(qn("c:pt"))]
    assert sorted(columns) == wanted


def test_the_table_has_every_prefecture_with_its_number(deck, release):
    rows = {}
    for slide in deck[0].slides:
        if "65岁及以上人口占比（表）" not in slide.shapes.title.text_frame.text:
            continue
        for table in (s.table for s in slide.shapes if s.has_table):
            cells = [[c.text for c in r.cells] for r in table.rows]
            rows |= {r[1].removesuffix(" 存疑"): r[2] for r in cells[1:]}
    wanted = [
        v for (c, p), (v, _) in release.items() if c[:2] == "51" and c[2:4] != "00" and c[4:] == "00" and p == "2020"
    ]
    assert len(wanted) == 21
    assert sorted(displayed(v, 2) for v in wanted) == sorted(v for k, v in rows.items() if k not in ("全国", "四川省"))


def test_the_map_is_a_vector_picture_with_a_fallback_legend_and_credit(deck):
    slide = next(s for s in deck[0].slides if s.shapes.title.text_frame.text == "65岁及以上人口占比")
    pictures = sorted((s for s in slide.shapes if s.shape_type == 13), key=lambda s: -s.width)
    assert len(pictures) == 2  # the map, the QR
    for picture in pictures:
        blip = picture._element.find(f".//{qn('a:blip')}")
        extension = blip.find(f".//{qn('a:ext')}")
        assert extension.get("uri") == SVG
        related = extension[0].get(qn("r:embed"))
        svg = slide.part.related_part(related)
        assert svg.content_type == "image/svg+xml" and svg.blob.startswith(b"<svg")
        assert picture.image.content_type == "image/png" and len(picture.image.blob) > 500
        assert picture._element.nvPicPr.cNvPr.get("descr")
    drawing = slide.part.related_part(
        pictures[0]._element.find(f".//{qn('a:ext')}")[0].get(qn("r:embed"))
    ).blob.decode()
    for said in ("审图号", "无数据", "成都", "甘孜"):
        assert said in drawing, said
    assert "天府" not in drawing and drawing.count("<path") > 21
    height = pictures[0].height + pictures[0].top
    assert height < deck[0].slide_height and pictures[0].width < deck[0].slide_width


def test_every_slide_says_where_its_numbers_come_from(deck):
    presentation, file = deck
    assert (presentation.slide_width, presentation.slide_height) == (12191695, 6858000)
    assert file.pages == len(presentation.slides) and file.bytes == file.path.stat().st_size
    for number, slide in enumerate(presentation.slides, 1):
        said, told = words_of(slide), slide.notes_slide.notes_text_frame.text
        assert NOTE in said and f"第{number}页　共{file.pages}页" in said
        assert "数据版本：" in said and "生成时间：2026-11-22 08:00" in said  # in Shanghai
        assert "校验码" in said and "视图地址：/" in told and "/verify/" in told
        assert "&v=" in told, "the address pins its version"
    assert file.code in words_of(presentation.slides[0])
    told = titled(presentation, "年度变化与目标").notes_slide.notes_text_frame.text
    for words in ("定义：", "分子：65岁及以上人口", "分母：常住人口", "来源：", "数据截止："):
        assert words in told, words


def test_demonstration_is_marked_where_it_is_shown_and_nowhere_else(deck, release):
    marked = {s.shapes.title.text_frame.text for s in deck[0].slides if any(x.name == "演示数据" for x in s.shapes)}
    shown = [made for (area, _), (_, made) in release.items() if area in ("510000", "100000")]
    assert any("年度变化与目标" in title for title in marked) == any(shown)
    assert "65岁及以上人口占比" not in marked  # the map of the census of 2020
    for slide in deck[0].slides:
        if slide.shapes.title.text_frame.text in marked:
            assert "演示数据由程序生成，不得引用" in words_of(slide)


def test_chinese_letters_have_a_font(deck):
    for slide in deck[0].slides:
        for run in slide._element.iter(qn("a:rPr")):
            assert run.find(qn("a:ea")).get("typeface") == "Microsoft YaHei"


def test_the_same_job_gives_the_same_bytes_and_each_address_its_own_file(slides_of):
    first = slides_of([MAP, PORTRAIT], together=False)
    again = slides_of([MAP, PORTRAIT], together=False)
    assert [f.address for f in first] == [MAP, PORTRAIT]
    assert len({f.name for f in first}) == 2 and all(f.name.endswith(".pptx") for f in first)
    assert [f.sha256 for f in first] == [f.sha256 for f in again]
    for file in first:
        with zipfile.ZipFile(io.BytesIO(file.path.read_bytes())) as whole:
            assert whole.testzip() is None
