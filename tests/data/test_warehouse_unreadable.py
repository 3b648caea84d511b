"""A warehouse that is locked, damaged or gone: said in words, and readable again when the cause is gone."""

import subprocess
import sys

import pytest

from data.publishing import publish
from data.warehouse import VersionGone, WarehouseError, close_engines, connect, current_version, is_alive

ROW = {"indicator": "LE", "area": "510000", "period": "2020", "value": "77.79"}
HOLD = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"


def test_a_release_that_another_program_has_locked(empty_data, publish_rows):
    version = publish_rows([ROW])
    close_engines()
    file = empty_data.data / "releases" / f"{version}.duckdb"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout and holder.stdout.readline() == "held\n"
        with pytest.raises(WarehouseError, match=r"打不开：可能被其他程序锁住或已损坏"), connect(version):
            pass
        holder.communicate("")
    assert is_alive()


def test_a_release_that_is_damaged_and_published_anew(empty_data, publish_rows):
    version = publish_rows([ROW])
    close_engines()
    file = empty_data.data / "releases" / f"{version}.duckdb"
    file.write_bytes(b"no database at all" * 1000)
    with pytest.raises(WarehouseError, match=f"{version}.duckdb 打不开"), connect(version):
        pass
    assert publish().version != version and is_alive()


def test_a_release_that_was_deleted(empty_data, publish_rows):
    version = publish_rows([ROW])
    (empty_data.data / "releases" / f"{version}.duckdb").unlink()
    with pytest.raises(VersionGone, match="已不再保留"), connect(current_version()):
        pass
    publish()
    assert is_alive()
