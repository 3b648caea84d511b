"""From a statement to a frame: the same columns with the same types on every engine, also when there is no row."""

from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Float, Integer, Numeric, Select

# Columns whose type must not depend on the statement; all others follow their SQL type, text and dates as objects
# (missing text and dates are None). Integers that may be absent are Int64: absent is <NA>, never 0.
NUMBERS = (
    "numerator", "denominator", "value", "lower", "upper", "value_high", "baseline_value", "previous_value",
    "before_value",
)  # fmt: skip
INTEGERS = ("year", "row_number", "revision", "row_count", "target_number")
OPTIONAL_INTEGERS = ("batch_id", "baseline_year", "previous_year", "observations", "rank")
FLAGS = (
    "has_statistics", "demonstration", "verified", "current", "baseline_demonstration", "official", "in_calendar",
    "capped", "found", "carried", "crosses", "doubtful", "bands", "targets_changed",
)  # fmt: skip
TYPES = (
    dict.fromkeys(NUMBERS, "float64")
    | dict.fromkeys(INTEGERS, "int64")
    | dict.fromkeys(OPTIONAL_INTEGERS, "Int64")
    | dict.fromkeys(FLAGS, "bool")
)


def frame_of(connection: Connection, statement: Select, values: dict[str, Any] | None = None) -> pd.DataFrame:
    """The rows of `statement` as a frame; column types by name (`TYPES`), else by SQL type; equal on every engine.

    `values` are those of the statement's own bind parameters, for statements that are built once and kept.
    """
    with connection.execute(statement, values) as result:
        # As the driver gives them: 141,000 rows take 0.3 s of processor time instead of 0.6 s through Row objects.
        rows = result.cursor.fetchall() if result.cursor else []
    wanted = list(statement.selected_columns)
    columns = zip(*rows, strict=True) if rows else [()] * len(wanted)
    index = pd.RangeIndex(len(rows))
    series = {
        column.name: pd.Series(values, index=index, dtype=_type_of(column))
        for column, values in zip(wanted, columns, strict=True)
    }
    return pd.DataFrame(series, index=index)


def _type_of(column: ColumnElement) -> str:
    if column.name in TYPES:
        return TYPES[column.name]
    if isinstance(column.type, Integer):
        return "Int64"
    return "float64" if isinstance(column.type, Float | Numeric) else "object"
