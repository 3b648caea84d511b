"""Smaller answers: pages and figures are compressed per answer, files of the product once per worker.

Brotli 4 for browsers on https or on this machine, gzip for plain http on an intranet (browsers offer no more there).
"""

from hashlib import sha1

from flask import Flask, Request, Response, request
from flask_compress import Compress

TEXTS = (
    "text/html", "text/css", "text/plain", "text/csv", "text/javascript", "application/javascript", "image/svg+xml",
    "application/json", "application/problem+json",
)  # fmt: skip
ONCE = ("/_dash-component-suites/", "/assets/")
ICON = "/assets/icon.svg"  # browsers ask for it at every step of a page unless they may keep it
LARGEST_CACHED = 16 * 1024 * 1024  # all files of the product together, compressed


class _OnceCache:
    """Compressed files by their content; answers that differ per request have no key and are not kept."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}
        self._size = 0

    def get(self, key: str) -> bytes | None:
        return self._kept.get(key)

    def set(self, key: str, value: bytes) -> None:
        if key.endswith(";") or key in self._kept or self._size + len(value) > LARGEST_CACHED:
            return
        self._kept[key] = value
        self._size += len(value)


def _key(asked: Request) -> str:
    return asked.environ.get("cockpit.file", "")


def compress(server: Flask) -> None:
    """Compress what `server` answers. Registered before other response hooks, so that it runs after them."""
    server.config.setdefault("COMPRESS_ALGORITHM", ["br", "gzip"])
    server.config.setdefault("COMPRESS_ALGORITHM_STREAMING", ["br", "gzip"])
    server.config.setdefault("COMPRESS_LEVEL", 5)
    server.config.setdefault("COMPRESS_BR_LEVEL", 4)
    server.config.setdefault("COMPRESS_CACHE_BACKEND", _OnceCache)
    server.config.setdefault("COMPRESS_CACHE_KEY", _key)
    server.config.setdefault("COMPRESS_MIMETYPES", list(TEXTS))
    Compress(server)

    @server.after_request
    def name_files(answer: Response) -> Response:
        """Gives a file of the product its key; a file that is sent as a stream is read, or it would have none."""
        if request.path == ICON:
            answer.headers["Cache-Control"] = "public, max-age=86400"
        is_file = request.path.startswith(ONCE) and request.method == "GET" and answer.status_code == 200
        if is_file and answer.mimetype in TEXTS:
            answer.direct_passthrough = False
            # By content: an address of the component suites may carry any fingerprint.
            request.environ["cockpit.file"] = sha1(answer.get_data(), usedforsecurity=False).hexdigest()
        return answer
