"""From a statement to a frame: the same columns with the same types on every engine, also when there is no row."""

import pandas as pd
from sqlalchemy import Connection, Select

# Every column that an answer may have, with its type; whatever is not listed is text (missing text is None).
# Integers that may be absent are Int64 (absent is <NA>, never 0); dates stay `datetime.date` or None.
NUMBERS = (
    "numerator", "denominator", "value", "lower", "upper", "baseline_value", "value_high", "previous_value", "before_value",
)  # fmt: skip
INTEGERS = ("year", "row_number", "revision", "row_count", "target_number", "rank")
OPTIONAL_INTEGERS = ("batch_id", "baseline_year", "previous_year", "observations")
FLAGS = ("has_statistics", "demonstration", "verified", "current", "baseline_demonstration")
TYPES = (
    dict.fromkeys(NUMBERS, "float64")
    | dict.fromkeys(INTEGERS, "int64")
    | dict.fromkeys(OPTIONAL_INTEGERS, "Int64")
    | dict.fromkeys(FLAGS, "bool")
)


def frame_of(connection: Connection, statement: Select) -> pd.DataFrame:
    """The rows of `statement` as a frame; column types by name, see `TYPES`."""
    result = connection.execute(statement)
    names = list(result.keys())
    rows = result.fetchall()
    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    index = pd.RangeIndex(len(rows))
    series = {
        name: pd.Series(values, index=index, dtype=TYPES.get(name, "object"))
        for name, values in zip(names, columns, strict=True)
    }
    return pd.DataFrame(series, index=index)
