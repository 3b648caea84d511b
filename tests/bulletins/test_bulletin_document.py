"""The Word document: the same blocks, styles and fields that Word knows, XML in the order that it demands."""

import io
import re
import zipfile
from datetime import UTC, datetime

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree
from PIL import Image
from told_release import COUNTY, NATION, PROVINCE

from bulletins.blocks import Figure, Heading, MapFigure, Sentence, Table, Told
from snapshots.document import Taken, document_bytes

TIME = datetime(2026, 11, 22, 0, 30, tzinfo=UTC)
MARK = {"code": "ABCD-1234", "address": "http://127.0.0.1/verify/ABCD-1234"}
# What comes before what in the properties of tables, cells and paragraphs (ECMA-376, part 1: CT_TblPr, CT_PPr …).
ORDER = {
    "tblPr": ["tblStyle", "tblpPr", "tblOverlap", "bidiVisual", "tblStyleRowBandSize", "tblStyleColBandSize", "tblW",
              "jc", "tblCellSpacing", "tblInd", "tblBorders", "shd", "tblLayout", "tblCellMar", "tblLook"],
    "tcPr": ["cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap", "tcMar", "vAlign"],
    "pPr": ["pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr",
            "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap",
            "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid",
            "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection",
            "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr"],
    "rPr": ["rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow",
            "emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color", "spacing", "w", "kern",
            "position", "sz", "szCs", "highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs",
            "em", "lang"],
}  # fmt: skip


def picture():
    target = io.BytesIO()
    Image.new("RGB", (59, 20), "white").save(target, "PNG")
    return target.getvalue()


@pytest.fixture
def made(bulletin_of):
    def make(**params):
        bulletin = bulletin_of(**params)
        ids = [figure.id for figure in bulletin.figures()]
        pages = {h.id: n for n, h in enumerate(bulletin.headings(), 3)}
        content = document_bytes(bulletin, Taken(dict.fromkeys(ids, picture()), pages, 9), MARK, TIME, "Asia/Shanghai")
        return bulletin, content

    return make


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def words(cell):
    return cell.text if isinstance(cell, Told) else cell


@pytest.mark.parametrize("area", [PROVINCE, NATION, COUNTY])
def test_native_tables_are_those_of_the_blocks(made, area):
    bulletin, content = made(area=area)
    document = Document(io.BytesIO(content))
    blocks = [b for b in bulletin.blocks if isinstance(b, Table)]
    found = [t for t in document.tables if t.rows[0]._tr.find(".//" + qn("w:tblHeader")) is not None]
    assert len(found) == len(blocks) > 1
    for block, table in zip(blocks, found, strict=True):
        told = [[cell.text for cell in row.cells] for row in table.rows]
        assert told == [[c.name for c in block.columns], *([words(c) for c in row] for row in block.rows)]


def test_all_sentences_headings_and_captions(made):
    bulletin, content = made(area=PROVINCE)
    document = Document(io.BytesIO(content))
    whole = "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in document.element.body.iter(qn("w:p")))
    captions = [b.caption for b in (*bulletin.blocks, *bulletin.figures()) if isinstance(b, Table | Figure | MapFigure)]
    for said in (*(b.text for b in bulletin.blocks if isinstance(b, Sentence)), *captions):
        assert said in whole
    heads = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert heads == [(f"Heading {b.level}", b.text) for b in bulletin.blocks if isinstance(b, Heading)]


def test_contents_are_a_field_with_its_entries(made):
    bulletin, content = made(area=PROVINCE)
    xml = parts(content)["word/document.xml"].decode()
    assert 'TOC \\o "1-2"' in xml and 'w:dirty="true"' in xml
    entries = [p.text for p in Document(io.BytesIO(content)).paragraphs if p.style.name.startswith("toc ")]
    assert entries == [f"{h.text}\t{n}" for n, h in enumerate(bulletin.headings(), 3)]
    named = set(re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]+)"', xml))
    assert set(re.findall(r"PAGEREF (\S+)", xml)) == named and len(named) == len(entries)
    assert xml.count('w:fldCharType="begin"') == xml.count('w:fldCharType="end"') == xml.count('"separate"')


def test_sheet_styles_and_feet(made):
    bulletin, content = made(area=PROVINCE)
    document = Document(io.BytesIO(content))
    section = document.sections[0]
    assert [round(x.mm) for x in (section.page_width, section.page_height)] == [210, 297]
    assert [round(x.mm) for x in (section.top_margin, section.left_margin)] == [37, 28]
    assert round(section.right_margin.mm) == 210 - 28 - 156
    fonts = {"Title": "方正小标宋简体", "Heading 1": "黑体", "Heading 2": "楷体", "Body Text": "仿宋"}
    for name, family in fonts.items():
        told = document.styles[name].element.rPr.find(qn("w:rFonts"))
        assert told.get(qn("w:eastAsia")) == family and told.get(qn("w:eastAsiaTheme")) is None
    body = document.styles["Body Text"]
    assert (body.font.size.pt, body.paragraph_format.line_spacing.pt) == (16, 28)
    assert document.settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, 2), (section.even_page_footer, 0)):
        assert footer.paragraphs[0].alignment == side and "— 1 —" in footer.paragraphs[0].text
        told = "".join(p.text for p in footer.paragraphs)
        for said in ("数据来源", "数据截止：2025-12-31", "统计口径", bulletin.version, "ABCD-1234", "台湾省数据"):
            assert said in told
        assert "2026年11月22日8时30分" in told
        assert "NUMPAGES" in footer._element.xml
    assert "演示数据" in section.header.paragraphs[0].text
    assert document.core_properties.title == bulletin.title and "ABCD-1234" in document.core_properties.keywords


def test_pictures_have_words(made):
    bulletin, content = made(area=PROVINCE)
    told = re.findall(r'<wp:docPr [^>]*descr="([^"]*)"', parts(content)["word/document.xml"].decode())
    figures = list(bulletin.figures())
    assert len(told) == len(figures) + 1  # and the code
    assert all(any(f.words in t for t in told) for f in figures)


def test_well_formed_and_in_the_order_that_word_demands(made):
    _, content = made(area=PROVINCE)
    for name, body in parts(content).items():
        if not name.endswith((".xml", ".rels")):
            continue
        tree = etree.fromstring(body)
        for kind, order in ORDER.items():
            for properties in tree.iter(qn(f"w:{kind}")):
                names = [etree.QName(child).localname for child in properties]
                places = [order.index(n) for n in names if n in order]
                assert places == sorted(places), (name, kind, names)


def test_the_same_bytes_twice(made):
    assert made(area=PROVINCE)[1] == made(area=PROVINCE)[1]
