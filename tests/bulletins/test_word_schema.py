"""Every part of the Word document holds to the order of children that ISO/IEC 29500-4 (transitional) demands: Word
refuses a file, or repairs it with a question, where an element stands out of its order."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
from lxml import etree
from PIL import Image
from told_release import COUNTY, NATION, PROVINCE

from snapshots.document import Taken, document_bytes

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TIME = datetime(2026, 11, 22, 0, 30, tzinfo=UTC)
MARK = {"code": "ABCD-1234", "address": "http://127.0.0.1/verify/ABCD-1234"}

# wml.xsd: xsd:sequence of each type, in full; "*" stands for content in any order.
_PARAGRAPH = """pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs
        suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi
        adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection
        textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"""
_RUN = """rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid
        vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl
        cs em lang eastAsianLayout specVanish oMath rPrChange"""
ORDER = {
    "body": "* sectPr", "p": "pPr *", "r": "rPr *", "pPr": _PARAGRAPH, "rPr": _RUN,
    "tbl": "bookmarkStart bookmarkEnd tblPr tblGrid tr", "tr": "tblPrEx trPr tc", "tc": "tcPr *",
    "tblPr": """tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing
        tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription tblPrChange""",
    "tblBorders": "top left start bottom right end insideH insideV",
    "tblCellMar": "top left start bottom right end",
    "tcPr": """cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark
        headers cellIns cellDel cellMerge tcPrChange""",
    "tcBorders": "top left start bottom right end insideH insideV tl2br tr2bl",
    "pBdr": "top left bottom right between bar",
    "sectPr": """headerReference|footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType
        pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings
        sectPrChange""",
    "style": """name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked
        personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr""",
    "styles": "docDefaults latentStyles style", "docDefaults": "rPrDefault pPrDefault",
    "settings": """writeProtection view zoom removePersonalInformation removeDateAndTime doNotDisplayPageBoundaries
        displayBackgroundShape printPostScriptOverText printFractionalCharacterWidth printFormsData
        embedTrueTypeFonts embedSystemFonts saveSubsetFonts saveFormsData mirrorMargins alignBordersAndEdges
        bordersDoNotSurroundHeader bordersDoNotSurroundFooter gutterAtTop hideSpellingErrors
        hideGrammaticalErrors activeWritingStyle proofState formsDesign attachedTemplate linkStyles
        stylePaneFormatFilter stylePaneSortMethod documentType mailMerge revisionView trackRevisions
        doNotTrackMoves doNotTrackFormatting documentProtection autoFormatOverride styleLockTheme styleLockQFSet
        defaultTabStop autoHyphenation consecutiveHyphenLimit hyphenationZone doNotHyphenateCaps showEnvelope
        summaryLength clickAndTypeStyle defaultTableStyle evenAndOddHeaders bookFoldRevPrinting bookFoldPrinting
        bookFoldPrintingSheets drawingGridHorizontalSpacing drawingGridVerticalSpacing
        displayHorizontalDrawingGridEvery displayVerticalDrawingGridEvery doNotUseMarginsForDrawingGridOrigin
        drawingGridHorizontalOrigin drawingGridVerticalOrigin doNotShadeFormData noPunctuationKerning
        characterSpacingControl printTwoOnOne strictFirstAndLastChars noLineBreaksAfter noLineBreaksBefore
        savePreviewPicture doNotValidateAgainstSchema saveInvalidXml ignoreMixedContent
        alwaysShowPlaceholderText doNotDemarcateInvalidXml saveXmlDataOnly useXSLTWhenSaving saveThroughXslt
        showXMLTags alwaysMergeEmptyNamespace updateFields hdrShapeDefaults footnotePr endnotePr compat docVars
        rsids mathPr attachedSchema themeFontLang clrSchemeMapping doNotIncludeSubdocsInStats
        doNotAutoCompressPictures forceUpgrade captions readModeInkLockDown smartTagType schemaLibrary
        shapeDefaults doNotEmbedSmartTags decimalSymbol listSeparator""",
}  # fmt: skip
# What may stand once only in what holds it.
ONCE = {
    "pPr", "rPr", "tblPr", "tcPr", "trPr", "tblGrid", "sectPr", "tblBorders", "tcBorders", "tblW", "jc", "spacing",
    "ind", "keepNext", "sz", "szCs", "rFonts", "color", "tblHeader", "cantSplit", "tblLayout", "tblCellMar",
}  # fmt: skip


def parts(bulletin):
    target = io.BytesIO()
    Image.new("RGB", (59, 20), "white").save(target, "PNG")
    pictures = {figure.id: target.getvalue() for figure in bulletin.figures()}
    pages = {heading.id: number for number, heading in enumerate(bulletin.headings(), 3)}
    content = document_bytes(bulletin, Taken(pictures, pages, 9), MARK, TIME, "Asia/Shanghai")
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def local(element):
    return etree.QName(element).localname


def out_of_order(element):
    """Names of the children that stand where they must not."""
    order = {name: at for at, names in enumerate(ORDER[local(element)].split()) for name in names.split("|")}
    anything, place, found = order.get("*"), -1, []
    for child in element:
        if not isinstance(child.tag, str) or etree.QName(child).namespace != W:
            continue
        at = order.get(local(child), anything)
        if at is None or at < place:
            found.append(local(child))
        else:
            place = at
    return found


@pytest.fixture(params=[PROVINCE, NATION, COUNTY])
def written(request, bulletin_of):
    return parts(bulletin_of(area=request.param))


def test_children_stand_in_their_order_and_once(written):
    checked = set()
    for name, body in written.items():
        if not name.endswith((".xml", ".rels")):
            continue
        for element in etree.fromstring(body).iter():
            if not isinstance(element.tag, str) or etree.QName(element).namespace != W:
                continue
            names = [local(c) for c in element if isinstance(c.tag, str)]
            assert not [n for n in ONCE if names.count(n) > 1], (name, local(element), names)
            if local(element) in ORDER:
                checked.add(local(element))
                assert not out_of_order(element), (name, local(element), names)
    assert {"body", "pPr", "rPr", "tblPr", "tcPr", "sectPr", "style", "settings", "pBdr", "tblBorders"} <= checked


def test_tables_and_cells_are_whole(written):
    """A cell ends with a paragraph, a row has as many cells as the grid has columns, no table ends the body."""
    document = etree.fromstring(written["word/document.xml"])
    for table in document.iter(f"{{{W}}}tbl"):
        columns = len(table.findall(f"{{{W}}}tblGrid/{{{W}}}gridCol"))
        for row in table.findall(f"{{{W}}}tr"):
            cells = row.findall(f"{{{W}}}tc")
            assert len(cells) == columns > 0
            assert all(local(cell[-1]) == "p" for cell in cells)
        following = table.getnext()
        assert following is not None and local(following) == "p"


def test_fields_and_bookmarks_are_paired(written):
    for name in [n for n in written if n.startswith("word/") and n.endswith(".xml")]:
        tree, depth = etree.fromstring(written[name]), 0
        for mark in tree.iter(f"{{{W}}}fldChar"):
            depth += {"begin": 1, "separate": 0, "end": -1}[mark.get(f"{{{W}}}fldCharType")]
            assert depth >= 0, name
        assert depth == 0, name
        begun = [b.get(f"{{{W}}}id") for b in tree.iter(f"{{{W}}}bookmarkStart")]
        ended = [b.get(f"{{{W}}}id") for b in tree.iter(f"{{{W}}}bookmarkEnd")]
        assert sorted(begun) == sorted(ended) and len(set(begun)) == len(begun)
        assert all(len(b.get(f"{{{W}}}name")) <= 40 for b in tree.iter(f"{{{W}}}bookmarkStart"))


def test_the_package_holds_what_it_names(written):
    """Every part has a content type; every relationship leads to a part; every r:id and style is there; ids are one."""
    types = etree.fromstring(written["[Content_Types].xml"])
    endings = {t.get("Extension") for t in types if local(t) == "Default"}
    named = {t.get("PartName") for t in types if local(t) == "Override"}
    for name in set(written) - {"[Content_Types].xml"}:
        assert f"/{name}" in named or name.rpartition(".")[2] in endings, name
    assert all(name.lstrip("/") in written for name in named)
    known = {s.get(f"{{{W}}}styleId") for s in etree.fromstring(written["word/styles.xml"]).iter(f"{{{W}}}style")}
    drawn = []
    for name, body in written.items():
        if not name.startswith("word/") or not name.endswith(".xml") or "/_rels/" in name:
            continue
        tree = etree.fromstring(body)
        folder, _, base = name.rpartition("/")
        relations = written.get(f"{folder}/_rels/{base}.rels")
        leads = {r.get("Id"): r for r in etree.fromstring(relations)} if relations else {}
        for lead in leads.values():
            assert (
                lead.get("TargetMode") == "External"
                or f"{folder}/{lead.get('Target')}" in written
                or (lead.get("Target").lstrip("/.") in written)
            ), lead.get("Target")
        every = [e for e in tree.iter() if isinstance(e.tag, str)]
        used = {value for e in every for key, value in e.attrib.items() if key.startswith(f"{{{R}}}")}
        assert used <= set(leads), name
        styles = {e.get(f"{{{W}}}val") for e in every if local(e) in ("pStyle", "rStyle", "tblStyle")}
        assert styles <= known, (name, styles - known)
        drawn += [e.get("id") for e in every if local(e) == "docPr"]
    assert len(drawn) == len(set(drawn)) > 1
