"""Office files that are the same bytes for the same content: zip dates, and dates in the properties within."""

import io
import re
import zipfile
from datetime import UTC, datetime

_DATES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:(?:created|modified)>)")
_FIRST = (1980, 1, 1, 0, 0, 0)  # the oldest date a zip can tell
SHEETS = (".xlsx", ".docx", ".pptx")


def fixed_zip(payload: bytes, time: datetime) -> bytes:
    """`payload` (OOXML, with files of its own inside) with all dates replaced: in the zip by 1980, in the properties
    by `time`."""
    told = time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(payload)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            body = old.read(name)
            if name.endswith(SHEETS):
                body = fixed_zip(body, time)
            elif name.endswith("docProps/core.xml"):
                body = _DATES.sub(rb"\g<1>" + told + rb"\g<3>", body)
            entry = zipfile.ZipInfo(name, _FIRST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            new.writestr(entry, body, compresslevel=6)
    return target.getvalue()
