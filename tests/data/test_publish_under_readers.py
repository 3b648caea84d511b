"""Readers in other processes see one whole release at any moment, while releases are published and taken back."""

import json
import os
import subprocess
import sys
from pathlib import Path

from data.loading import load_files
from data.publishing import publish, rollback
from data.settings import ROOT

READER = Path(__file__).with_name("reader.py")
AREAS = ("110000", "120000", "130000", "140000", "150000")
YEARS = range(1990, 2025)
ROUNDS = 8


def test_no_reader_ever_sees_half_a_publication(warehouse, observation_file, tmp_path):
    rows = len(AREAS) * len(YEARS)

    def publish_value(k):
        """A revision of every figure: all become k."""
        file = observation_file(
            [{"indicator": "HTP", "area": a, "period": y, "value": k} for a in AREAS for y in YEARS],
            name=f"{k}.csv", received=f"2026-01-{k:02}",
        )  # fmt: skip
        load_files([file])
        publish(str(k), grace=5)

    publish_value(1)
    stop = tmp_path / "stop"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    readers = [
        subprocess.Popen([sys.executable, READER, stop, str(rows)], env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    try:
        for k in range(2, 2 + ROUNDS):
            publish_value(k)
            if k % 3 == 0:
                rollback()
    finally:
        stop.touch()
        told = [json.loads(reader.communicate(timeout=60)[0]) for reader in readers]
    assert [reader["bad"] for reader in told] == [[], [], []]
    assert all(reader["reads"] > ROUNDS and len(reader["versions"]) >= 3 for reader in told), told
