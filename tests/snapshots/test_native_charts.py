"""Figures as native charts, read again from the presentation: values, gaps, intervals, marks; nothing invented."""

import io
import math
import zipfile
from datetime import UTC, date, datetime

import pandas as pd
import pytest
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml.ns import qn
from python_calamine import CalamineWorkbook

from components.distribution_chart import Reference, distribution_chart
from components.standing_history import standing_history
from components.trend_chart import Mark, Path, lines_of, trend_chart
from snapshots.chart_panels import panels_of
from snapshots.fixed_zip import fixed_zip
from snapshots.native_chart import add_chart, number_format
from snapshots.slide_deck import bytes_of, new_deck
from snapshots.svg_picture import plain_ids

INDICATOR = {"code": "X", "unit": "%", "decimals": 1}
BOX = (500000, 1200000, 10000000, 4500000)
TIME = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
PERIODS = ("2019", "2020", "2021", "2022", "2023")


def series(values, periods=PERIODS, demonstration=(), bounds=None):
    """Rows of one area as `series_of_areas` answers them; NaN is missing."""
    bounds = bounds or {}
    return pd.DataFrame(
        [
            {"area": "1", "period": p, "year": int(p[:4]), "period_label": f"{p}年", "value": v,
             "end_date": date(int(p[:4]), 3 * int(p[5:]) if "Q" in p else 12, 28),
             "lower": bounds.get(p, (math.nan,) * 2)[0], "upper": bounds.get(p, (math.nan,) * 2)[1],
             "status": "final" if v == v else "missing", "demonstration": p in demonstration}
            for p, v in zip(periods, values, strict=True)
        ]
    )  # fmt: skip


def as_read(figure, **axes):
    """The figure as the page tells it to slides, with the axes that plotly resolves."""
    layout = figure["layout"]
    names = [k for k in layout if k[:5] in ("xaxis", "yaxis")]
    told = {
        name: {"range": layout[name].get("range", [0, 1]), "domain": layout[name].get("domain", [0, 1]),
               "visible": layout[name].get("visible", True), "tickvals": layout[name].get("tickvals"),
               "ticktext": layout[name].get("ticktext")}
        for name in names
    }  # fmt: skip
    return {"data": figure["data"], "axes": told | axes, "shapes": layout.get("shapes", []),
            "annotations": layout.get("annotations", [])}  # fmt: skip


def drawn(panel, decimals=1):
    """The panel in a presentation, saved and read again: (chart, embedded sheet as rows)."""
    deck = new_deck("检验", TIME)
    add_chart(deck.slides.add_slide(deck.slide_layouts[5]), panel, BOX, decimals=decimals, words="检验图")
    again = Presentation(io.BytesIO(fixed_zip(bytes_of(deck), TIME)))
    shape = next(s for s in again.slides[0].shapes if s.has_chart)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob))
    return shape.chart, sheet.get_sheet_by_index(0).to_python(skip_empty_area=False)


def places(drawn_series):
    """(x, y) of an XY series; None where the file has no value."""
    element = drawn_series._element
    columns = []
    for name in ("c:xVal", "c:yVal"):
        values = element.find(qn(name))
        count = int(next(values.iter(qn("c:ptCount"))).get("val"))
        found = {int(p.get("idx")): float(p.find(qn("c:v")).text) for p in values.iter(qn("c:pt"))}
        columns.append([found.get(n) for n in range(count)])
    return list(zip(*columns, strict=True))


def trend(values, **more):
    figure = trend_chart(series(values, **more), lines=lines_of(("1", "甲县"), []), indicator=INDICATOR)
    (panel,) = panels_of(as_read(figure))
    return panel


def test_a_missing_year_is_an_empty_cell_and_a_gap_never_zero():
    chart, sheet = drawn(trend([1.5, 2.5, math.nan, 4.5, 0.0]))
    assert chart.chart_type == XL_CHART_TYPE.XY_SCATTER_LINES
    (line,) = chart.plots[0].series
    assert places(line) == [(2019, 1.5), (2020, 2.5), (2021, None), (2022, 4.5), (2023, 0.0)]
    assert chart._chartSpace.chart.find(qn("c:dispBlanksAs")).get("val") == "gap"
    assert [row[:2] for row in sheet[1:6]] == [[2019, 1.5], [2020, 2.5], [2021, ""], [2022, 4.5], [2023, 0]]


def test_years_that_nobody_measured_do_not_break_a_line():
    """The page joins 2019 and 2022 where there is no row between them; a row without value would break it."""
    panel = trend([1.0, 2.0, 3.0], periods=("2019", "2022", "2023"))
    chart, _ = drawn(panel)
    assert places(chart.plots[0].series[0]) == [(2019, 1.0), (2022, 2.0), (2023, 3.0)]


def test_hollow_marks_are_the_demonstration_values():
    chart, _ = drawn(trend([1.0, 2.0, 3.0, 4.0, 5.0], demonstration=("2022", "2023")))
    hollow = []
    for point in chart.plots[0].series[0]._element.findall(qn("c:dPt")):
        fill = next(point.iter(qn("a:solidFill"))).find(qn("a:srgbClr")).get("val")
        hollow.append((int(point.find(qn("c:idx")).get("val")), fill))
    assert hollow == [(3, "FFFFFF"), (4, "FFFFFF")]


def test_intervals_are_error_bars_with_their_own_lengths():
    bounds = {"2020": (1.5, 3.0), "2022": (3.75, 4.5)}
    chart, _ = drawn(trend([1.0, 2.0, 3.0, 4.0, 5.0], bounds=bounds))
    bars = chart.plots[0].series[0]._element.find(qn("c:errBars"))
    assert bars.find(qn("c:errValType")).get("val") == "cust"
    lengths = {
        side: {int(p.get("idx")): float(p.find(qn("c:v")).text) for p in bars.find(qn(f"c:{side}")).iter(qn("c:pt"))}
        for side in ("plus", "minus")
    }
    assert lengths == {"plus": {1: 1.0, 3: 0.5}, "minus": {1: 0.5, 3: 0.25}}


def test_targets_and_the_expected_path_are_series_with_names():
    rows = series([1.0, 2.0, 3.0, 4.0, 5.0])
    path = Path(2020, 2.0, 2030, 9.0, baseline=2.0)
    marks = (Mark(2030, 9.0, "2030年目标<br>≥9.0", True), Mark(2025, 6.0, "2025年 ≥6.0", False))
    figure = trend_chart(rows, lines=lines_of(("1", "甲县"), []), indicator=INDICATOR, path=path, marks=marks)
    chart, _ = drawn(panels_of(as_read(figure))[0])
    told = {s.name: places(s) for s in chart.plots[0].series}
    assert told["预期进度"] == [(2020, 2.0), (2030, 9.0)]
    assert told["基期"] == [(2020, 2.0)]
    assert told["2030年目标 ≥9.0"] == [(2030, 9.0)]
    assert told["2025年 ≥6.0（待核验）"] == [(2025, 6.0)]
    assert next(iter(told)) == "甲县"


def test_quarters_are_categories_in_their_order():
    panel = trend([1.0, math.nan, 3.0], periods=("2024Q4", "2025Q1", "2025Q2"))
    chart, sheet = drawn(panel)
    assert chart.chart_type == XL_CHART_TYPE.LINE_MARKERS
    assert list(chart.plots[0].categories) == ["2024Q4年", "2025Q1年", "2025Q2年"]
    assert list(chart.plots[0].series[0].values) == [1.0, None, 3.0]
    assert sheet[2] == ["2025Q1年", ""]


def test_a_distribution_has_the_exact_values_of_the_areas():
    rows = pd.DataFrame(
        {"area": ["1", "2", "3"], "name": ["甲市", "乙市", "丙市"], "short_name": ["甲", "乙", "丙"],
         "value": [10.13, 12.87, math.nan], "demonstration": False}
    )  # fmt: skip
    figure = distribution_chart(rows, indicator=INDICATOR, references=[Reference("全国 11.0", 11.0)])
    chart, _ = drawn(panels_of(as_read(figure))[0])
    areas, nation = chart.plots[0].series
    assert [x for x, _ in places(areas)] == [10.13, 12.87]
    assert nation.name == "全国 11.0" and {x for x, _ in places(nation)} == {11.0}
    words = [t.text for t in areas._element.iter(qn("a:t"))]
    assert words == ["甲市", "乙市"]  # the lowest and the highest by name


def test_ranks_keep_their_intervals_and_the_first_stands_on_top():
    rows = pd.DataFrame(
        {"year": [2023, 2024], "period_label": ["2023年", "2024年"], "rank": [5, 3], "rank_low": [4, 2],
         "rank_high": [8, 3], "ranked": 31, "total": [80.5, 84.25], "targets_changed": False, "demonstration": True}
    )  # fmt: skip
    panels = panels_of(as_read(standing_history(rows)))
    assert [[s.name for s in p.series] for p in panels] == [["总分"], ["位次"]]
    (ranks,) = panels[1].series
    assert [(p.y, p.low, p.high) for p in ranks.points] == [(5, 4, 8), (3, 2, 3)]
    chart, _ = drawn(panels[1], decimals=0)
    assert chart.value_axis.reverse_order


def test_what_no_native_chart_shows_is_none():
    assert panels_of({"data": [{"type": "heatmap"}], "axes": {}, "shapes": [], "annotations": []}) is None
    assert panels_of({"data": [], "axes": {}, "shapes": [], "annotations": []}) is None


@pytest.mark.parametrize(("decimals", "shown"), [(0, "#,##0"), (1, "#,##0.0"), (3, "#,##0.000")])
def test_formats_follow_the_decimals(decimals, shown):
    assert number_format(decimals) == shown
    chart, _ = drawn(trend([1.0, 2.0, 3.0, 4.0, 5.0]), decimals)
    codes = {c.text for c in chart.plots[0].series[0]._element.find(qn("c:yVal")).iter(qn("c:formatCode"))}
    assert codes == {shown}


def test_the_same_content_is_the_same_bytes():
    def made():
        deck = new_deck("检验", TIME)
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        add_chart(slide, trend([1.0, 2.0, 3.0, 4.0, 5.0]), BOX, decimals=1, words="检验图")
        return fixed_zip(bytes_of(deck), TIME)

    first = made()
    assert first == made()
    with zipfile.ZipFile(io.BytesIO(first)) as whole:
        assert {entry.date_time for entry in whole.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        book = next(name for name in whole.namelist() if name.endswith(".xlsx"))
        with zipfile.ZipFile(io.BytesIO(whole.read(book))) as inner:
            assert b"2026-11-22T08:00:00Z" in inner.read("docProps/core.xml")


def test_ids_of_a_picture_are_numbered():
    drawn = '<svg><clipPath id="clip8f3axyplot"/><g id="a" clip-path="url(\'#clip8f3axyplot\')"/><use href="#a"/></svg>'
    told = plain_ids(drawn)
    assert told.startswith('<svg><clipPath id="p1"/><g id="p2" clip-path="url(\'#p1\')"')
    assert told.endswith('<use href="#p2"/></svg>')
    assert plain_ids(drawn.replace("8f3a", "77aa")) == told
    assert 'fill="#CB7941"' in plain_ids('<svg><rect fill="#CB7941"/></svg>')
