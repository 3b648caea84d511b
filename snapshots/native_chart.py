"""A panel as a chart that PowerPoint and WPS can edit: numbers in its own sheet, gaps as gaps, intervals as bars."""

from typing import Any
from xml.sax.saxutils import escape

from lxml import etree
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Pt

from components.line_labels import spread_labels
from components.template import template
from snapshots.chart_panels import Panel, Point, Series

POINTS_PER_PX = 0.75
LARGER = 1.35  # a slide is read from farther away than a screen
SYMBOLS = {"diamond": XL_MARKER_STYLE.DIAMOND, "dash": XL_MARKER_STYLE.DASH, "x": XL_MARKER_STYLE.X}
LABELLED = ("points", "target", "reference")
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
    lifts = _lifts(panel, height)
    for drawn, series in zip(chart.plots[0].series, panel.series, strict=True):
        _draw(drawn, series, shown, lifts.get(series.name, 0.0), panel)
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


def _draw(drawn: Any, series: Series, shown: str, lift: float, panel: Panel) -> None:
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
    _bounds(drawn._element, series)
    _label(drawn._element, series, shown, lift)


def _mark(mark: Any, colour: RGBColor, *, hollow: bool) -> None:
    mark.fill.solid()
    mark.fill.fore_color.rgb = RGBColor.from_string("FFFFFF") if hollow else colour
    mark.line.color.rgb = colour
    mark.line.width = Pt(1)


def _bounds(element: Any, series: Series) -> None:
    """Interval of each point as bars with values of their own."""
    found = [(n, p) for n, p in enumerate(series.points) if p.low is not None and p.high is not None]
    if not found:
        return

    def side(name: str, lengths: list[tuple[int, float]]) -> str:
        points = "".join(f"<c:pt idx='{n}'><c:v>{length!r}</c:v></c:pt>" for n, length in lengths)
        count = len(series.points)
        return (
            f"<c:{name}><c:numLit><c:formatCode>General</c:formatCode><c:ptCount val='{count}'/>{points}</c:numLit>"
            f"</c:{name}>"
        )

    plus = side("plus", [(n, round(p.high - p.y, 10)) for n, p in found])  # type: ignore[operator]
    minus = side("minus", [(n, round(p.y - p.low, 10)) for n, p in found])  # type: ignore[operator]
    direction = "<c:errDir val='y'/>" if element.find(qn("c:xVal")) is not None else ""
    bars = parse_xml(
        f"<c:errBars {nsdecls('c', 'a')}>{direction}<c:errBarType val='both'/><c:errValType val='cust'/>"
        f"<c:noEndCap val='1'/>{plus}{minus}<c:spPr><a:ln w='19050'><a:solidFill>"
        "<a:srgbClr val='B9C5CE'/></a:solidFill>"
        "</a:ln></c:spPr></c:errBars>"
    )
    _before_values(element, bars)


def _before_values(element: Any, new: etree._Element) -> None:
    values = next(e for name in ("c:xVal", "c:cat", "c:val") if (e := element.find(qn(name))) is not None)
    bars = element.find(qn("c:errBars"))
    (bars if bars is not None and new.tag == qn("c:dLbls") else values).addprevious(new)


def _label(element: Any, series: Series, shown: str, lift: float) -> None:
    """Name and value beside the last point (lines are named where they end, not in a legend far away); of areas the
    lowest and the highest by their names."""
    known = [n for n, point in enumerate(series.points) if point.y is not None]
    if series.kind == "areas":
        order = sorted(known, key=lambda n: series.points[n].x)
        labels = [_named(n, series.points[n].label) for n in sorted({order[0], order[-1]}) if series.points[n].label]
    elif series.kind in LABELLED and known:
        place = "r" if series.kind == "points" else "b" if series.below else "t"
        labels = [_told(known[-1], series, shown, place, lift)]
    else:
        return
    none = _flags(value=False, name=False)
    new = parse_xml(f"<c:dLbls {nsdecls('c', 'a')}>{''.join(labels)}{none}</c:dLbls>")
    old = element.find(qn("c:dLbls"))
    if old is not None:
        element.remove(old)
    _before_values(element, new)


def _told(n: int, series: Series, shown: str, place: str, lift: float) -> str:
    """The label of a point that keeps up with the sheet: name and, of a line, value."""
    at = f"<c:layout><c:manualLayout><c:x val='0'/><c:y val='{lift:.4f}'/></c:manualLayout></c:layout>" if lift else ""
    colour = series.colour.lstrip("#")
    return (
        f"<c:dLbl><c:idx val='{n}'/>{at}<c:numFmt formatCode='{shown}' sourceLinked='0'/>"
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr><c:txPr><a:bodyPr wrap='none'/><a:lstStyle/><a:p><a:pPr>"
        f"<a:defRPr sz='1200' b='1'><a:solidFill><a:srgbClr val='{colour}'/></a:solidFill></a:defRPr></a:pPr>"
        f"<a:endParaRPr lang='zh-CN'/></a:p></c:txPr><c:dLblPos val='{place}'/>"
        f"{_flags(value=series.kind == 'points', name=True)}<c:separator> </c:separator></c:dLbl>"
    )


def _named(n: int, words: str) -> str:
    """The label of a point by words of its own."""
    return (
        f"<c:dLbl><c:idx val='{n}'/><c:tx><c:rich><a:bodyPr wrap='none'/><a:lstStyle/><a:p><a:r>"
        f"<a:rPr lang='zh-CN' sz='1100'/><a:t>{escape(words)}</a:t></a:r></a:p></c:rich></c:tx><c:dLblPos val='t'/>"
        f"{_flags(value=True, name=False)}</c:dLbl>"
    )


def _flags(*, value: bool, name: bool) -> str:
    return (
        f"<c:showLegendKey val='0'/><c:showVal val='{int(value)}'/><c:showCatName val='0'/>"
        f"<c:showSerName val='{int(name)}'/><c:showPercent val='0'/><c:showBubbleSize val='0'/>"
    )


def _lifts(panel: Panel, height: float) -> dict[str, float]:
    """How far each name moves up or down so that names of lines ending together stay apart (share of the height)."""
    low, high = sorted(panel.y_range)
    ends = {}
    for series in panel.series:
        known = [p for p in series.points if p.y is not None]
        if series.kind == "points" and known:
            ends[series.name] = known[-1].y
    if len(ends) < 2 or high <= low:
        return {}
    per_point = (high - low) / (height * 0.74)
    wanted = [float(y) / per_point for y in ends.values()]  # type: ignore[arg-type]
    placed = spread_labels(wanted, 17)
    sign = -1 if panel.y_range[0] <= panel.y_range[1] else 1
    return {
        name: sign * (place - want) / height
        for name, want, place in zip(ends, wanted, placed, strict=True)
        if abs(place - want) > 1
    }
