"""What an area's own neighbouring periods lead one to expect.

A slip leaves both sides: the periods before and those after. A change for good leaves one side only and is not a slip;
that is for the rule of changes. So the reading nearest to the value is taken of three: the two periods before, the two
after, the median of all four. At either end of a series it is the median of the nearest three. A median is not moved by
one wrong neighbour, so a slip does not make the periods beside it look wrong too.
"""

from data.quality.value_scale import SERIES

# The third on the inner side takes the place of those that an end of the series lacks.
_SIX = {
    "near_1": "lag({x}) OVER s",
    "near_2": "lead({x}) OVER s",
    "near_3": "lag({x}, 2) OVER s",
    "near_4": "lead({x}, 2) OVER s",
    "near_5": "CASE WHEN lead({x}) OVER s IS NULL THEN lag({x}, 3) OVER s END",
    "near_6": "CASE WHEN lag({x}) OVER s IS NULL THEN lead({x}, 3) OVER s END",
}
_COUNT = " + ".join(f"({near} IS NOT NULL)::TINYINT" for near in _SIX)
_SUM = " + ".join(f"coalesce({near}, 0)" for near in _SIX)
_LARGEST, _SMALLEST = f"greatest({', '.join(_SIX)})", f"least({', '.join(_SIX)})"


def with_usual(source: str, column: str) -> str:
    """A SELECT of `source` with `usual` appended: what the neighbours in the series lead one to expect of `column`,
    null with fewer than two (one neighbour is no history). `source` is a name and has the columns of a series."""
    near = ", ".join(f"{window.format(x=column)} AS {name}" for name, window in _SIX.items())
    return f"""SELECT * EXCLUDE (before_it, after_it, middle), CASE
            WHEN before_it IS NULL OR after_it IS NULL THEN middle
            WHEN abs({column} - before_it) <= least(abs({column} - after_it), abs({column} - middle)) THEN before_it
            WHEN abs({column} - after_it) <= abs({column} - middle) THEN after_it ELSE middle END AS usual
        FROM (SELECT * EXCLUDE ({", ".join(_SIX)}), (near_1 + coalesce(near_3, near_1)) / 2 AS before_it,
                (near_2 + coalesce(near_4, near_2)) / 2 AS after_it,
                CASE {_COUNT} WHEN 4 THEN ({_SUM} - {_LARGEST} - {_SMALLEST}) / 2
                    WHEN 3 THEN {_SUM} - {_LARGEST} - {_SMALLEST} WHEN 2 THEN ({_SUM}) / 2 END AS middle
            FROM (SELECT *, {near} FROM {source} WINDOW s AS (PARTITION BY {SERIES} ORDER BY period_id)))"""
