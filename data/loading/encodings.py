"""Which encoding a text file is in: UTF-8 or GB18030 are read, everything else is refused with what it seems to be.

GB18030 decodes almost any bytes into some Chinese character, so decoding without an error proves nothing: broken
UTF-8 read as GB18030 is the commonest mojibake (鍥涘窛 for 四川). Hence the tests of plausibility below.
"""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from data.loading.refusals import FileRefused

CHUNK = 1 << 20
LINES_JUDGED = 200_000
_SIGNATURES = (
    (b"PK\x03\x04", "内容是 XLSX 或 ZIP，不是文本；若是 Excel 文件，请把扩展名改为 .xlsx"),
    (b"\xd0\xcf\x11\xe0", "内容是旧版 Excel（.xls），请另存为 .xlsx 或 UTF-8 的 CSV"),
    (b"PAR1", "内容是 Parquet，请把扩展名改为 .parquet"),
    (b"\x1f\x8b", "内容是 gzip 压缩包，请先解压"),
    (b"\xff\xfe", "编码是 UTF-16，请另存为 UTF-8 的 CSV"),
    (b"\xfe\xff", "编码是 UTF-16，请另存为 UTF-8 的 CSV"),
)


def encoding_of(path: Path) -> str:
    """`utf-8-sig` or `gb18030`. Raises FileRefused for anything else, naming the line where it can."""
    with path.open("rb") as file:
        head = file.read(8)
    for signature, reason in _SIGNATURES:
        if head.startswith(signature):
            raise FileRefused(path, reason)
    if _decodes(path, "utf-8"):
        return "utf-8-sig"
    line, as_utf8, other = _first_line_not_utf8(path)
    if as_utf8 > other:  # nearly all lines are UTF-8: one is damaged, the file is not GB18030
        raise FileRefused(path, f"第{line}行含有不是 UTF-8 的字节（其余各行是 UTF-8）。请从来源重新导出")
    if as_utf8 > 0.1 * other:  # a few lines of GB18030 may look like UTF-8 by chance, not one in ten
        raise FileRefused(path, f"同一文件混用了 UTF-8 与 GB18030（第{line}行起不同）。请统一另存为 UTF-8")
    if not _decodes(path, "gb18030") or not _reads_as_chinese(path):
        raise FileRefused(
            path, f"第{line}行起既不是 UTF-8 也不是 GB18030 的文字，像是乱码或其他编码。请另存为 UTF-8 的 CSV"
        )
    return "gb18030"


def utf8_copy(path: Path, copy: Path) -> Path:
    """A UTF-8 copy of a GB18030 file, made in pieces."""
    with path.open(encoding="gb18030", newline="") as source, copy.open("w", encoding="utf-8", newline="") as target:
        while piece := source.read(CHUNK):
            target.write(piece)
    return copy


def mojibake(text: str) -> str | None:
    """What `text` was before it was decoded wrongly, `""` where it cannot be restored, None where it is sound."""
    if text.isascii():
        return None
    if "\ufffd" in text or "锟斤拷" in text or "烫烫烫" in text or "屯屯屯" in text:
        return ""
    for wrong in ("latin-1", "cp1252", "gb18030"):
        try:
            restored = text.encode(wrong).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
        if re.search(r"[\u4e00-\u9fff]", restored):
            return restored
    if re.search("[\u00e4-\u00e9][\u0080-\u00bf\u2018-\u203a\u0152-\u0178\u02c6\u02dc\u20ac]{2}", text):
        return ""  # the three bytes of a Chinese character in UTF-8 shown as Latin letters, others lost
    if re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uf8ff]", text):
        return ""  # control characters and private use: no keyboard makes them
    return None


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            yield piece


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for piece in _pieces(path):
            if b"\0" in piece:
                raise FileRefused(path, "含有二进制内容（空字符），不是文本文件。请另存为 UTF-8 的 CSV")
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _first_line_not_utf8(path: Path) -> tuple[int, int, int]:
    """The first line that is not UTF-8, and how many lines with other than ASCII are Chinese in it or are not."""
    first, valid, invalid = 0, 0, 0
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.isascii():
                continue
            try:
                valid += bool(re.search(r"[\u4e00-\u9fff]", line.decode("utf-8")))
            except UnicodeDecodeError:
                first = first or number
                invalid += 1
            if first and valid + invalid > LINES_JUDGED:
                break
    return first, valid, invalid


def _reads_as_chinese(path: Path) -> bool:
    """Whether at least nine in ten of the characters beyond ASCII are of GB 2312, the characters in daily use."""
    daily = total = 0
    with path.open(encoding="gb18030", newline="") as file:
        while (piece := file.read(CHUNK)) and total < LINES_JUDGED:
            beyond = re.sub(r"[\x00-\x7f]+", "", piece)
            total += len(beyond)
            daily += len(beyond.encode("gb2312", errors="ignore")) // 2
    return daily >= 0.9 * total
