"""kill -9 and a full disk in the middle of a publication: readers keep the old version or have the new one, whole."""

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from data.publishing import publish, versions
from data.schema import fact_observation
from data.settings import ROOT
from data.warehouse import connect, current_version

PROGRAM = Path(__file__).with_name("interrupted.py")
ROW = {"indicator": "LE", "area": "510000", "period": "2020", "value": "77.79"}

BEFORE = (
    "data.publishing.publish.build_release",
    "data.publishing.release.create_tables:after",
    "data.publishing.release.merge_batches:after",
    "data.publishing.release.verified_count:after",
    "data.publishing.publish.build_release:after",
)
ONLY_DUCKDB = (
    "data.publishing.duckdb_store.place:after",
    "data.publishing.duckdb_store.flush_to_disk:2",
)
ONLY_POSTGRES = (
    "data.publishing.postgres_tables._copy:3:after",
    "data.publishing.postgres_tables._copy:8",
    "data.publishing.postgres_tables._compare_counts:10:after",
    "data.publishing.postgres_store.place:after",
)


def killed(point):
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    outcome = subprocess.run([sys.executable, PROGRAM, point, "publish"], env=environment, check=False)
    return outcome.returncode == -signal.SIGKILL


def observations(version):
    with connect(version) as connection:
        return connection.scalar(select(func.count()).select_from(fact_observation))


def two_batches(publish_rows, observation_file):
    from data.loading import load_files

    shown = publish_rows([ROW])
    load_files([observation_file([ROW | {"area": "110000"}], name="second.csv")])
    return shown


@pytest.mark.parametrize("point", BEFORE + ONLY_DUCKDB + ONLY_POSTGRES)
def test_a_killed_publication_leaves_the_old_version(warehouse, publish_rows, observation_file, point):
    if point in (ONLY_POSTGRES if warehouse.engine == "duckdb" else ONLY_DUCKDB):
        return
    shown = two_batches(publish_rows, observation_file)
    assert killed(point)
    assert current_version() == shown and observations(shown) == 1
    newest = publish(grace=0).version
    assert current_version() == newest != shown and observations(newest) == 2
    assert [path.name for path in (warehouse.data / "releases").iterdir() if "building" in path.name] == []
    assert all(observations(release.version) == release.observations for release in versions())


@pytest.mark.parametrize("point", ["data.publishing.publish._retire", "data.publishing.publish._retire:after"])
def test_killed_after_the_pointer_the_new_version_stands(warehouse, publish_rows, observation_file, point):
    shown = two_batches(publish_rows, observation_file)
    assert killed(point)
    assert current_version() != shown and observations(current_version()) == 2
    assert observations(publish().version) == 2


def test_schemas_of_killed_publications_go(warehouse, publish_rows, observation_file):
    if warehouse.engine == "duckdb":
        return
    from data.publishing.postgres_store import _engine, _schemas, known_versions

    two_batches(publish_rows, observation_file)
    with _engine().begin() as connection:
        connection.exec_driver_sql("CREATE SCHEMA rel_77")
        connection.exec_driver_sql("CREATE SCHEMA rel_of_somebody_else")
    publish(grace=0)
    assert len(_schemas()) == len(known_versions()) == 2 and "rel_77" not in _schemas()
    with _engine().connect() as connection:
        assert connection.exec_driver_sql("SELECT 1 FROM pg_namespace WHERE nspname = 'rel_of_somebody_else'").all()


@pytest.mark.parametrize("kilobytes", [100, 1500])
def test_a_full_disk_keeps_the_old_version(warehouse, publish_rows, observation_file, kilobytes):
    shown = two_batches(publish_rows, observation_file)
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    limit = (kilobytes * 1024, resource.RLIM_INFINITY)
    outcome = subprocess.run(
        [sys.executable, "-m", "commands", "publish"], env=environment, cwd=ROOT, check=False, capture_output=True,
        text=True, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit),
    )  # fmt: skip
    assert outcome.returncode == 4, outcome.stderr
    assert outcome.stderr.splitlines()[-1].startswith("磁盘空间不足，没有任何改动，临时文件已清除。请清理")
    assert current_version() == shown and observations(shown) == 1
    assert not list((warehouse.data / "releases").glob(".building*"))
    assert observations(publish().version) == 2
