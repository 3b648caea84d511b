"""A panel as a chart that PowerPoint and WPS can edit: numbers in its own sheet, gaps as gaps, intervals as bars."""

from typing import Any

from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Pt

from components.template import template
from snapshots.chart_labels import add_bounds, add_label, lifts_of
from snapshots.chart_panels import Panel, Point, Series

POINTS_PER_PX = 0.75
LARGER = 1.35  # a slide is read from farther away than a screen
SYMBOLS = {"diamond": XL_MARKER_STYLE.DIAMOND, "dash": XL_MARKER_STYLE.DASH, "x": XL_MARKER_STYLE.X}
Box = tuple[int, int, int, int]  # left, top, width, height in EMU


def number_format(decimals: int) -> str:
    """Excel's format with thousands and that many decimals."""
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def add_chart(slide: Any, panel: Panel, box: Box, *, decimals: int, words: str) -> Chart:
    """The panel as a native chart in `box`; `words` describe it to screen readers. Values stay as precise as the page
    has them; `decimals` is how they are shown."""
    shown = number_format(decimals)
    kind, data = (_by_category if panel.categories is not None or panel.bars else _by_number)(panel, shown)
    frame = slide.shapes.add_chart(kind, *(Emu(n) for n in box), data)
    frame.name = words
    frame._element.nvGraphicFramePr.cNvPr.set("descr", words)
    chart: Chart = frame.chart
    _plain(chart)
    _axes(chart, panel, decimals)
    height = box[3] / Pt(1)
    lifts = lifts_of(panel, height)
    for drawn, series in zip(chart.plots[0].series, panel.series, strict=True):
        _draw(drawn, series, shown, lifts.get(series.name, 0.0))
    names = [s.name for s in panel.series if s.kind != "areas"]
    chart.has_legend = len(names) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
        chart.legend.font.size = Pt(11)
    return chart


def _by_number(panel: Panel, shown: str) -> tuple[Any, XyChartData]:
    data = XyChartData(number_format="General")
    for series in panel.series:
        series.points = _with_gaps(series)
        sheet = data.add_series(series.name, number_format=shown)
        for point in series.points:
            sheet.add_data_point(_whole(point.x), point.y)
    return XL_CHART_TYPE.XY_SCATTER, data


def _by_category(panel: Panel, shown: str) -> tuple[Any, CategoryChartData]:
    data = CategoryChartData(number_format=shown)
    places = sorted({p.x for s in panel.series for p in s.points})
    if panel.categories is not None:
        places = [float(n) for n in range(len(panel.categories))]
    data.categories = panel.categories if panel.categories is not None else [f"{x:g}" for x in places]
    for series in panel.series:
        of_place = {p.x: p for p in series.points if p.y is not None}
        series.points = [of_place.get(x, Point(x, None)) for x in places]
        data.add_series(series.name, [p.y for p in series.points])
    return XL_CHART_TYPE.COLUMN_CLUSTERED if panel.bars else XL_CHART_TYPE.LINE_MARKERS, data


def _with_gaps(series: Series) -> list[Point]:
    """A blank row between two neighbours that no line joins on the page."""
    if series.joined is None:
        return series.points
    found: list[Point] = []
    for point in series.points:
        if found and (found[-1].x, point.x) not in series.joined:
            before = found[-1].x
            found.append(Point(before + 1 if point.x - before > 1 else (before + point.x) / 2, None))
        found.append(point)
    return found


def _whole(x: float) -> float:
    return int(x) if float(x).is_integer() else x


def _plain(chart: Chart) -> None:
    """No title of its own (the slide has one), our fonts, and room at the right for the names of lines."""
    chart.has_title = False
    chart.font.size = Pt(12)
    chart.font.color.rgb = RGBColor.from_string(_ink("xaxis"))
    area = chart._chartSpace.chart.plotArea
    old = area.find(qn("c:layout"))
    if old is not None:
        area.remove(old)
    area.insert(0, parse_xml(
        f"<c:layout {nsdecls('c')}><c:manualLayout><c:layoutTarget val='inner'/><c:xMode val='edge'/>"
        "<c:yMode val='edge'/><c:x val='0.07'/><c:y val='0.05'/><c:w val='0.77'/><c:h val='0.74'/></c:manualLayout>"
        "</c:layout>"
    ))  # fmt: skip


def _ink(axis: str) -> str:
    return str(template()["layout"][axis]["tickfont"]["color"]).lstrip("#")


def _axes(chart: Chart, panel: Panel, decimals: int) -> None:
    up, across = chart.value_axis, chart.category_axis
    low, high = panel.y_range
    if low > high:  # the first rank stands on top
        up.reverse_order = True
        up.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        low, high = high, low
    up.minimum_scale, up.maximum_scale = _rounded(low, high, decimals)
    up.visible = panel.y_visible
    up.has_major_gridlines = panel.y_visible
    layout = template()["layout"]
    if panel.y_visible:
        _stroke(up.major_gridlines.format.line, layout["yaxis"]["gridcolor"], 0.75)
        up.format.line.fill.background()
        up.tick_labels.number_format = number_format(_tick_decimals(low, high, decimals))
        up.tick_labels.number_format_is_linked = False
    up.major_tick_mark = XL_TICK_MARK.NONE
    across.has_major_gridlines = False
    across.major_tick_mark = XL_TICK_MARK.OUTSIDE
    across.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    _stroke(across.format.line, layout["xaxis"]["linecolor"], 0.75)
    if panel.categories is None and not panel.bars:
        _years(across, panel, decimals)


def _years(across: Any, panel: Panel, decimals: int) -> None:
    """The axis of numbers: whole years, or the values of a distribution."""
    xs = [p.x for s in panel.series for p in s.points]
    low, high = panel.x_range
    if all(float(x).is_integer() and 1900 < x < 2200 for x in xs):
        across.minimum_scale, across.maximum_scale = float(min(xs)), float(max(xs)) + (max(xs) - min(xs) == 0)
        across.major_unit = 5 if high - low > 8 else 1
        across.tick_labels.number_format = "0"
    else:
        across.minimum_scale, across.maximum_scale = _rounded(low, high, decimals)
        across.tick_labels.number_format = number_format(_tick_decimals(low, high, decimals))
    across.tick_labels.number_format_is_linked = False


def _rounded(low: float, high: float, decimals: int) -> tuple[float, float]:
    """The ends of the page's axis, moved out to a number that can be read."""
    step = 10.0 ** -min(decimals, _tick_decimals(low, high, decimals)) * (1 if high - low < 20 else 5)
    return (low // step) * step, -(-high // step) * step


def _tick_decimals(low: float, high: float, decimals: int) -> int:
    span = abs(high - low)
    return min(decimals, 0 if span >= 4 else 1 if span >= 0.8 else 2 if span >= 0.08 else 3) if decimals else 0


def _stroke(line: Any, colour: str, points: float) -> None:
    line.color.rgb = RGBColor.from_string(colour.lstrip("#"))
    line.width = Pt(points)


def _draw(drawn: Any, series: Series, shown: str, lift: float) -> None:
    colour = RGBColor.from_string(series.colour.lstrip("#"))
    if series.kind == "bars":
        drawn.format.fill.solid()
        drawn.format.fill.fore_color.rgb = RGBColor.from_string("B9C5CE")
        return
    drawn.smooth = False
    if series.width:
        _stroke(drawn.format.line, series.colour, series.width * POINTS_PER_PX * LARGER)
        if series.dash and series.dash != "solid":
            drawn.format.line.dash_style = MSO_LINE.DASH if series.dash == "dash" else MSO_LINE.ROUND_DOT
    else:
        drawn.format.line.fill.background()
    mark = drawn.marker
    if not series.size:
        mark.style = XL_MARKER_STYLE.NONE
    else:
        mark.style = SYMBOLS.get(series.symbol.removesuffix("-open").split("-")[0], XL_MARKER_STYLE.CIRCLE)
        mark.size = max(2, min(72, round(series.size * POINTS_PER_PX * LARGER)))
        _mark(mark.format, colour, hollow=False)
        for n, point in enumerate(series.points):
            if point.hollow and point.y is not None:
                _mark(drawn.points[n].marker.format, colour, hollow=True)
    add_bounds(drawn._element, series)
    add_label(drawn._element, series, shown, lift)


def _mark(mark: Any, colour: RGBColor, *, hollow: bool) -> None:
    mark.fill.solid()
    mark.fill.fore_color.rgb = RGBColor.from_string("FFFFFF") if hollow else colour
    mark.line.color.rgb = colour
    mark.line.width = Pt(1)
