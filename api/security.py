"""What every answer tells the browser to refuse, and which requests the server itself refuses."""

from urllib.parse import urlsplit

from dash import Dash
from flask import Response, request

from api.problems import Problem, problem_response

LARGEST_BODY = 2 * 1024 * 1024  # a callback sends a few kB; nothing is uploaded through the browser
LONGEST_QUERY = 8_000
CHANGING = ("POST", "PUT", "PATCH", "DELETE")

# 'unsafe-inline' for styles: plotly.js and the grid set them on elements. data: fonts are the grid's icons; data: and
# blob: images are charts on their way into a picture file.
POLICY = (
    "default-src 'self'; script-src 'self'{hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), fullscreen=(self)",
}


def secure(app: Dash) -> None:
    """Protect everything that `app.server` answers. Call it last, when all pages are imported.

    The hashes of inline scripts are taken when a page is answered: Dash adds one of its own at the first request.
    """
    server = app.server
    server.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    policies: dict[tuple[str, ...], str] = {}

    @server.before_request
    def refuse() -> Response | None:
        if len(request.query_string) > LONGEST_QUERY:
            detail = f"网址超过{LONGEST_QUERY}个字符，请分几次请求。"
            return problem_response(Problem(414, "address-too-long", "网址过长", detail))
        if request.method in CHANGING and not _from_our_pages():
            detail = "这个请求不是从本站页面发出的，已拒绝。请从本站页面操作；若经反向代理访问，请让代理原样转发Host。"
            return problem_response(Problem(403, "cross-site", "拒绝跨站请求", detail))
        return None

    @server.after_request
    def add_headers(answer: Response) -> Response:
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        hashes: tuple[str, ...] = tuple(app.csp_hashes()) if answer.mimetype == "text/html" else ()
        if hashes not in policies:
            policies[hashes] = POLICY.format(hashes="".join(f" {h}" for h in hashes))
        answer.headers.setdefault("Content-Security-Policy", policies[hashes])
        return answer


def _from_our_pages() -> bool:
    """Whether a changing request comes from a page of ours, by headers that a page of others cannot set.

    Browsers send Sec-Fetch-Site on https and to this machine, Origin with every POST. A program sends neither and may
    pass when its body is JSON, which no form of another site can send.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    if origin:
        return urlsplit(origin).netloc == request.host
    return request.is_json
