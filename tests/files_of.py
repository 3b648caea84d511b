"""Files of addresses as an order has them made, at the data version in force where none is said."""

from collections.abc import Sequence
from typing import Any

from snapshots.app_server import AppServer
from snapshots.browser import Browser
from snapshots.files import RenderedFile
from snapshots.formats import WRITERS
from snapshots.request import RenderRequest


def files_of(
    kind: str, browser: Browser, server: AppServer, addresses: Sequence[str], *, version: str = "", **more: Any
) -> list[RenderedFile]:
    """`kind` is pdf, docx, pptx or png; `more` what RenderRequest takes besides."""
    return WRITERS[kind](
        browser, server, RenderRequest(addresses=addresses, version=version or server.version(), **more)
    )
