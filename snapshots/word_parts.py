"""Pieces of a Word document that python-docx has no words for: East Asian fonts, fields, lines of a table."""

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

LATIN = "Times New Roman"
BODY, HEI, KAI, TITLE = "仿宋", "黑体", "楷体", "方正小标宋简体"


def element(tag: str, /, **attributes: str) -> Any:
    """`element("w:top", val="single")`; attributes are of the w namespace."""
    made = OxmlElement(tag)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def set_font(properties: Any, family: str, *, size: float | None = None) -> None:
    """The East Asian and the Latin font of run properties (`w:rPr`): a theme's font would win, so it goes."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = element("w:rFonts")
        properties.insert(0, fonts)
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for key, value in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", family)):
        fonts.set(qn(f"w:{key}"), value)
    if size is not None:
        for name in ("w:sz", "w:szCs"):
            found = properties.find(qn(name))
            if found is None:
                found = element(name)
                properties.append(found)
            found.set(qn("w:val"), str(round(size * 2)))


def add_run(paragraph: Any, text: str, family: str | None = None, size: float | None = None) -> Any:
    """A run of text; without a family it looks as its paragraph's style says."""
    run = paragraph.add_run(text)
    if family is not None:
        set_font(run._r.get_or_add_rPr(), family)
    if size is not None:
        run.font.size = Pt(size)
    return run


def add_field(paragraph: Any, code: str, shown: str, *, dirty: bool = False) -> None:
    """A field whose last result is `shown`; a dirty one is made anew when the file is opened."""
    for kind in ("begin", "code", "separate", "shown", "end"):
        run = paragraph.add_run()
        if kind == "code":
            told = element("w:instrText")
            told.set(qn("xml:space"), "preserve")
            told.text = f" {code} "
            run._r.append(told)
        elif kind == "shown":
            run.text = shown
        else:
            mark = element("w:fldChar", fldCharType=kind)
            if dirty and kind == "begin":
                mark.set(qn("w:dirty"), "true")
            run._r.append(mark)


def open_field(paragraph: Any, code: str) -> None:
    """The beginning of a field that runs over several paragraphs; `close_field` ends it."""
    begin = element("w:fldChar", fldCharType="begin", dirty="true")
    paragraph.add_run()._r.append(begin)
    told = element("w:instrText")
    told.set(qn("xml:space"), "preserve")
    told.text = f" {code} "
    paragraph.add_run()._r.append(told)
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="separate"))


def close_field(paragraph: Any) -> None:
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="end"))


def add_bookmark(paragraph: Any, name: str, number: int) -> None:
    """A named place around all that stands in the paragraph by now."""
    start = element("w:bookmarkStart", id=str(number), name=name)
    runs = [child for child in paragraph._p if child.tag == qn("w:r")]
    runs[0].addprevious(start)
    runs[-1].addnext(element("w:bookmarkEnd", id=str(number)))


_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_BEHIND = ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook", "w:tblCaption", "w:tblDescription")


def three_lines(table: Any) -> None:
    """Lines of 1.5 pt above and below, of 0.75 pt under the head, which is repeated on every page."""
    properties = table._tbl.tblPr
    style = properties.find(qn("w:tblStyle"))
    if style is not None:
        properties.remove(style)
    borders = element("w:tblBorders")
    for side in _SIDES:
        drawn = {"val": "single", "sz": "12", "space": "0", "color": "000000"}
        borders.append(element(f"w:{side}", **(drawn if side in ("top", "bottom") else {"val": "nil"})))
    _place(properties, borders, _BEHIND)
    margins = element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(element(f"w:{side}", w="50", type="dxa"))
    _place(properties, margins, _BEHIND[3:])
    for place, row in enumerate(table.rows):
        told = row._tr.get_or_add_trPr()
        told.append(element("w:cantSplit"))
        if place == 0:
            told.append(element("w:tblHeader"))
            for cell in row.cells:
                lines = element("w:tcBorders")
                lines.append(element("w:bottom", val="single", sz="6", space="0", color="000000"))
                cell._tc.get_or_add_tcPr().append(lines)


def keep_ends(table: Any) -> None:
    """No page ends behind the head or the first row alone, none begins with the last row alone."""
    for row in (*table.rows[:2], *table.rows[-3:-1]):
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True


def without_lines(table: Any) -> None:
    """A table that only holds things beside each other; its rows stay together."""
    properties = table._tbl.tblPr
    style = properties.find(qn("w:tblStyle"))
    if style is not None:
        properties.remove(style)
    margins = element("w:tblCellMar")
    for side in ("left", "right"):  # else a picture of half the sheet's width is cut at its edge
        margins.append(element(f"w:{side}", w="0", type="dxa"))
    _place(properties, margins, _BEHIND[3:])
    for row in table.rows:
        row._tr.get_or_add_trPr().append(element("w:cantSplit"))


def _place(properties: Any, made: Any, behind: tuple[str, ...]) -> None:
    """Before the first of `behind`: Word refuses properties out of their order."""
    following = next((child for child in properties if child.tag in {qn(name) for name in behind}), None)
    if following is None:
        properties.append(made)
    else:
        following.addprevious(made)


def told_picture(shape: Any, words: str, name: str) -> None:
    """Words for those who cannot see the picture."""
    about = shape._inline.docPr
    about.set("descr", words)
    about.set("name", name)
