"""A new Word document with the sheet and the styles of GB/T 9704: Word's own style names, East Asian fonts."""

from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from snapshots.word_parts import BODY, HEI, KAI, TITLE, element, set_font

WIDTH = 156  # mm of the text block
INK = RGBColor(0, 0, 0)
# name → font, size, line, alignment, first line indent in characters, space before and after
LEFT, CENTRE, BOTH = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
STYLES: dict[str, tuple[str, float, float, Any, int, float, float]] = {
    "Normal": (BODY, 16, 28, BOTH, 0, 0, 0),
    "Body Text": (BODY, 16, 28, BOTH, 2, 0, 0),
    "Title": (TITLE, 22, 34, CENTRE, 0, 0, 6),
    "Subtitle": (KAI, 18, 28, CENTRE, 0, 0, 6),
    "Heading 1": (HEI, 16, 28, BOTH, 2, 0, 0),
    "Heading 2": (KAI, 16, 28, BOTH, 2, 0, 0),
    "TOC Heading": (TITLE, 22, 34, CENTRE, 0, 0, 8),
    "toc 1": (HEI, 12, 18, LEFT, 0, 0, 0),
    "toc 2": (BODY, 12, 18, LEFT, 0, 0, 0),
    "Caption": (HEI, 10.5, 15, LEFT, 0, 4, 1),
    "图题": (HEI, 9, 13, CENTRE, 0, 2, 0),
    "表格文字": (BODY, 9, 12.5, LEFT, 0, 0, 0),
    "注释": (BODY, 9, 12.5, LEFT, 0, 1, 3),
    "来源": (BODY, 8, 11, LEFT, 0, 1, 4),
    "指标解释": (BODY, 8.5, 12, BOTH, 0, 0, 2),
    "图片": (BODY, 10.5, 14, CENTRE, 0, 0, 0),
    "Header": (BODY, 8, 11, LEFT, 0, 0, 0),
    "Footer": (BODY, 7.5, 10, LEFT, 0, 0, 0),
}
SINGLE = ("图片",)  # a picture needs lines that grow


def new_document(title: str, code: str, time: datetime) -> Any:
    """A4 with the margins of GB/T 9704, different odd and even pages, and the styles above."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(7)
    document.settings.odd_and_even_pages_header_footer = True
    _language(document)
    for name, look in STYLES.items():
        _style(document, name, *look)
    for name, indent in (("toc 1", 0), ("toc 2", 24)):
        style = document.styles[name]
        style.paragraph_format.left_indent = Pt(indent)
        style.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    captions = document.styles["Caption"].paragraph_format
    captions.tab_stops.add_tab_stop(Mm(WIDTH / 2), WD_TAB_ALIGNMENT.CENTER)
    captions.tab_stops.add_tab_stop(Mm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    captions.keep_with_next = document.styles["图题"].paragraph_format.keep_with_next = True
    _properties(document, title, code, time)
    return document


def _style(
    document: Any, name: str, family: str, size: float, line: float, side: Any, indent: int, before: float, after: float
) -> None:
    known = {style.name for style in document.styles}
    style = document.styles[name] if name in known else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if name not in known and name != "Normal":
        style.base_style = document.styles["Normal"]
    properties = style.element.get_or_add_rPr()
    set_font(properties, family)
    font = style.font
    font.size, font.bold, font.italic, font.color.rgb = Pt(size), False, False, INK
    told = style.paragraph_format
    told.alignment, told.space_before, told.space_after = side, Pt(before), Pt(after)
    if name in SINGLE:
        told.line_spacing_rule = WD_LINE_SPACING.SINGLE
    else:
        told.line_spacing_rule, told.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(line)
    told.first_line_indent = Pt(0)
    if indent:
        told.first_line_indent = Pt(size * indent)
        style.element.get_or_add_pPr().find(qn("w:ind")).set(qn("w:firstLineChars"), str(indent * 100))
    told.keep_with_next = name.startswith("Heading") or None
    for tag in ("w:pBdr", "w:tabs"):  # the template underlines its title and has tabs of its own in heads and feet
        found = style.element.get_or_add_pPr().find(qn(tag))
        if found is not None:
            found.getparent().remove(found)


def _language(document: Any) -> None:
    """Chinese for spelling and line breaks, and no theme font beneath the styles."""
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    set_font(defaults, BODY)
    language = defaults.find(qn("w:lang"))
    if language is None:
        language = element("w:lang")
        defaults.append(language)
    for key, value in (("val", "en-US"), ("eastAsia", "zh-CN")):
        language.set(qn(f"w:{key}"), value)


def _properties(document: Any, title: str, code: str, time: datetime) -> None:
    told = document.core_properties
    moment = time.astimezone(UTC).replace(tzinfo=None)
    told.title, told.subject, told.author = title, "统计报告", "健康中国数据驾驶舱"
    told.keywords, told.comments, told.language = f"校验码 {code}", "", "zh-CN"
    told.created = told.modified = moment
    told.last_modified_by, told.revision = "健康中国数据驾驶舱", 1
