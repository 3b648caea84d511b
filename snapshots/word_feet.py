"""Head and foot of every page of a Word document: what offices ask for, and the page at the outer edge."""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from bulletins.blocks import Bulletin
from components.figure_frame import STANDING_NOTE
from snapshots.word_parts import add_field, add_run, element
from snapshots.word_styles import WIDTH

PRODUCT = "健康中国数据驾驶舱"
DEMONSTRATION = "演示数据"


def add_feet(document: Any, bulletin: Bulletin, code: str, made: str) -> None:
    """Odd pages have their number at the right, even ones at the left."""
    section = document.sections[0]
    for header, footer, right in (
        (section.header, section.footer, True),
        (section.even_page_header, section.even_page_footer, False),
    ):
        header.is_linked_to_previous = footer.is_linked_to_previous = False
        _head(header.paragraphs[0], bulletin)
        _foot(footer, bulletin, code, made, right=right)


def _head(line: Any, bulletin: Bulletin) -> None:
    line.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    line.add_run(f"{PRODUCT}　{bulletin.title}")
    if bulletin.demonstration:
        add_run(line, f"\t【{DEMONSTRATION}】").font.color.rgb = RGBColor(0x6A, 0x3F, 0xA0)


def _foot(footer: Any, bulletin: Bulletin, code: str, made: str, *, right: bool) -> None:
    folio = footer.paragraphs[0]
    folio.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.LEFT
    folio.paragraph_format.line_spacing = Pt(18)
    folio.paragraph_format.space_after = Pt(4)
    side = "right_indent" if right else "left_indent"
    setattr(folio.paragraph_format, side, Pt(14))
    add_run(folio, "— ")
    add_field(folio, "PAGE", "1")
    add_run(folio, " —")
    for run in folio.runs:
        run.font.size = Pt(14)
    facts = footer.add_paragraph(f"数据来源：{bulletin.source}　数据截止：{bulletin.cut_off}", style="Footer")
    _line_above(facts)
    footer.add_paragraph(f"统计口径：{bulletin.basis}{STANDING_NOTE}", style="Footer")
    last = footer.add_paragraph(f"数据版本：{bulletin.version}　生成时间：{made}　第", style="Footer")
    add_field(last, "PAGE", "1")
    last.add_run("页　共")
    add_field(last, "NUMPAGES", "1")
    last.add_run(f"页　校验码：{code}")


def _line_above(paragraph: Any) -> None:
    border = element("w:pBdr")
    border.append(element("w:top", val="single", sz="6", space="2", color="000000"))
    properties = paragraph._p.get_or_add_pPr()
    spacing = properties.find(qn("w:spacing"))
    if spacing is not None:
        spacing.addprevious(border)
    else:
        properties.append(border)
