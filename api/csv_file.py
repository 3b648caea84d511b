"""Observations as CSV: UTF-8 with a byte order mark, so that Excel reads Chinese; what is missing stays empty."""

from collections.abc import Iterable, Iterator

import pandas as pd

from api.formula_guard import guarded_texts
from api.observation_columns import COLUMNS, NAMES

BYTE_ORDER_MARK = "\ufeff".encode()
WHOLE = 2**53  # up to here a float holds every integer


def csv_parts(pages: Iterable[pd.DataFrame]) -> Iterator[bytes]:
    """The file in parts, one per page; the header comes with the first."""
    yield BYTE_ORDER_MARK + (",".join(NAMES) + "\r\n").encode()
    for page in pages:
        yield _lines(page)


def _lines(page: pd.DataFrame) -> bytes:
    page = guarded_texts(page)
    written = {c.name: page[c.name].map(_number, na_action="ignore") for c in COLUMNS if c.kind == "number"}
    written |= {c.name: page[c.name].map({True: "true", False: "false"}) for c in COLUMNS if c.kind == "boolean"}
    return page.assign(**written).to_csv(index=False, header=False, lineterminator="\r\n").encode()


def _number(value: float) -> str:
    """As short as it can be without changing: a count has no decimal point."""
    return str(int(value)) if value == int(value) and abs(value) < WHOLE else repr(float(value))
