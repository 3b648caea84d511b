"""`POST /api/v1/codes`: a code and QR for a view that leaves the cockpit on paper or as a picture.

The only address of the interface that writes: a row that says which view it was, at which version, and what numbers it
showed (`state.issued_views`). Browsers post it from our own pages (`api.security`), the renderer of snapshots with its
token.
"""

import io
import re
import time
import unicodedata
from collections import deque
from datetime import UTC, datetime
from threading import Lock
from typing import Any

import segno
from flask import Response, request

from access.current import current_viewer
from access.renderer import TOKEN_HEADER, is_renderer
from api.blueprint import blueprint, json_answer
from api.issued_address import LONGEST_TITLE, issued_address
from api.problems import Problem, bad_request, shortened
from data.settings import settings
from state.issued_views import SURFACES, issue, shown_code
from state.store import StateError

PICTURES = ("png", "svg")  # what a browser makes; the rest comes from the renderer
FIELDS = ("address", "surface", "time", "title")
_PUBLIC = re.compile(r"https?://[^\s/?#@]{1,200}")
RATES = ((60.0, 60), (3600.0, 600))  # seconds, codes in them: of one worker, for browsers
_asked: deque[float] = deque(maxlen=RATES[-1][1])
_lock = Lock()


@blueprint.post("/codes")
def codes() -> Response:
    """{"code", "address", "qr", "at", "title", "data_version"}; the same view at the same second has the same code."""
    renderer = _is_renderer()
    body = _body()
    base = _base(renderer)
    surface = _surface(body, renderer)
    at = _time(body, renderer)
    if not renderer:
        _hold_back()
    view = issued_address(body.get("address"))
    title = _title(body, renderer) or view.title
    try:
        code = issue(
            address=view.address, title=title, data_version=view.version, at=at, surface=surface,
            viewer=current_viewer(), answers=view.answers,
        )  # fmt: skip
    except StateError as error:
        raise Problem(503, "state-unavailable", "状态库不可用", str(error)) from error
    shown = shown_code(code)
    answer = json_answer(
        {
            "code": shown, "address": f"{base}/verify/{shown}", "qr": qr(f"{base}/verify/{shown}" if base else shown),
            "at": f"{at.isoformat()}Z", "title": title, "data_version": view.version,
        }
    )  # fmt: skip
    answer.headers["Cache-Control"] = "no-store"
    return answer


def qr(content: str) -> str:
    """SVG text, one unit a module with the quiet zone of four around; error correction M (15 %) survives a copier."""
    drawn = io.BytesIO()
    segno.make(content, error="m", micro=False, boost_error=False).save(
        drawn, kind="svg", xmldecl=False, omitsize=True, border=4, light="#fff", svgclass=None, lineclass=None, nl=False
    )
    return drawn.getvalue().decode()


def _base(renderer: bool) -> str:
    """Where codes are verified; empty for a renderer without a public address: its own port leads nowhere."""
    public = settings().public_url
    if public and not _PUBLIC.fullmatch(public):
        detail = "COCKPIT_PUBLIC_URL 要写成 https://主机 或 http://主机:端口，不带路径和参数。请管理员改正后重新启动。"
        raise Problem(503, "bad-public-url", "公开网址设置有误", detail)
    return public or ("" if renderer else request.host_url.rstrip("/"))


def _is_renderer() -> bool:
    """Whether the request comes from the process that started this server. Raises Problem 403 for a wrong token."""
    if TOKEN_HEADER not in request.headers:
        return False
    if not is_renderer():
        raise Problem(
            403, "wrong-token", "令牌不对", "这个服务没有发出这样的快照令牌；请去掉令牌，或用启动它的快照程序请求。"
        )
    return True


def _body() -> dict[str, Any]:
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise Problem(
            400,
            "bad-body",
            "请求体有误",
            '请求体要写成JSON对象，如{"address": "/map?indicator=LE", "surface": "svg"}。',
        )
    wrong = [
        {
            "parameter": str(name)[:60],
            "value": "",
            "detail": f"没有“{shortened(str(name))}”这一项；可用：{'、'.join(FIELDS)}",
        }
        for name in body
        if name not in FIELDS
    ]
    if wrong:
        raise bad_request(wrong)
    return body


def _surface(body: dict[str, Any], renderer: bool) -> str:
    surface = body.get("surface")
    usable = SURFACES if renderer else PICTURES
    if surface not in usable:
        detail = f"surface要写成{'、'.join(usable)}之一"
        raise bad_request([{"parameter": "surface", "value": shortened(str(surface)), "detail": detail}])
    return str(surface)


def _time(body: dict[str, Any], renderer: bool) -> datetime:
    """UTC without zone, to the second: the run's where the renderer says it, else now."""
    said = body.get("time")
    if said is None:
        return datetime.now(UTC).replace(microsecond=0, tzinfo=None)
    if not renderer:
        raise _only_renderer("time", "时间")
    try:
        at = datetime.fromisoformat(said)
        if at.tzinfo is None:
            raise ValueError("without zone")
        return at.astimezone(UTC).replace(microsecond=0, tzinfo=None)
    except (ValueError, TypeError, OverflowError):
        detail = "time要写成带时区的ISO 8601时间，如2026-11-22T08:00:00+08:00"
        raise bad_request([{"parameter": "time", "value": shortened(str(said)), "detail": detail}]) from None


def _title(body: dict[str, Any], renderer: bool) -> str:
    said = body.get("title")
    if said is None:
        return ""
    if not renderer:
        raise _only_renderer("title", "标题")
    if not isinstance(said, str) or len(said) > LONGEST_TITLE:
        detail = f"title要写成不超过{LONGEST_TITLE}个字的文字"
        raise bad_request([{"parameter": "title", "value": shortened(str(said)), "detail": detail}])
    return "".join(c for c in said if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")).strip()


def _only_renderer(name: str, words: str) -> Problem:
    detail = f"{words}由服务器给出，请去掉{name}；只有快照程序可以写明"
    return Problem(
        403, "not-the-renderer", "不能由请求指定", detail + "。", [{"parameter": name, "value": "", "detail": detail}]
    )


def _hold_back() -> None:
    """At most so many codes from browsers in a minute and an hour of one worker. Raises Problem 429."""
    now = time.monotonic()
    with _lock:
        for seconds, most in RATES:
            if sum(1 for at in _asked if now - at < seconds) >= most:
                bound = f"每{seconds / 60:.0f}分钟最多{most}个"
                detail = f"登记校验码过于频繁（{bound}），请稍后再试；图片仍可导出，只是没有校验码。"
                raise Problem(429, "too-many-codes", "请求过于频繁", detail)
        _asked.append(now)


def forget() -> None:
    """Begin to count anew."""
    with _lock:
        _asked.clear()
