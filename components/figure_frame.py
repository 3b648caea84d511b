"""The frame of every figure: ink rule, title, unit, picture, source line, exports."""

from typing import Any

from dash import html

from components.marks import demonstration as demonstration_mark
from components.marks import unverified as unverified_mark

STANDING_NOTE = "全国性统计指标均未包括香港、澳门特别行政区和台湾省数据。"


def figure_frame(
    body: Any,
    *,
    id: str,
    title: str,
    subtitle: str = "",
    unit: str = "",
    source: str = "",
    cut_off: str = "",
    version: str = "",
    demonstration: bool = False,
    verified: bool = True,
    credit: str = "",
    exports: Any = None,
    className: str = "",
) -> html.Section:
    """`source`, `cut_off` (ISO date or words) and `version` make the source line; `exports` comes from
    `components.downloads`. `credit` is the map's. The frame tells the same to the foot of a printed sheet."""
    head: list[Any] = [html.H2(title)]
    if subtitle:
        head.append(html.Span(subtitle, className="hc-sub"))
    if demonstration:
        head.append(demonstration_mark())
    if unit:
        head.append(html.Span(f"单位：{unit}", className="unit"))
    facts = [
        f"来源：{source}" if source else "",
        f"数据截止：{cut_off}" if cut_off else "",
        f"数据版本：{version}" if version else "",
    ]
    said: list[Any] = ["　".join(f for f in facts if f)]
    if not verified:
        said += ["　", unverified_mark()]
    tail = [html.Span(said)]
    if exports is not None:
        tail.append(exports)
    inner = body if isinstance(body, list) else [body]
    children: list[Any] = [html.Header(head), *(part for part in inner if part is not None)]
    if credit:
        children.append(html.Div(credit, className="hc-credit"))
    children.append(html.Div(tail, className="hc-source"))
    told = {"data-figure": id, "aria-label": title, "data-source": source, "data-cut-off": cut_off}
    if demonstration:
        told["data-demonstration"] = "yes"
    return html.Section(children, id=id, className=f"hc-figure {className}".strip(), **told)
