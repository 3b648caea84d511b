"""What may be ordered: addresses of this cockpit's pages, a format and a paper, a time, and where the files go."""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from state.snapshot_schedule import ScheduleError, checked_schedule, checked_zone

FORMATS = {"pdf": "PDF", "docx": "DOCX", "pptx": "PPTX", "png": "PNG"}
PAPERS = {"a4": "A4 纵向", "a4-landscape": "A4 横向", "a3-landscape": "A3 横向", "wide": "16:9 宽屏"}
# Pages that can stand on paper. A test holds this list to the pages of the app.
PAGES = {
    "/": "总览", "/indicators": "指标监测", "/map": "区域地图", "/area": "地区画像", "/quality": "数据质量",
    "/quality/notice": "质量通报", "/assessment": "考核排名", "/catalogue": "数据目录", "/passport": "数值溯源",
    "/bulletin": "统计报告", "/wall": "大屏",
}  # fmt: skip
BULLETIN = "/bulletin"
MOST_ADDRESSES, LONGEST_ADDRESS, LONGEST_NAME = 400, 2_000, 60
MOST_RECIPIENTS, LONGEST_MAIL = 20, 254
MOST_RETRIES, MOST_KEPT = 5, 366
DEEPEST_FOLDER, LONGEST_FOLDER = 4, 60
_VERSION = re.compile(r"\d{4}\.\d{1,2}\.\d{1,4}")
_MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,180}[A-Za-z0-9])?")
_NOT_IN_NAMES = '/\\:*?"<>|'
_REFUSED = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


class OrderError(ValueError):
    """What cannot be ordered; the message says in the orderer's words what to change, `field` where."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


@dataclass(frozen=True)
class Order:
    """An order that may be kept. `schedule` None: once, at the time that it is kept with."""

    name: str
    addresses: tuple[str, ...]
    format: str = "pdf"
    paper: str = "a4"
    together: bool = True
    schedule: str | None = None
    zone: str = "Asia/Shanghai"
    version: str | None = None
    mail_to: tuple[str, ...] = ()
    folder: str | None = None
    retries: int = 2
    keep_runs: int = 12


def checked_order(said: Mapping[str, Any]) -> Order:
    """`said` by the names of Order's fields, as a form or a command sends them: texts and lists of texts.

    Raises OrderError with the first thing that is wrong.
    """
    addresses, pinned = _addresses(said.get("addresses"))
    version = _version(said.get("version"), pinned)
    form, paper = _one_of(said, "format", FORMATS, "pdf"), _one_of(said, "paper", PAPERS, "a4")
    if form == "docx" and any(urlsplit(a).path != BULLETIN for a in addresses):
        raise OrderError("format", "DOCX只用于统计报告（/bulletin）；其他页面请用PDF、PPTX或PNG。")
    zone, schedule = _schedule(said)
    return Order(
        name=_line("name", said.get("name"), "名称", LONGEST_NAME),
        addresses=addresses, format=form, paper=paper, together=bool(said.get("together", True)),
        schedule=schedule, zone=zone, version=version,
        mail_to=_recipients(said.get("mail_to")), folder=checked_folder(said.get("folder")),
        retries=_number(said, "retries", "重试次数", 2, 0, MOST_RETRIES),
        keep_runs=_number(said, "keep_runs", "保留次数", 12, 1, MOST_KEPT),
    )  # fmt: skip


def checked_address(address: object) -> tuple[str, str | None]:
    """(address without its data version, the version that it pinned). Raises OrderError."""
    text = str(address or "").strip()
    shown = text if len(text) <= 60 else text[:60] + "…"
    if len(text) > LONGEST_ADDRESS:
        raise OrderError("addresses", f"网址“{shown}”超过{LONGEST_ADDRESS}个字符。")
    if not text.startswith("/") or text.startswith("//") or _improper(text) or "\\" in text or " " in text:
        raise OrderError("addresses", f"“{shown}”不是本站页面的网址；请写 / 开头的网址，如 /map?indicator=LE。")
    parts = urlsplit(text)
    path = unquote(parts.path).rstrip("/") or "/"
    if path not in PAGES:
        raise OrderError("addresses", f"本站没有可以生成文件的页面“{shown}”；可用：{'、'.join(PAGES)}。")
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    version = next((value for key, value in pairs if key == "v"), None)
    rest = urlencode([(key, value) for key, value in pairs if key != "v"], safe=",:/")
    return path + (f"?{rest}" if rest else ""), version


def checked_folder(folder: object) -> str | None:
    """A folder below the one for delivery, its parts joined by /. Raises OrderError: it may not lead elsewhere."""
    text = str(folder or "").strip()
    if not text:
        return None
    parts = text.split("/")
    if len(parts) > DEEPEST_FOLDER:
        raise OrderError("folder", f"文件夹最多{DEEPEST_FOLDER}层。")
    for part in parts:
        named = part.strip(" .") == part and part and len(part) <= LONGEST_FOLDER
        if not named or _improper(part) or any(c in _NOT_IN_NAMES for c in part):
            raise OrderError(
                "folder",
                '文件夹请写名称，如 月报/四川；不能以 / 开头，不能含 .. 和 \\ : * ? " < > |，首尾不能是点或空格。',
            )
    return "/".join(parts)


def file_name(name: str) -> str:
    """`name` as the stem of a file on any system."""
    kept = "".join("_" if c in _NOT_IN_NAMES or unicodedata.category(c) in _REFUSED else c for c in name)
    return kept.strip(" .")[:80] or "快照"


def as_json(values: Iterable[str]) -> str:
    return json.dumps(list(values), ensure_ascii=False)


def _addresses(given: object) -> tuple[tuple[str, ...], str | None]:
    lines = given.splitlines() if isinstance(given, str) else list(given) if isinstance(given, list | tuple) else []
    told = [checked_address(line) for line in lines if str(line).strip()]
    if not told:
        raise OrderError("addresses", "请写至少一个网址，一行一个，如 /map?indicator=LE。")
    if len(told) > MOST_ADDRESSES:
        raise OrderError("addresses", f"一个任务最多{MOST_ADDRESSES}个网址，这里有{len(told)}个，请分成几个任务。")
    versions = {version for _, version in told if version}
    if len(versions) > 1:
        raise OrderError("version", f"各网址的数据版本不同（{'、'.join(sorted(versions))}），一个任务只能用一个版本。")
    return tuple(dict.fromkeys(address for address, _ in told)), next(iter(versions), None)


def _version(given: object, pinned: str | None) -> str | None:
    version = str(given or "").strip() or pinned
    if version and not _VERSION.fullmatch(version):
        raise OrderError("version", f"“{version[:20]}”不是数据版本；版本写作2026.11.1，不写为生成时的当前版本。")
    return version


def _schedule(said: Mapping[str, Any]) -> tuple[str, str | None]:
    try:
        zone = checked_zone(said.get("zone"))
    except ScheduleError as error:
        raise OrderError("zone", str(error)) from error
    if not str(said.get("schedule") or "").strip():
        return zone, None
    try:
        return zone, checked_schedule(said["schedule"], zone)
    except ScheduleError as error:
        raise OrderError("schedule", str(error)) from error


def _recipients(given: object) -> tuple[str, ...]:
    text = given if isinstance(given, str) else " ".join(map(str, given)) if isinstance(given, list | tuple) else ""
    found = tuple(dict.fromkeys(a for a in re.split(r"[\s,;，；、]+", text) if a))
    for address in found:
        domain = address.rpartition("@")[2]
        if len(address) > LONGEST_MAIL or not _MAIL.fullmatch(address) or ".." in domain:
            raise OrderError("mail_to", f"“{address[:60]}”不是邮件地址。")
    if len(found) > MOST_RECIPIENTS:
        raise OrderError("mail_to", f"收件人最多{MOST_RECIPIENTS}个，这里有{len(found)}个。")
    return found


def _one_of(said: Mapping[str, Any], field: str, known: Mapping[str, str], default: str) -> str:
    value = str(said.get(field) or default)
    if value not in known:
        raise OrderError(field, f"没有“{value[:20]}”；可用：{'、'.join(known)}。")
    return value


def _number(said: Mapping[str, Any], field: str, words: str, default: int, least: int, most: int) -> int:
    given = said.get(field)
    try:
        value = default if given in (None, "") else int(str(given))
    except ValueError as error:
        raise OrderError(field, f"{words}请写{least}到{most}的整数。") from error
    if not least <= value <= most:
        raise OrderError(field, f"{words}请写{least}到{most}的整数。")
    return value


def _line(field: str, given: object, words: str, longest: int) -> str:
    text = str(given or "").strip()
    if not text:
        raise OrderError(field, f"请填写{words}。")
    if len(text) > longest:
        raise OrderError(field, f"{words}最多{longest}个字，这里有{len(text)}个。")
    if _improper(text):
        raise OrderError(field, f"{words}含有换行或不可见的控制字符，请删去后重试。")
    return text


def _improper(text: str) -> bool:
    return any(unicodedata.category(character) in _REFUSED for character in text)
