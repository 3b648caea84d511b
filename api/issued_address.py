"""The view behind an address, for a code: checked, made once on the server, with the numbers that it was drawn from."""

import logging
import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

import dash

from access.current import current_viewer
from api.data_version import asked_version
from api.problems import Problem, bad_request, shortened
from data.settings import settings
from data.warehouse import WarehouseError
from queries.ask import hearing
from queries.fingerprint import fingerprint
from state.issued_views import FIGURE

log = logging.getLogger(__name__)
LONGEST_ADDRESS = 2_000
MOST_FIELDS = 40
LONGEST_TITLE = 200
NOT_ISSUED = ("/404", "/verify")  # a code of a code would say nothing
MOST_REMEMBERED = 64  # PNG after SVG of the same page; a fingerprint has some kB
_UNIT = re.compile("单位：[^　]*")
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\x9f\\]")


@dataclass(frozen=True)
class IssuedAddress:
    """`address` is a path with its query in one order, without `v`; `#` and the id of a figure where it is a picture of
    one, which the title then names after `FIGURE`."""

    address: str
    version: str
    title: str
    answers: str  # of `queries.fingerprint`


_remembered: OrderedDict[tuple, tuple[IssuedAddress, dict[str, str]]] = OrderedDict()  # with the titles of its figures
_lock = Lock()


def issued_address(text: object) -> IssuedAddress:
    """The view that `text` (`/map?indicator=…`, or with `#map-figure` that figure of it) shows now to the current
    viewer. Its layout runs once; the numbers kept are those of the whole page.

    Raises Problem 400 for what is no address of a page of ours, VersionGone for a version that is not kept,
    Problem 500 where the page cannot be made, WarehouseError.
    """
    path, fields, figure = _checked(text)
    wanted = [value for key, value in fields if key == "v"]
    version = asked_version(wanted[0].strip() if wanted else None)
    kept = sorted(((k, v) for k, v in fields if k != "v"), key=lambda pair: pair[0])
    address = path + ("?" + urlencode(kept, safe=",") if kept else "")
    key = (settings(), version, current_viewer().scope, address)
    with _lock:
        made, figures = _remembered.get(key, (None, {}))
    if made is None:
        made, figures = _made(path, kept, address, version)
        with _lock:
            _remembered[key] = made, figures
            while len(_remembered) > MOST_REMEMBERED:
                _remembered.popitem(last=False)
    if not figure:
        return made
    if figure not in figures:
        raise _wrong(str(text), "这个页面上没有这张图")
    return replace(made, address=f"{address}#{figure}", title=_with_figure(made.title, figures[figure]))


def forget() -> None:
    """Drop what is remembered: for another warehouse in the same process."""
    with _lock:
        _remembered.clear()


def _checked(text: object) -> tuple[str, list[tuple[str, str]], str]:
    """Path, query and the id of a figure, if any."""
    if not isinstance(text, str) or not text:
        raise _wrong("", "请在address中写明页面地址，如“/map?indicator=LE”")
    if len(text) > LONGEST_ADDRESS:
        raise _wrong(text, f"页面地址最多{LONGEST_ADDRESS}个字符，这里有{len(text)}个")
    try:
        parts = urlsplit(text)
        fields = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
        figure = unquote(parts.fragment, errors="strict")
    except ValueError:
        raise _wrong(text, f"页面地址不能识别；参数最多{MOST_FIELDS}个") from None
    if not text.startswith("/") or text.startswith("//") or parts.scheme or parts.netloc or _UNSEEN.search(text):
        raise _wrong(text, "只写本站页面的地址，从“/”开始，不带协议和主机")
    path = parts.path if parts.path == "/" else parts.path.rstrip("/")
    if path in NOT_ISSUED or _layout_of(path) is None:
        raise _wrong(text, "没有这个页面，或这个页面没有校验码")
    return path, fields, figure


def _wrong(text: str, detail: str) -> Problem:
    return bad_request([{"parameter": "address", "value": shortened(text), "detail": detail}])


def _layout_of(path: str) -> Callable[..., Any] | None:
    """The page's own function: as the app wraps it, it would answer a page that says what failed."""
    for page in dash.page_registry.values():
        if page["path"] == path and not page.get("path_template") and callable(page["layout"]):
            layout = page["layout"]
            return getattr(layout, "__wrapped__", layout)
    return None


def _made(path: str, fields: list[tuple[str, str]], address: str, version: str) -> tuple[IssuedAddress, dict[str, str]]:
    """The view, and the titles of its figures by their ids."""
    layout = _layout_of(path)
    assert layout is not None
    several: dict[str, list[str]] = {}
    for key, value in fields:
        several.setdefault(key, []).append(value)
    params: dict[str, Any] = {key: values if len(values) > 1 else values[0] for key, values in several.items()}
    try:
        with hearing() as heard:
            drawn = layout(**params, v=version)
    except WarehouseError:
        raise
    except Exception:
        log.exception("no code: the page behind %s failed", path)
        raise Problem(
            500, "page-failed", "页面未能生成", "这个页面未能生成，没有登记校验码。请先打开它看看。"
        ) from None
    return IssuedAddress(address, version, _title_of(drawn, path), fingerprint(heard, version)), _figures_of(drawn)


def _figures_of(drawn: Any) -> dict[str, str]:
    """Titles by the ids of `components.figure_frame`."""
    framed = [component for component in _components(drawn) if getattr(component, "data-figure", None)]
    return {getattr(frame, "data-figure"): str(getattr(frame, "aria-label", "")) for frame in framed}


def _with_figure(title: str, figure: str) -> str:
    """The figure's own title is never cut: it says which one it was."""
    room = LONGEST_TITLE - len(FIGURE) - len(figure)
    return f"{title[:room]}{FIGURE}{figure}" if figure and room > 0 else title


def _title_of(drawn: Any, path: str) -> str:
    """What the page's head says: its title, with place, period and unit."""
    for component in _components(drawn):
        if getattr(component, "className", None) == "hc-head":
            said = [_words(component.children[0]), _plain_words(component.children[1])]
            return "　".join(words for words in said if words)[:LONGEST_TITLE]
        if type(component).__name__ == "H1":  # a page with a head of its own
            return _words(component)[:LONGEST_TITLE]
    return next(str(p["name"]) for p in dash.page_registry.values() if p["path"] == path)


def _plain_words(component: Any) -> str:
    """The words beside a title without what is more than words (counts with lamps)."""
    inner = getattr(component, "children", None)
    first = inner[:1] if isinstance(inner, list | tuple) else [inner]
    return _UNIT.sub("", "".join(part for part in first if isinstance(part, str))).strip("：　 ")


def _components(component: Any):
    if isinstance(component, list | tuple):
        for child in component:
            yield from _components(child)
    elif hasattr(component, "to_plotly_json"):
        yield component
        yield from _components(getattr(component, "children", None))


def _words(component: Any) -> str:
    if isinstance(component, list | tuple):
        return "".join(_words(c) for c in component)
    if hasattr(component, "to_plotly_json"):
        return _words(getattr(component, "children", None))
    return "" if component is None else str(component).strip()
