"""Tables of a page as native tables of three lines; long ones go on over further slides."""

import re
from dataclasses import dataclass, replace
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Inches, Pt

from snapshots.slide_deck import DEMO, INK, INK_2, text_width, write

SIZE = 10.5  # pt
ROW = Inches(0.232)
LINE_STEP = Inches(0.2)  # of a further line in a cell
GAP = Inches(0.45)  # between two tables side by side
PADDING = Inches(0.06)
HALF_CHARACTER = SIZE / 2 * 12700 * 1.04  # EMU
COLOURS = {"better": "0B6E7A", "worse": "AD4E18", "quiet": INK_2}
_PIECES = re.compile(r"[\u2e80-\uffff]|[^\u2e80-\uffff\s]+|\s+")
EMPTY: dict[str, Any] = {"text": "", "look": [], "bold": False, "number": False, "span": 1}
PLAIN_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's table style without lines or fills


@dataclass(frozen=True)
class Grid:
    """A table ready to be drawn: widths in EMU, `rows` of cells as read, `heads` repeated on every slide."""

    caption: str
    heads: list[dict[str, Any]]
    rows: list[dict[str, Any]]
    widths: list[int]
    numbers: list[bool]  # columns whose figures stand at the right
    scale: float = 1.0  # of letters and rows: small tables are set larger

    @property
    def width(self) -> int:
        return sum(self.widths)

    def lines(self, row: dict[str, Any]) -> int:
        """Lines that the fullest cell of a row takes."""
        if row["group"]:
            return 1
        return max(
            (_lines(c["text"], w, self.scale) for c, w in zip(row["cells"], self.widths, strict=False)), default=1
        )


def _lines(words: str, width: int, scale: float) -> int:
    """Lines that words fold into: Chinese anywhere, others between words."""
    room = max((width - 2 * PADDING) / (HALF_CHARACTER * scale), 3.0)
    lines, used = 1, 0.0
    for piece in _PIECES.findall(words):
        size = text_width(piece)
        if used and used + size > room:
            lines, used = lines + 1, 0.0
        lines += int(size // room) if size > room else 0
        used = used + size if size <= room else size % room
    return lines


def grid_of(table: dict[str, Any], most: int, scale: float = 1.0) -> Grid | None:
    """Columns without a word (pictures, buttons) left out, no wider than `most`; None where nothing is left."""
    heads = [_spread(r) for r in table["rows"] if r["head"]]
    rows = [_spread(r) for r in table["rows"] if not r["head"] and any(c["text"] for c in r["cells"])]
    whole = [r for r in rows if not r["group"]]
    count = max((len(r["cells"]) for r in [*heads, *whole]), default=0)
    if not rows or not count:
        return None
    used = [n for n in range(count) if any(n < len(r["cells"]) and r["cells"][n]["text"] for r in whole)]
    if not used:
        return None
    kept = [_kept(r, used, group=r["group"]) for r in rows]
    head = [_kept(r, used, group=False) for r in heads if any(c["text"] for c in r["cells"])]
    full = [r for r in kept if not r["group"]]
    numbers = [
        sum(r["cells"][k]["number"] for r in full if k < len(r["cells"])) > len(full) / 2 for k in range(len(used))
    ]
    widths = _widths([*head, *full], len(used), most, scale)
    return Grid(table["caption"], head, kept, widths, numbers, scale)


def _spread(row: dict[str, Any]) -> dict[str, Any]:
    """A cell over several columns stands in the first of them."""
    cells = [part for cell in row["cells"] for part in [cell, *[EMPTY] * (cell["span"] - 1)]]
    return {**row, "cells": cells, "group": row["cells"][0]["span"] > 1 or (row["group"] and not row["head"])}


def _kept(row: dict[str, Any], used: list[int], *, group: bool) -> dict[str, Any]:
    cells = row["cells"][:1] if group else [row["cells"][n] for n in used if n < len(row["cells"])]
    return {**row, "cells": cells, "group": group}


def _widths(rows: list[dict[str, Any]], count: int, most: int, scale: float) -> list[int]:
    """As wide as the words, the widest columns narrowed (their words then fold) until all fit."""
    longest = [
        max((text_width(r["cells"][k]["text"]) for r in rows if k < len(r["cells"])), default=1) for k in range(count)
    ]
    wanted = [(words + 1) * HALF_CHARACTER * scale + 2 * PADDING for words in longest]
    bound = max(wanted)
    while sum(min(w, bound) for w in wanted) > most and bound > Inches(0.4):
        bound *= 0.94
    return [int(min(w, bound)) for w in wanted]


def stretched(grid: Grid, width: int) -> Grid:
    """The same, at most twice as wide: a narrow table in a wide place stays readable across."""
    factor = max(min(width / grid.width, 2.0), 1.0)
    return replace(grid, widths=[int(w * factor) for w in grid.widths])


def portions(grid: Grid, height: int) -> list[Grid]:
    """The grid cut into stretches that fit `height`, heads on each; a group's name never ends one."""
    room = height - sum(_height(grid, head) for head in grid.heads) - (Inches(0.26) if grid.caption else 0)
    found: list[list[dict[str, Any]]] = [[]]
    used = 0
    for n, row in enumerate(grid.rows):
        high = _height(grid, row)
        follows = _height(grid, grid.rows[n + 1]) if row["group"] and n + 1 < len(grid.rows) else 0
        if found[-1] and used + high + follows > room:
            found.append([])
            used = 0
        found[-1].append(row)
        used += high
    return [replace(grid, rows=rows) for rows in found]


def _height(grid: Grid, row: dict[str, Any]) -> int:
    return int((ROW + LINE_STEP * (grid.lines(row) - 1)) * grid.scale)


def add_table(slide: Any, grid: Grid, left: int, top: int, *, words: str) -> Any:
    """The grid as a native table at this place; `words` describe it to screen readers."""
    rows = [*grid.heads, *grid.rows]
    height = sum(_height(grid, r) for r in rows)
    frame = slide.shapes.add_table(len(rows), len(grid.widths), Emu(left), Emu(top), Emu(grid.width), Emu(int(height)))
    frame.name = words
    frame._element.nvGraphicFramePr.cNvPr.set("descr", words)
    table: Any = frame.table
    table._tbl.tblPr.find(qn("a:tableStyleId")).text = PLAIN_TABLE
    table.horz_banding = False
    table.first_row = bool(grid.heads)
    for k, width in enumerate(grid.widths):
        table.columns[k].width = Emu(width)
    for n, row in enumerate(rows):
        table.rows[n].height = Emu(int(_height(grid, row)))
        _write_row(table, n, row, grid)
        edges = {"T": 1.5} if n == 0 else {}
        if n == len(grid.heads) - 1:
            edges["B"] = 0.75
        if n == len(rows) - 1:
            edges["B"] = 1.5
        for k in range(len(grid.widths)):
            _lined(table.cell(n, k), edges)
    return table


def _write_row(table: Any, n: int, row: dict[str, Any], grid: Grid) -> None:
    if row["group"] and len(grid.widths) > 1:
        table.cell(n, 0).merge(table.cell(n, len(grid.widths) - 1))
    for k in range(len(grid.widths)):
        cell = table.cell(n, k)
        cell.margin_left = cell.margin_right = PADDING
        cell.margin_top = cell.margin_bottom = Emu(0)
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE
        told: dict[str, Any] = row["cells"][k] if k < len(row["cells"]) else EMPTY
        if row["group"] and k:
            continue
        paragraph = cell.text_frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.RIGHT if grid.numbers[k] and not row["group"] else PP_ALIGN.LEFT
        if told.get("centred") and not grid.numbers[k]:
            paragraph.alignment = PP_ALIGN.CENTER
        colour = next((COLOURS[look] for look in told["look"] if look in COLOURS), INK_2 if row["head"] else INK)
        bold = (told["bold"] and not row["head"]) or row["group"] or row["strong"]
        words, mark = (told["text"], "") if not told.get("demonstration") else _split(told["text"])
        size = round(SIZE * grid.scale, 1)
        if words:
            write(paragraph, words + (" " if mark else ""), size=size, colour=colour, bold=bold)
        if mark:
            write(paragraph, mark, size=size, colour=DEMO)
        if not words and not mark:  # an empty cell would be as high as letters of 18 pt
            paragraph._p.append(parse_xml(f"<a:endParaRPr {nsdecls('a')} lang='zh-CN' sz='{int(size * 100)}'/>"))


def _split(words: str) -> tuple[str, str]:
    """What stands before the mark 演示 or 演示数据, and the mark with what follows."""
    at = words.find("演示")
    return (words[:at].rstrip(), words[at:]) if at >= 0 else (words, "")


def _lined(cell: Any, edges: dict[str, float]) -> None:
    """Lines above and below only; a:tcPr wants them before any fill."""
    properties = cell._tc.get_or_add_tcPr()
    for n, side in enumerate(s for s in ("T", "B") if s in edges):
        properties.insert(n, parse_xml(
            f"<a:ln{side} {nsdecls('a')} w='{int(Pt(edges[side]))}'><a:solidFill><a:srgbClr val='{INK}'/></a:solidFill>"
            f"</a:ln{side}>"
        ))  # fmt: skip
