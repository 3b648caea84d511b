"""Why a snapshot is not good enough to be sent: in words, with the picture that shows it."""

from pathlib import Path

KINDS = {
    "browser": "浏览器",
    "server": "页面服务",
    "timeout": "超时",
    "page": "页面未能生成",
    "address": "地址",
    "callback": "回调出错",
    "script": "页面脚本出错",
    "figure": "图未绘出",
    "map": "地图不完整",
    "glyph": "缺字",
    "clipped": "内容被截断",
    "overlap": "文字重叠",
    "pages": "页数不对",
    "version": "数据版本",
    "code": "校验码",
    "disk": "磁盘",
}


class SnapshotFailed(Exception):
    """`kind` is one of KINDS, `words` say in Chinese what is wrong, where, and what to do; `picture` is a PNG of the
    page as it stood, where there was one; `address` the view."""

    def __init__(self, kind: str, words: str, picture: Path | None = None, *, address: str = "") -> None:
        super().__init__(words)
        self.kind = kind
        self.words = words
        self.picture = picture
        self.address = address

    def __str__(self) -> str:
        where = f"（{self.address}）" if self.address else ""
        return f"{KINDS[self.kind]}：{self.words}{where}"
