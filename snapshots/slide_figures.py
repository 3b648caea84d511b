"""What a figure becomes on slides: a native chart, native tables, or its picture; each with its head and its notes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from pptx.util import Inches

from snapshots.chart_panels import Panel, panels_of
from snapshots.native_chart import add_chart
from snapshots.native_table import GAP, Grid, add_table, grid_of, portions, stretched
from snapshots.slide_deck import BODY_BOTTOM, BODY_TOP, INK_2, INK_3, LEFT, RIGHT, Head, text, text_width, write
from snapshots.slide_words import View, decimals_of, fitting, folded_notes, head_of, notes_of
from snapshots.svg_picture import add_svg

NOTE_LINE = Inches(0.21)
SCALES = (1.4, 1.2, 1.0)  # of tables: the largest at which all of them fit one slide
Picture = Callable[[str], dict[str, Any]]  # of a figure's id: svg, png (bytes), width, height


@dataclass(frozen=True)
class Plan:
    """A slide to be drawn: `draw` fills the body down to `BODY_BOTTOM`."""

    head: Head
    notes: list[str]
    draw: Callable[[Any], None]


def plans_of(view: View, figure: dict[str, Any], picture: Picture) -> list[Plan]:
    """The slides of one figure, in their order: its chart or picture first, then its tables."""
    head, notes = head_of(view, figure), notes_of(view, figure)
    head, rest = fitting(head)
    under = folded_notes([*rest, *figure["notes"]])
    charts = [p for p in figure["parts"] if p["kind"] == "chart"]
    panels = [panels_of(chart) for chart in charts]
    plans: list[Plan] = []
    if charts and all(panels):
        decimals = decimals_of(view, figure)
        shown = [panel for group in panels for panel in group or []]
        plans.append(Plan(head, notes, lambda slide: _charts(slide, shown, decimals, head.title, under)))
    elif charts or any(p["kind"] == "map" for p in figure["parts"]) or not figure["parts"]:
        drawn = picture(figure["id"])
        plans.append(Plan(head, notes, lambda slide: _picture(slide, drawn, head.title)))
    tables = [_terms(p) if p["kind"] == "terms" else p for p in figure["parts"] if p["kind"] in ("table", "terms")]
    return plans + _tables(tables, head, notes, [] if plans else under, bool(plans))


def _charts(slide: Any, panels: list[Panel], decimals: int, words: str, notes: list[str]) -> None:
    """Panels in the places that the page gives them; a key of hollow marks where there are any."""
    hollow = any(p.hollow for panel in panels for s in panel.series for p in s.points)
    told = [*notes, *(["空心点为演示数据，实心点为公布值。"] if hollow and not any("演示" in n for n in notes) else [])]
    bottom = BODY_BOTTOM - _notes(slide, told)
    height = bottom - BODY_TOP
    for panel in panels:
        left, low, right, high = panel.area
        titled = Inches(0.28) if panel.title else 0
        x, y = LEFT + int((RIGHT - LEFT) * left), BODY_TOP + int(height * (1 - high))
        wide, tall = int((RIGHT - LEFT) * (right - left)), int(height * (high - low))
        if panel.title:
            text(slide, (x + Inches(0.1), y, wide, titled), panel.title, size=12, bold=True)
        name = f"{words}　{panel.title}".strip("　")
        add_chart(slide, panel, (x, y + titled, wide, tall - titled), decimals=decimals, words=name)


def _notes(slide: Any, notes: list[str]) -> int:
    """Notes at the foot of the body; the height that they take."""
    if not notes:
        return 0
    lines = sum(-(-int(text_width(n)) // 150) for n in notes)
    height = int(NOTE_LINE * lines + Inches(0.06))
    text(slide, (LEFT, BODY_BOTTOM - height, RIGHT - LEFT, height), "\n".join(notes), size=10, colour=INK_3)
    return height


def _picture(slide: Any, drawn: dict[str, Any], words: str) -> None:
    box = (int(LEFT), int(BODY_TOP), int(RIGHT - LEFT), int(BODY_BOTTOM - BODY_TOP))
    add_svg(slide, drawn["svg"], drawn["png"], box, words=words)


def _terms(terms: dict[str, Any]) -> dict[str, Any]:
    """A list of terms as a table of two columns."""

    def cell(words: str, *, quiet: bool) -> dict[str, Any]:
        return {"text": words, "span": 1, "number": False, "bold": False, "look": ["quiet"] if quiet else [],
                "demonstration": False, "centred": False}  # fmt: skip

    rows = [
        {"head": False, "group": False, "strong": False, "cells": [cell(k, quiet=True), cell(v, quiet=False)]}
        for k, v in terms["pairs"]
    ]
    return {"kind": "table", "caption": "", "look": "terms", "rows": rows}


def _tables(
    tables: list[dict[str, Any]], head: Head, notes: list[str], under: list[str], further: bool
) -> list[Plan]:  # fmt: skip
    """Tables side by side where they fit, a narrow one in two columns, else going on over slides."""
    width, height = RIGHT - LEFT, BODY_BOTTOM - BODY_TOP
    room = height - (NOTE_LINE * len(under) + Inches(0.1) if under else 0)
    for scale in SCALES:
        sheets = _arranged([g for t in tables if (g := grid_of(t, width, scale)) is not None], width, int(room))
        if len(sheets) <= 1 and all(g.width <= width for sheet in sheets for g in sheet):
            break
    total = len(sheets)
    plans = []
    for number, sheet in enumerate(sheets, 1):
        said = f"（{number}/{total}）" if total > 1 else "（表）" if further else ""
        titled = replace(head, title=head.title + said)
        plans.append(Plan(titled, notes, partial(_draw, grids=sheet, words=titled.title, under=under)))
    return plans


def _arranged(grids: list[Grid], width: int, room: int) -> list[list[Grid]]:
    """The grids on each slide."""
    abreast = sum(g.width for g in grids) + GAP * (len(grids) - 1) <= width
    if len(grids) > 1 and abreast and all(len(portions(g, room)) == 1 for g in grids):
        each = (width - GAP * (len(grids) - 1)) // len(grids)
        return [[stretched(g, each) for g in grids]]
    return [sheet for g in grids for sheet in _sheets(g, width, room)]


def _sheets(grid: Grid, width: int, height: int) -> list[list[Grid]]:
    """The grids on each slide: one, or two halves of a long narrow table beside each other."""
    if 2 * grid.width + GAP <= width and len(portions(grid, height)) > 1:
        halves = portions(stretched(grid, (width - GAP) // 2), height)
        if len(halves) == 2:
            halves = _evened(halves)
        return [halves[n : n + 2] for n in range(0, len(halves), 2)]
    return [[part] for part in portions(stretched(grid, width), height)]


def _evened(halves: list[Grid]) -> list[Grid]:
    """Two columns of one length, where the first would be full and the second nearly empty."""
    rows = [*halves[0].rows, *halves[1].rows]
    if any(r["group"] for r in rows):
        return halves
    middle = -(-len(rows) // 2)
    return [replace(halves[0], rows=rows[:middle]), replace(halves[1], rows=rows[middle:])]


def _draw(slide: Any, grids: list[Grid], words: str, under: list[str]) -> None:
    left = int(LEFT)
    for grid in grids:
        top = int(BODY_TOP)
        if grid.caption:
            text(slide, (left, top, grid.width, Inches(0.24)), grid.caption, size=12, bold=True, colour=INK_2)
            top += int(Inches(0.26))
        add_table(slide, grid, left, top, words=f"{words}　{grid.caption}".strip("　"))
        left += grid.width + GAP
    _notes(slide, under)


def cards_plan(view: View) -> Plan | None:
    """The key numbers that a page shows outside its figures, on a slide of their own."""
    cards = view.read["cards"]
    if not cards:
        return None
    what = [part for part in view.read["what"].split("　") if not part.startswith("单位：")]
    facts = {"id": "", "title": "主要数据", "subtitle": "　".join(what), "unit": "", "source": "逐项见各图与数据目录",
             "cut_off": "各项所列年份", "demonstration": any(c["demonstration"] for c in cards), "unverified": False,
             "credit": "", "rows": "", "parts": [], "notes": []}  # fmt: skip
    head = head_of(view, facts)
    said = [
        f"{c['name']}：{c['value']}{c['unit']}　{c['state']}　{c['target']}　{c['note']}".rstrip("　") for c in cards
    ]
    return Plan(head, [*notes_of(view, facts), *said], lambda slide: _cards(slide, cards))


def _cards(slide: Any, cards: list[dict[str, Any]]) -> None:
    columns = len(cards) if len(cards) <= 6 else 4
    rows = -(-len(cards) // columns)
    wide = (RIGHT - LEFT) // columns
    tall = min((BODY_BOTTOM - BODY_TOP) // rows, Inches(2.4))
    large = 30 if columns <= 4 else 24
    for n, card in enumerate(cards):
        x, y = LEFT + wide * (n % columns), BODY_TOP + Inches(0.2) + int(tall) * (n // columns)
        inner = wide - Inches(0.2)
        fits = text_width(card["name"]) * 14 / 2 * 12700 <= inner
        text(slide, (x, y, inner, Inches(0.45)), card["name"], size=14 if fits else 11, bold=True)
        number = any(c.isdigit() for c in card["value"])
        value = text(
            slide, (x, y + Inches(0.46), inner, Inches(0.6)), card["value"], size=large if number else 18, bold=True
        )
        if card["unit"]:
            write(value.text_frame.paragraphs[0], f" {card['unit']}", size=14, colour=INK_2)
        told = [card["state"], card["target"], card["note"]]
        text(slide, (x, y + Inches(1.1), inner, Inches(0.9)), "\n".join(t for t in told if t), size=11, colour=INK_2)
