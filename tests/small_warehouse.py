"""A small warehouse of published and demonstration figures, loaded by the commands that users load with."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from marked_release import mark

ROOT = Path(__file__).resolve().parent.parent
IN_DOUBT = [("A65", "510104", "2020"), ("A65", "510112", "2020")]  # marked by hand: a finding of severity serious
PUBLISHED = ("census_2020_population", "census_2020_age_structure", "life_expectancy_2020_provinces")


@pytest.fixture(scope="session")
def small_warehouse(geo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with boundaries, census, life expectancy and a few demonstration figures, as users load them."""
    data = tmp_path_factory.mktemp("var")
    (data / "geo").symlink_to(geo)
    environment = os.environ | {"COCKPIT_DATA": str(data), "COCKPIT_WAREHOUSE_URL": "duckdb"}

    def command(*words: str) -> None:
        subprocess.run([sys.executable, "-m", "commands", *words], cwd=ROOT, env=environment, check=True)

    command("demonstrate", "--small")
    published = [f"data/reference/{name}.csv" for name in PUBLISHED]
    command("load", *published, *(str(f) for f in sorted((data / "demonstration").glob("*.parquet"))))
    command("publish", "--note", "检验")
    mark(data, IN_DOUBT)
    return data
