"""A 16:9 presentation in the look of the cockpit: the frame that every slide has, before anything is drawn in it."""

from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Inches, Pt

from components.figure_frame import STANDING_NOTE
from snapshots.svg_picture import add_svg

FONT = "Microsoft YaHei"  # on every Windows; WPS and LibreOffice put their own Chinese sans in its place
WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
LEFT, RIGHT = Inches(0.55), Inches(12.783)
BODY_TOP, BODY_BOTTOM, FOOT_TOP = Inches(1.32), Inches(6.42), Inches(6.52)
CODE_SIDE = Inches(0.78)
# assets/01-tokens.css
INK, INK_2, INK_3, LINE, DEMO, DEMO_WASH = "14212E", "45525E", "5F6B76", "CBD3D9", "6A3FA0", "F0EAF8"
DEMONSTRATION = "演示数据"
TITLE_ONLY = 5  # the layout of python-pptx's own template


@dataclass(frozen=True)
class Mark:
    """The code of a view and its QR, as SVG and as PNG for programs without SVG; `address` of its verification."""

    code: str = ""
    address: str = ""
    svg: str = field(default="", repr=False)
    png: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class Head:
    """What stands around the body of a slide. `made` is the time of generation in words."""

    title: str
    subtitle: str
    unit: str
    source: str
    cut_off: str
    version: str
    made: str
    demonstration: bool
    unverified: bool
    mark: Mark


def new_deck(title: str, time: datetime) -> Any:
    """An empty presentation with our sizes, fonts and properties."""
    deck = Presentation()
    wider = WIDTH / deck.slide_width
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    for holder in (deck.slide_master, *deck.slide_layouts):
        for shape in holder.placeholders:
            if shape._element.spPr.find(qn("a:xfrm")) is not None:
                shape.left, shape.width = Emu(int(shape.left * wider)), Emu(int(shape.width * wider))
    _fonts(deck)
    told = deck.core_properties
    told.title, told.author, told.last_modified_by = title, "健康中国数据驾驶舱", "健康中国数据驾驶舱"
    told.subject, told.keywords, told.comments, told.language = "", "", "", "zh-CN"
    told.revision = 1
    told.created = told.modified = time.replace(tzinfo=None)
    return deck


def _fonts(deck: Any) -> None:
    """Chinese and Latin letters of one family, in the theme, so that a whole deck changes with one choice."""
    theme = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    tree = parse_xml(theme.blob)
    for kind in ("majorFont", "minorFont"):
        family = next(tree.iter(qn(f"a:{kind}")))
        family.find(qn("a:latin")).set("typeface", FONT)
        family.find(qn("a:ea")).set("typeface", FONT)
    theme._blob = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def add_slide(deck: Any, head: Head, number: str) -> Any:
    """A slide with title, subtitle, unit, marks and foot; `number` is `第3页　共9页`. The body is left free."""
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    rule(slide, LEFT, Inches(0.34), RIGHT, INK, 2)
    title = slide.shapes.title
    title.left, title.top, title.width, title.height = LEFT, Inches(0.4), RIGHT - LEFT, Inches(0.52)
    frame = title.text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    size = 24 if text_width(head.title) <= 70 else 18
    write(frame.paragraphs[0], head.title, size=size, bold=True)
    beside = RIGHT - LEFT - (Inches(1.25) if head.demonstration else 0)
    unit = f"单位：{head.unit}" if head.unit else ""
    room = beside - (Inches(0.14 * text_width(unit) / 2 + 0.5) if unit else 0)
    text(slide, (LEFT, Inches(0.92), room, Inches(0.32)), head.subtitle, size=12, colour=INK_2)
    if unit:
        text(slide, (LEFT + room, Inches(0.92), beside - room, Inches(0.32)), unit, size=12, colour=INK_2, right=True)
    if head.demonstration:
        demonstration_tag(slide, (RIGHT - Inches(1.1), Inches(0.94), Inches(1.1), Inches(0.27)))
    _foot(slide, head, number)
    return slide


def _foot(slide: Any, head: Head, number: str) -> None:
    rule(slide, LEFT, FOOT_TOP, RIGHT, LINE, 0.75)
    width = RIGHT - LEFT - (CODE_SIDE + Inches(1.25) if head.mark.code else 0)
    told = [f"来源：{head.source}" if head.source else "", f"数据截止：{head.cut_off}" if head.cut_off else ""]
    tail = ["待核验" if head.unverified else "", "演示数据由程序生成，不得引用" if head.demonstration else ""]
    lines = [
        "　".join(part for part in told if part),
        "　".join(part for part in (f"数据版本：{head.version}", f"生成时间：{head.made}", *tail, number) if part),
        STANDING_NOTE,
    ]
    text(
        slide,
        (LEFT, FOOT_TOP + Inches(0.05), width, Inches(0.8)),
        "\n".join(x for x in lines if x),
        size=9,
        colour=INK_3,
    )
    if head.mark.code:
        side = (RIGHT - CODE_SIDE, FOOT_TOP + Inches(0.06), CODE_SIDE, CODE_SIDE)
        add_svg(slide, head.mark.svg, head.mark.png, side, words=f"校验码 {head.mark.code} 的二维码")
        box = (RIGHT - CODE_SIDE - Inches(1.25), FOOT_TOP + Inches(0.2), Inches(1.2), Inches(0.5))
        text(slide, box, f"校验码\n{head.mark.code}", size=9, colour=INK_2, right=True)


def text(
    slide: Any, box: tuple[Any, Any, Any, Any], words: str, *, size: float, colour: str = INK, bold: bool = False,
    right: bool = False, middle: bool = False,
) -> Any:  # fmt: skip
    """A text box without margins, one paragraph a line."""
    shape = slide.shapes.add_textbox(*(Emu(int(n)) for n in box))
    frame = shape.text_frame
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    if middle:
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    for n, line in enumerate(words.split("\n")):
        paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
        if right:
            paragraph.alignment = PP_ALIGN.RIGHT
        write(paragraph, line, size=size, colour=colour, bold=bold)
    return shape


def write(paragraph: Any, words: str, *, size: float, colour: str = INK, bold: bool = False) -> None:
    """A run of `words` with fonts for Chinese and Latin letters."""
    if paragraph.alignment is None:
        paragraph.alignment = PP_ALIGN.LEFT
    run = paragraph.add_run()
    run.text = words
    run.font.size, run.font.bold = Pt(size), bold
    run.font.color.rgb = RGBColor.from_string(colour)
    run.font.name = FONT
    properties = run._r.get_or_add_rPr()
    properties.set("lang", "zh-CN")
    properties.append(parse_xml(f"<a:ea {nsdecls('a')} typeface='{FONT}'/>"))


def demonstration_tag(slide: Any, box: tuple[Any, Any, Any, Any]) -> None:
    """演示数据 in its dashed frame."""
    shape = text(slide, box, DEMONSTRATION, size=11, colour=DEMO, middle=True)
    shape.name = DEMONSTRATION
    shape.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(DEMO_WASH)
    shape.line.color.rgb = RGBColor.from_string(DEMO)
    shape.line.dash_style, shape.line.width = MSO_LINE.DASH, Pt(1)


def rule(slide: Any, left: int, top: int, right: int, colour: str, points: float) -> None:
    """A level line."""
    line = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, Emu(left), Emu(top), Emu(right), Emu(top))
    line._element.remove(line._element.find(qn("p:style")))  # the template's lines have shadows
    line.line.color.rgb = RGBColor.from_string(colour)
    line.line.width = Pt(points)


def say(slide: Any, lines: list[str]) -> None:
    """The speaker's notes."""
    slide.notes_slide.notes_text_frame.text = "\n".join(line for line in lines if line)


def text_width(words: str) -> float:
    """Width in halves of a Chinese character; Latin letters and figures are a little wider than one."""
    return sum(2 if ord(c) > 0x2E7F else 1.12 for c in words)


def bytes_of(deck: Any) -> bytes:
    target = BytesIO()
    deck.save(target)
    return target.getvalue()
