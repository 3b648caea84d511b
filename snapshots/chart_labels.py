"""Names of lines at their ends and intervals of points, as the XML of charts: python-pptx writes neither."""

from typing import Any
from xml.sax.saxutils import escape

from lxml import etree
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from components.line_labels import spread_labels
from snapshots.chart_panels import Panel, Series

LABELLED = ("points", "target", "reference")


def add_bounds(element: Any, series: Series) -> None:
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


def add_label(element: Any, series: Series, shown: str, lift: float) -> None:
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


def lifts_of(panel: Panel, height: float) -> dict[str, float]:
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
