"""What a page says for itself while it is opened: answers that failed, errors of scripts, requests under way."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Error, Page, Request, Response

from snapshots.failure import SnapshotFailed

CALLBACKS = "/_dash-update-component"


@dataclass
class Heard:
    """Problems are (kind of SnapshotFailed, words); `under_way` are the requests without an answer yet."""

    origin: str
    problems: list[tuple[str, str]] = field(default_factory=list)
    under_way: dict[Request, str] = field(default_factory=dict)
    callbacks: int = 0  # answered

    def listen(self, page: Page) -> "Heard":
        for event, told in self._events():
            page.on(event, told)
        return self

    def deafen(self, page: Page) -> None:
        for event, told in self._events():
            page.remove_listener(event, told)

    def _events(self) -> list[tuple[Any, Any]]:
        return [
            ("request", self._request),
            ("requestfinished", self._finished),
            ("requestfailed", self._failed),
            ("response", self._response),
            ("console", self._console),
            ("pageerror", self._error),
            ("crash", self._crashed),
        ]

    def raise_first(self) -> None:
        """Raises SnapshotFailed where something went wrong; the gravest is told, with the number of the others."""
        if not self.problems:
            return
        kind, words = self.problems[0]
        more = f"；另有{len(self.problems) - 1}处" if len(self.problems) > 1 else ""
        raise SnapshotFailed(kind, words + more)

    def _request(self, request: Request) -> None:
        self.under_way[request] = urlsplit(request.url).path
        if not request.url.startswith((self.origin, "data:", "blob:", "about:")):
            self.problems.append(("script", f"页面请求了外部网址 {request.url[:120]}"))

    def _finished(self, request: Request) -> None:
        if urlsplit(request.url).path == CALLBACKS:
            self.callbacks += 1
        self.under_way.pop(request, None)

    def _crashed(self, page: Page) -> None:
        self.problems.append(("browser", "页面所在的浏览器进程崩溃"))

    def _failed(self, request: Request) -> None:
        self.under_way.pop(request, None)
        if "ERR_ABORTED" not in (request.failure or ""):  # a page that leaves aborts what it no longer needs
            self.problems.append(("callback", f"{urlsplit(request.url).path} 没有得到回答（{request.failure}）"))

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            path = urlsplit(response.url).path
            kind = "callback" if path == CALLBACKS else "page" if response.request.is_navigation_request() else "script"
            self.problems.append((kind, f"{path} 回答 {response.status}"))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.problems.append(("script", f"页面脚本报错：{message.text[:300]}"))

    def _error(self, error: Error) -> None:
        self.problems.append(("script", f"页面脚本出错：{error.message[:300]}"))
