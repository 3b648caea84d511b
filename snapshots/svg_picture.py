"""A picture on a slide as SVG, with a PNG beside it for programs that cannot draw SVG."""

import re
from io import BytesIO
from typing import Any

from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.util import Emu

SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"  # [MS-ODRAWXML] svgBlip
SVG_TYPE = "image/svg+xml"
SVG_NAMESPACE = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
REFERENCES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def add_svg(slide: Any, svg: str, png: bytes, box: tuple[int, int, int, int], *, words: str) -> Any:
    """The picture, whole and centred in `box` (left, top, width, height in EMU), described by `words`."""
    left, top, width, height = box
    picture = slide.shapes.add_picture(BytesIO(png), Emu(left), Emu(top))
    scale = min(width / picture.width, height / picture.height)
    picture.width, picture.height = Emu(int(picture.width * scale)), Emu(int(picture.height * scale))
    picture.left = Emu(left + (width - picture.width) // 2)
    picture.top = Emu(top + (height - picture.height) // 2)
    picture.name = words
    picture._element.nvPicPr.cNvPr.set("descr", words)
    related = slide.part.relate_to(_svg_part(slide, svg), RELATIONSHIP_TYPE.IMAGE)
    blip = picture._element.blipFill.find(f"{{{MAIN}}}blip")
    blip.append(parse_xml(
        f'<a:extLst xmlns:a="{MAIN}"><a:ext uri="{SVG_EXTENSION}"><asvg:svgBlip xmlns:asvg="{SVG_NAMESPACE}" '
        f'xmlns:r="{REFERENCES}" r:embed="{related}"/></a:ext></a:extLst>'
    ))  # fmt: skip
    return picture


def plain_ids(svg: str) -> str:
    """Ids numbered in their order: plotly's carry letters drawn at random for every page."""
    names = {name: f"p{n}" for n, name in enumerate(dict.fromkeys(re.findall(r'\bid="([^"]+)"', svg)), 1)}
    named = re.sub(r'\bid="([^"]+)"', lambda found: f'id="{names[found[1]]}"', svg)
    return re.sub(r"(?<=#)[^\s\"')&;]+", lambda found: names.get(found[0], found[0]), named)


def _svg_part(slide: Any, svg: str) -> Part:
    """One part for the same picture, however many slides show it."""
    package, content = slide.part.package, svg.encode("utf-8")
    parts = [part for part in package.iter_parts() if part.content_type == SVG_TYPE]
    for part in parts:
        if part.blob == content:
            return part
    return Part(PackURI(f"/ppt/media/drawing{len(parts) + 1}.svg"), SVG_TYPE, package, content)
