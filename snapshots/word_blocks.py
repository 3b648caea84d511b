"""The blocks of a bulletin as parts of a Word document: paragraphs, native tables, pictures, a field of contents."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Mm, Pt, RGBColor

from bulletins.blocks import (
    SHEET_WIDTH,
    Beside,
    Bulletin,
    Contents,
    Cover,
    Definition,
    Figure,
    Heading,
    MapFigure,
    Note,
    Sentence,
    Source,
    Table,
    Told,
)
from snapshots.word_parts import (
    BODY,
    HEI,
    add_bookmark,
    add_field,
    add_run,
    close_field,
    keep_ends,
    open_field,
    three_lines,
    told_picture,
    without_lines,
)
from snapshots.word_styles import WIDTH

DEMONSTRATION = "演示数据"
GENERATED = "由程序生成，仅供演示，不得引用"
PURPLE = RGBColor(0x6A, 0x3F, 0xA0)
GREY = RGBColor(0xC8, 0xC8, 0xC8)


@dataclass
class Written:
    """`pictures` are PNG by the id of their figure, `pages` the page of each heading as last printed, `qr` a PNG."""

    document: Any
    bulletin: Bulletin
    pictures: Mapping[str, bytes]
    pages: Mapping[str, int]
    code: str
    qr: bytes | None

    def write(self) -> None:
        """All blocks in their order; sentences that go on share a paragraph."""
        paragraph: Any = None
        for block in self.bulletin.blocks:
            if isinstance(block, Sentence) and block.small:
                paragraph = None
                self.document.add_paragraph(block.text, style="注释")
                continue
            if isinstance(block, Sentence):
                if paragraph is None or block.begins:
                    paragraph = self.document.add_paragraph(style="Body Text")
                paragraph.add_run(block.text)
                continue
            paragraph = None
            self._one(block)

    def _one(self, block: Any) -> None:
        writers: dict[type, Any] = {
            Cover: self.cover, Contents: self.contents, Heading: self.heading, Note: self.note, Table: self.table,
            Figure: self.figure, MapFigure: self.figure, Beside: self.beside, Definition: self.definition,
        }  # fmt: skip
        writers[type(block)](block)

    def cover(self, block: Cover) -> None:
        title = self.document.add_paragraph(block.title, style="Title")
        title.paragraph_format.space_before = Mm(52)
        self.document.add_paragraph(block.subtitle, style="Subtitle")
        if block.demonstration:
            mark = self.document.add_paragraph(style="图片")
            add_run(mark, f"【{DEMONSTRATION}】", HEI, 14).font.color.rgb = PURPLE
            add_run(mark, GENERATED, None, 14)
        gap = self.document.add_paragraph(style="图片")
        gap.paragraph_format.space_after = Mm(30)
        table = self.document.add_table(rows=0, cols=2)
        table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
        for name, words in (*block.facts, ("校验码", self.code)):
            cells = table.add_row().cells
            for cell, width, text in zip(cells, (26, WIDTH - 26), (name, words), strict=True):
                cell.width = Mm(width)
                self._cell(cell, text, size=11)
        for column, width in zip(table.columns, (26, WIDTH - 26), strict=True):
            column.width = Mm(width)
        if self.qr:
            line = self.document.add_paragraph(style="图片")
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            told_picture(
                line.add_run().add_picture(io.BytesIO(self.qr), width=Mm(20)), f"校验码 {self.code} 的二维码", "二维码"
            )
        self.document.add_paragraph(style="注释").add_run().add_break(WD_BREAK.PAGE)

    def contents(self, block: Contents) -> None:
        """A field over levels 1 and 2 with its entries already there; Word makes it anew when it opens the file."""
        self.document.add_paragraph("　".join(block.title), style="TOC Heading")
        headings = list(self.bulletin.headings())
        for number, heading in enumerate(headings):
            line = self.document.add_paragraph(style=f"toc {heading.level}")
            if number == 0:
                open_field(line, 'TOC \\o "1-2" \\h \\z \\u')
            line.add_run(f"{heading.text}\t")
            add_field(line, f"PAGEREF {_place(heading)} \\h", str(self.pages.get(heading.id, "")))
            if number == len(headings) - 1:
                close_field(line)

    def heading(self, block: Heading) -> None:
        paragraph = self.document.add_paragraph(block.text, style=f"Heading {block.level}")
        paragraph.paragraph_format.page_break_before = block.id == "summary" or None  # behind the contents
        number = [h.id for h in self.bulletin.headings()].index(block.id)
        add_bookmark(paragraph, _place(block), number + 1)

    def note(self, block: Note) -> None:
        self.document.add_paragraph(block.text, style="注释")

    def definition(self, block: Definition) -> None:
        paragraph = self.document.add_paragraph(style="指标解释")
        add_run(paragraph, f"{block.name}　", HEI)
        paragraph.add_run(block.text + ("" if block.verified else "（定义待核验）"))

    def table(self, block: Table) -> None:
        self._caption(block.caption, block.unit, block.source)
        table = self.document.add_table(rows=1 + len(block.rows), cols=len(block.columns))
        table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
        total = sum(c.width for c in block.columns)
        widths = [Mm(WIDTH * c.width / total) for c in block.columns]
        lines = [tuple(c.name for c in block.columns), *block.rows]
        for row, line in zip(table.rows, lines, strict=True):
            for cell, width, column, told in zip(row.cells, widths, block.columns, line, strict=True):
                cell.width = width
                self._cell(cell, told.text if isinstance(told, Told) else told, right=column.number)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        three_lines(table)
        keep_ends(table)
        self._source(block.source)

    def figure(self, block: Figure | MapFigure) -> None:
        self._caption(block.caption, block.unit, block.source)
        line = self.document.add_paragraph(style="图片")
        line.paragraph_format.keep_with_next = True
        self._picture(line, block)
        if isinstance(block, MapFigure):
            self._legend(block)
            self.document.add_paragraph(block.credit, style="注释").paragraph_format.space_after = Pt(0)
        self._source(block.source)

    def beside(self, block: Beside) -> None:
        """Two pictures in a table without lines, a caption above each."""
        table = self.document.add_table(rows=2, cols=2)
        table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
        without_lines(table)
        for place, figure in enumerate(block.figures):
            above, below = (row.cells[place] for row in table.rows)
            above.width = below.width = table.columns[place].width = Mm(WIDTH / 2)
            caption = above.paragraphs[0]
            caption.style = self.document.styles["图题"]
            caption.add_run(figure.caption)
            if figure.source.demonstration:
                add_run(caption, f"（{DEMONSTRATION}）").font.color.rgb = PURPLE
            add_run(caption, f"　单位：{figure.unit}", BODY)
            below.paragraphs[0].style = self.document.styles["图片"]
            below.paragraphs[0].paragraph_format.keep_with_next = True
            self._picture(below.paragraphs[0], figure)
        self._source(block.source)

    def _picture(self, line: Any, block: Figure | MapFigure) -> None:
        width = Mm(WIDTH * block.width / SHEET_WIDTH)
        shape = line.add_run().add_picture(io.BytesIO(self.pictures[block.id]), width=width)
        mark = f"（{DEMONSTRATION}）" if block.source.demonstration else ""
        told_picture(shape, f"{block.words}{mark}", block.caption)

    def _legend(self, block: MapFigure) -> None:
        line = self.document.add_paragraph(style="注释")
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for words, colour, n in block.legend:
            key = add_run(line, "■ " if colour else "▨ ")
            key.font.color.rgb = RGBColor.from_string(colour.lstrip("#").upper()) if colour else GREY
            line.add_run(f"{words}（{n}）　")
        line.add_run(f"括号内为{block.legend_title}")

    def _caption(self, caption: str, unit: str, source: Source) -> None:
        line = self.document.add_paragraph(style="Caption")
        line.add_run(f"\t{caption}")
        if source.demonstration:
            add_run(line, f"（{DEMONSTRATION}）").font.color.rgb = PURPLE
        if unit:
            add_run(line, f"\t单位：{unit}", BODY, 9)

    def _source(self, source: Source) -> None:
        if source.words:
            self.document.add_paragraph(source.words, style="来源")

    def _cell(self, cell: Any, text: str, *, right: bool = False, size: float | None = None) -> None:
        line = cell.paragraphs[0]
        line.style = self.document.styles["表格文字"]
        if right:
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        add_run(line, text, None, size)
        if size is not None:
            line.paragraph_format.line_spacing = Pt(size * 1.5)


def _place(heading: Heading) -> str:
    """The bookmark of a heading: letters, digits and underscores."""
    return "_Toc_" + heading.id.replace("-", "_")
