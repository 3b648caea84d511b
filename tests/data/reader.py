"""Run as a program: read the current release again and again until a file appears, and count what is wrong.

Every value of release k is k (its note says so) and there are ROWS of them; anything else is a bad read.
Prints one line of JSON: reads, bad, versions seen.
"""

import json
import sys
from pathlib import Path

from sqlalchemy import func, select

from data.schema import fact_coverage, fact_observation, release_info
from data.warehouse import connect, current_version


def main(stop: str, rows: str) -> None:
    reads, bad, seen = 0, [], set()
    value = fact_observation.c.value
    while not Path(stop).exists():
        try:
            version = current_version()
            with connect(version) as connection:
                named, k = connection.execute(select(release_info.c.version, release_info.c.note)).one()
                first = connection.execute(select(func.count(), func.sum(value), func.min(value))).one()
                covered = connection.scalar(select(func.sum(fact_coverage.c.observations)))
                again = connection.execute(select(func.count(), func.sum(value), func.min(value))).one()
            expected = (int(rows), int(rows) * float(k), float(k))
            if not (tuple(first) == tuple(again) == expected and covered == int(rows) and named == version):
                bad.append(f"{version} named {named}, note {k}: {first} {again} {covered}")
            seen.add(version)
        except Exception as error:
            bad.append(f"{type(error).__name__}: {error}"[:300])
        reads += 1
    print(json.dumps({"reads": reads, "bad": bad, "versions": sorted(seen)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
