"""A warehouse that cannot be read says why and what to do; nothing is lost by looking."""

import subprocess
import sys

import pytest

from data.settings import settings
from data.warehouse import (
    VersionGone,
    WarehouseError,
    close_engines,
    connect,
    resolve_version,
)

ROWS = [{"indicator": "A65", "area": "100000", "period": "2020", "value": "13.52"}]
# Holds the file open for writing until its standard input ends.
WRITER = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"


def test_a_version_that_is_not_kept(empty_data, publish_rows):
    version = publish_rows(ROWS)
    assert resolve_version("2020.1.1") == version
    with pytest.raises(VersionGone, match=r"2020\.1\.1"), connect("2020.1.1"):
        pass


def test_locked_by_another_program(empty_data, publish_rows):
    version = publish_rows(ROWS)
    close_engines()
    path = settings().releases / f"{version}.duckdb"
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout and holder.stdin
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(WarehouseError, match="锁住"), connect(version):
            pass
        holder.stdin.close()
    with connect(version) as connection:  # free again
        assert connection.exec_driver_sql("select count(*) from fact_observation").scalar() == 1


def test_damaged(empty_data, publish_rows):
    version = publish_rows(ROWS)
    close_engines()
    (settings().releases / f"{version}.duckdb").write_bytes(b"not a database at all" * 1000)
    with pytest.raises(WarehouseError, match="打不开"), connect(version):
        pass
