"""A picture for the wall of a meeting room: title bar, figures, body, and the foot that says where all of it is from.

Every length is a multiple of `--hc-u`, a 1080th of the window's height (`assets/02-components.css`); what is drawn by
plotly is multiplied by the same number in the browser (`components/wall_graph.py`).
"""

from typing import Any

from dash import html

from access.moment import moment
from access.renderer import TIME_HEADER, said_by_renderer
from components.figure_frame import STANDING_NOTE
from components.wall_graph import unit_store

STATE, CLOCK = "hc-wall-state", "hc-wall-clock"  # classes, filled by assets/wall_picture.js
FOOT_UNITS = 1840 - 690 - 30  # of the foot's 1840 at 16:9, the standing note takes 680
MOST_TOLD = 22  # characters of the foot beside the standing note; the rest is read by pointing at it
EM = 24


def wall(
    *,
    title: str,
    cut_off: str,
    figures: Any,
    body: list[Any],
    source: str | list[dict[str, Any]],
    version: str,
    told: list[str],
) -> Any:
    """`cut_off` ISO date of the newest figures; `source` in words or as batches (`sources_in`); `told` what else the
    foot must explain, or what could not be shown as asked."""
    beside = [t for n, t in enumerate(told) if sum(map(len, told[: n + 1])) <= MOST_TOLD]
    if not isinstance(source, str):
        source = sources_in(source, FOOT_UNITS - EM * sum(len(t) + 1 for t in beside))
    bar = html.Header(
        [
            html.Span(f"数据截止 {cut_off}" if cut_off else "", className="hc-wall-cut-off"),
            html.H1(title),
            html.Span([status(), _clock()], className="hc-wall-now"),
        ],
        className="hc-wall-bar",
    )
    said = "　".join([f"来源：{source}", f"版本 {version}"])
    foot = html.Footer([html.Span(said), html.Span("　".join([*beside, STANDING_NOTE]))], title="\n".join(told))
    inner = html.Div(body, className="hc-wall-body")
    return html.Main(
        [unit_store(), bar, figures, inner, foot],
        id="wall", className="hc-page hc-wall",
        **{"data-bs-theme": "dark", "data-version": version, "data-source": source, "data-cut-off": cut_off},
    )  # fmt: skip


def _clock() -> html.Time:
    """It goes by itself in the browser; in a file that is made for a time it stands."""
    if said_by_renderer(TIME_HEADER) is None:
        return html.Time(className=CLOCK)
    return html.Time(f"{moment():%Y-%m-%d %H:%M}", className=CLOCK, dateTime=f"{moment():%Y-%m-%dT%H:%M}")


def status() -> html.Span:
    """Whether the picture is up to date: 数据正常 until the browser has reason to say otherwise."""
    return html.Span("数据正常", className=f"{STATE} hc-lamp good", role="status")


def sources_in(batches: list[dict[str, Any]], units: int = FOOT_UNITS) -> str:
    """Organisations and their reports as far as they fit, published ones first: a line is never cut in the middle.

    `batches` are records (organisation, form, demonstration), the most used first.
    """
    published = [b for b in batches if not b["demonstration"]]
    names = list(dict.fromkeys(_name(b) for b in published or batches))
    kept: list[str] = []
    room = units / EM - 13  # 来源：　版本 2026.11.11等10种, digits being half as wide
    for name in names:
        if kept and sum(map(len, kept)) + len(kept) + len(name) > room:
            break
        kept.append(name)
    return "；".join(kept) + (f"等{len(names)}种" if len(kept) < len(names) else "") or "—"


def _name(batch: dict[str, Any]) -> str:
    form = str(batch.get("form") or "")
    organisation = str(batch["organisation"] or "")
    return organisation if form in ("", "待核验") else organisation + form


def part(
    title: str, *children: Any, note: str = "", marks: list[Any] | None = None, className: str = ""
) -> html.Section:
    """A part of the body: its title, what is said beside it in quiet, marks, and the picture."""
    head: list[Any] = [html.H2(title)]
    if note:
        head.append(html.Span(note, className="unit"))
    return html.Section(
        [html.Header([*head, *(marks or [])], className="hc-wall-head"), *children],
        className=f"hc-wall-part {className}".strip(),
        **{"data-figure": f"wall-{title}", "aria-label": title},
    )
