"""The scale on which values of one indicator can be compared: logarithms, log odds for proportions, and how far chance
alone moves them.

A slip by a factor of ten is the same distance everywhere on it, 98 % and 89 % are as far apart as 11 % and 2 %, and a
rate of three events is allowed what a rate of three events does.
"""

from typing import Literal

Column = Literal["value", "denominator"]

# 1 log odds of a count among a count · 2 logarithm of a count by a denominator · 3 of a count · 4 log odds of a
# percentage without its parts · 5 logarithm of a measured value · null: not on this scale (negative, zero or absent)
_SHAPE = """CASE
    WHEN o.numerator >= 0 AND o.denominator > 0 THEN
        CASE WHEN o.proportion AND o.numerator <= o.denominator THEN 1 ELSE 2 END
    WHEN o.aggregation = 'sum' AND o.decimals = 0 AND o.value >= 0 THEN 3
    WHEN (o.proportion OR (o.unit = '%' AND o.minimum = 0 AND o.maximum = 100))
        AND o.value BETWEEN 0 AND coalesce(o.multiplier, 100) THEN 4
    WHEN o.value > 0 THEN 5 END"""

# Half an event is added to every count, so that none has a logarithm too (Haldane 1955, Anscombe 1956). Shares below
# one in ten thousand or above all but one are not told apart: a town of 100.00 % is no farther than one of 99.99 %.
_SHARE = "greatest(0.0001, least(0.9999, (o.numerator + 0.5) / (o.denominator + 1)))"
_SCALED = f"""CASE shape
    WHEN 1 THEN ln({_SHARE} / (1 - {_SHARE}))
    WHEN 2 THEN ln((o.numerator + 0.5) / o.denominator)
    WHEN 3 THEN ln(o.value + 0.5)
    WHEN 4 THEN ln((o.value / coalesce(o.multiplier, 100) + 0.0005) / (1.0005 - o.value / coalesce(o.multiplier, 100)))
    WHEN 5 THEN ln(o.value / coalesce(o.multiplier, 1)) END"""

# Binomial and Poisson variance of these; a value without its counts varies by its rounding at least.
_VARIANCE = """CASE shape
    WHEN 1 THEN 1 / (o.numerator + 0.5) + 1 / (o.denominator - o.numerator + 0.5)
    WHEN 2 THEN 1 / (o.numerator + 0.5)
    WHEN 3 THEN 1 / (o.value + 0.5)
    WHEN 4 THEN power(0.1, 2 * o.decimals) / 12
        * power(1 / (o.value + 0.05) + 1 / (1.0005 * coalesce(o.multiplier, 100) - o.value), 2)
    WHEN 5 THEN power(0.1, 2 * o.decimals) / 12 / power(o.value, 2) END"""

# Back to the unit of the indicator, of a scaled value named `expected_y`.
VALUE_OF_SCALED = """CASE shape
    WHEN 1 THEN multiplier / (1 + exp(-expected_y))
    WHEN 2 THEN multiplier * exp(expected_y)
    WHEN 4 THEN coalesce(multiplier, 100) / (1 + exp(-expected_y))
    WHEN 5 THEN coalesce(multiplier, 1) * exp(expected_y)
    ELSE exp(expected_y) END"""

KEY = "indicator_id, period_id, breakdown_id, area_id"
ROW = f"{KEY}, form_id, batch_id, row_number"
# Who is compared with whom: areas of one level in one period; published with published, demonstration with its own.
PEERS = "indicator_id, period_id, breakdown_id, level, demonstration"
# One area over time, year by year: quarters and months have seasons, and some are counted up within the year.
SERIES = "indicator_id, breakdown_id, area_id, demonstration, period_kind, season"


def scaled(column: Column, scope: str) -> str:
    """A SELECT of `obs` within `scope` (a condition on o): the key and its row, series and peers, `observed` (as
    reported), shape, multiplier, y (scaled) and v (sampling variance of y). Rows without y are left out."""
    if column == "denominator":
        measures = "o.denominator AS observed, 3 AS shape, ln(o.denominator) AS y, 1 / o.denominator AS v"
        present = "o.denominator > 0"
    else:
        measures = f"o.value AS observed, {_SHAPE} AS shape, {_SCALED} AS y, {_VARIANCE} AS v"
        present = "y IS NOT NULL"
    return f"""SELECT o.indicator_id, o.period_id, o.breakdown_id, o.area_id, o.form_id, o.batch_id, o.row_number,
        o.level, o.demonstration, o.period_kind, o.year, o.province_id, o.parent_id, o.multiplier,
        o.period_number AS season, {measures}
        FROM obs o WHERE {scope} AND {present}"""
