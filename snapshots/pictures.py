"""Addresses as PNG, at the size that is asked for, through the same opening and inspection as PDF; below each what it
is, and the code by which it is verified."""

import io
import math
from collections.abc import Iterator

from PIL import Image

from snapshots.app_server import AppServer
from snapshots.browser import Browser
from snapshots.files import RenderedFile, file_name, whole_file
from snapshots.footer import Stretch, strip
from snapshots.marks import mark_of
from snapshots.opened import open_view
from snapshots.papers import paper_of
from snapshots.printed import Facts, prepared
from snapshots.request import RenderRequest

# CSS px; none is narrower than the narrowest screen of a desk
SIZES = {"a4": (1366, 1932), "a4-landscape": (1584, 1120), "a3-landscape": (1920, 1358), "wide": (1920, 1080)}
DEVICE_SCALE = 2


def png_files(browser: Browser, server: AppServer, request: RenderRequest) -> Iterator[RenderedFile]:
    """A PNG for each address (pictures cannot be put `together`), as large as the screen that its paper stands for."""
    sheet = paper_of(request.paper)
    taken: set[str] = set()
    for number, address in enumerate(request.addresses, 1):
        name = file_name(request.name if len(request.addresses) == 1 else f"{request.name}_{number}", "png", taken)
        taken.add(name)
        seen, facts = _seen(browser, server, address, SIZES[sheet.name], request)
        version, time = request.version, request.time
        mark = mark_of(server, address, version, time, viewer=request.viewer, surface="png", title=facts.title)
        stretch = Stretch(facts, 1, version, mark["code"], mark["qr"])
        below = strip(browser, stretch, SIZES[sheet.name][0], DEVICE_SCALE, time, request.zone)
        yield whole_file(request.folder / name, _stacked(seen, below), address=address, pages=1, code=mark["code"])
        request.progress(number, len(request.addresses))


def _seen(
    browser: Browser, server: AppServer, address: str, size: tuple[int, int], request: RenderRequest
) -> tuple[bytes, Facts]:
    """The view as readers see it on a screen of `size`, to its end, and what it tells of itself."""
    with open_view(
        browser, server, address, version=request.version, time=request.time, viewer=request.viewer, media="screen",
        size=size, device_scale=DEVICE_SCALE, pictures=request.folder,
    ) as page:  # fmt: skip
        width, height = size
        high = page.evaluate(
            "() => document.getElementById('_pages_content').lastElementChild.getBoundingClientRect().bottom"
        )
        told = max(math.ceil(high), height // 3)
        seen = page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": width, "height": told})
        return seen, prepared(page, paper_of(request.paper))


def _stacked(above: bytes, below: bytes) -> bytes:
    """Both PNG pictures, one below the other."""
    parts = [Image.open(io.BytesIO(part)).convert("RGB") for part in (above, below)]
    whole = Image.new("RGB", (max(part.width for part in parts), sum(part.height for part in parts)), "white")
    top = 0
    for part in parts:
        whole.paste(part, (0, top))
        top += part.height
    content = io.BytesIO()
    whole.save(content, "PNG", optimize=True)
    return content.getvalue()
