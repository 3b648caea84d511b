"""Known errors planted at known places of clean figures, as they happen in life: a numerator slips and the value is
computed from it, a report is last year's, two columns are exchanged, a sheet is in 万.

Works on a release whose facts are complete, in DuckDB. `plant` changes fact_observation and leaves three temp tables:
changed (every cell with what it became), places (where a finding counts as having found the case) and claimed (series
that are used, so that no two cases meet). The same seed plants the same errors.
"""

from typing import Any

from fault_kinds import FAULTS
from planting import CELLS, Database, Fault, Planting, same_key


def plant(connection: Database, seed: int, each: int, faults: tuple[Fault, ...] = FAULTS) -> None:
    """Plant about `each` cases of every fault, at random places of the demonstration figures, and change the facts."""
    connection.execute(CELLS)
    connection.execute("CREATE OR REPLACE TEMP TABLE claimed (indicator_id SMALLINT, area_id INTEGER)")
    connection.execute("""CREATE OR REPLACE TEMP TABLE places
        (fault VARCHAR, case_id BIGINT, indicator_id SMALLINT, period_id INTEGER, area_id INTEGER)""")
    connection.execute("""CREATE OR REPLACE TEMP TABLE changed (fault VARCHAR, case_id BIGINT, indicator_id SMALLINT,
        period_id INTEGER, breakdown_id SMALLINT, area_id INTEGER, numerator DOUBLE, denominator DOUBLE, value DOUBLE,
        removed BOOLEAN)""")
    planting = Planting(connection, seed, each)
    for fault in faults:
        fault.plant(planting, fault)


def spoil(connection: Database, refused: set[tuple[Any, ...]] = frozenset()) -> None:  # type: ignore[assignment]
    """Write `changed` into the facts, but for the keys that the loader refuses. A missing value goes, or says so."""
    connection.execute("""CREATE OR REPLACE TEMP TABLE refused
        (indicator_id SMALLINT, period_id INTEGER, breakdown_id SMALLINT, area_id INTEGER)""")
    if refused:
        connection.executemany("INSERT INTO refused VALUES (?, ?, ?, ?)", sorted(refused))
    landed = f"SELECT * FROM changed s WHERE NOT EXISTS (SELECT 1 FROM refused r WHERE {same_key('r', 's')})"
    where = same_key("o", "s")
    connection.execute(f"""UPDATE fact_observation o SET numerator = s.numerator, denominator = s.denominator,
        value = s.value, lower = NULL, upper = NULL FROM ({landed} AND NOT removed) s WHERE {where}""")
    connection.execute(f"""UPDATE fact_observation o SET numerator = NULL, denominator = NULL, value = NULL,
        lower = NULL, upper = NULL, status = 3 FROM ({landed} AND removed AND case_id % 2 = 0) s WHERE {where}""")
    connection.execute(
        f"DELETE FROM fact_observation o USING ({landed} AND removed AND case_id % 2 = 1) s WHERE {where}"
    )
