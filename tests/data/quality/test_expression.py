"""Conditions of rule files: what they mean, and that nothing else gets through."""

import duckdb
import pytest

from data.quality.expression import DEEPEST, LONGEST, ExpressionError, compile_condition, compile_expression

COLUMNS = {"value": "o.value", "numerator": "o.numerator", "denominator": "o.denominator"}


def answer(text, **values):
    """What DuckDB makes of the compiled text for one row."""
    row = {"value": None, "numerator": None, "denominator": None} | values
    selected = ", ".join(f"CAST(${name} AS DOUBLE) AS {name}" for name in row)
    compiled = compile_expression(text, COLUMNS)
    sql = f"SELECT {compiled.sql}, {compiled.divides_by_zero} FROM (SELECT {selected}) o"
    return duckdb.execute(sql, row).fetchone()


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("value >= 0", {"value": 3}, True),
        ("value≥0", {"value": -3}, False),
        ("0 <= value <= 100", {"value": 120}, False),
        ("numerator <= denominator and value != 7", {"numerator": 1, "denominator": 2, "value": 8}, True),
        ("not (numerator > denominator or value == 1)", {"numerator": 1, "denominator": 2, "value": 8}, True),
        ("abs(value - numerator / denominator * 100) <= 0.5", {"value": 33.3, "numerator": 1, "denominator": 3}, True),
        ("-value + 2 * numerator - 1", {"value": 1, "numerator": 3}, 4),
        ("value + numerator * denominator", {"value": 1, "numerator": 3, "denominator": 2}, 7),
        ("value >= 0", {}, None),  # unknown stays unknown
        ("1 / 4", {}, 0.25),  # never integer division
    ],
)
def test_what_expressions_mean(text, values, expected):
    assert answer(text, **values)[0] == expected


def test_a_divisor_of_zero_is_told_and_the_answer_unknown():
    assert answer("numerator / denominator >= 1", numerator=3, denominator=0) == (None, True)
    assert answer("numerator / (denominator - denominator) >= 1", numerator=3, denominator=2) == (None, True)
    assert answer("numerator / denominator >= 1", numerator=3, denominator=2) == (True, False)
    assert answer("numerator / denominator >= 1", numerator=3) == (None, False)


@pytest.mark.parametrize(
    "hostile",
    [
        "__import__('os').system('true')",
        "value; DROP TABLE fact_observation",
        "value) OR (1=1",
        "value --",
        "value /* x */ >= 0",
        "'a' == 'a'",
        "value.__class__",
        "value[0]",
        "[value for value in (1,)]",
        "lambda: value",
        "(value := 3) > 1",
        "value if value else value",
        "value ** 99999999",
        "value % 2 == 0",
        "value // 2",
        "value @ value",
        "f'{value}' == 1",
        "read_csv('/etc/passwd')",
        "abs(value, value)",
        "abs(x=value)",
        "abs(*value)",
        "value is None",
        "value in (1, 2)",
        "True",
        "None",
        "1j > 0",
        "9" * 400 + " > value",
        "1e999 > value",
        "value\x00 > 0",
        "",
        "value >",
        "(" * 200 + "value" + ")" * 200 + " >",
        "exec",
        "fact_observation",
        "rowid > 0",
    ],
)
def test_nothing_else_gets_through(hostile):
    with pytest.raises(ExpressionError):
        compile_expression(hostile, COLUMNS)


def test_messages_say_what_is_known():
    with pytest.raises(ExpressionError, match="没有“rate”这个名称；可用的有：value、numerator、denominator"):
        compile_expression("rate > 0", COLUMNS)
    with pytest.raises(ExpressionError, match="算式除以0"):
        compile_expression("value / 0 > 1", COLUMNS)
    with pytest.raises(ExpressionError, match="是一个数，不是条件"):
        compile_condition("value + 1", COLUMNS)
    with pytest.raises(ExpressionError, match="是条件，不能当数用"):
        compile_expression("(value > 0) + 1", COLUMNS)
    with pytest.raises(ExpressionError, match="是数，不能当条件用"):
        compile_expression("value and numerator > 0", COLUMNS)
    with pytest.raises(ExpressionError, match=f"不超过{LONGEST}个"):
        compile_expression("value + " * 100 + "1", COLUMNS)
    with pytest.raises(ExpressionError, match=f"不超过{DEEPEST}层"):
        compile_expression("-" * 60 + "value", COLUMNS)
