"""The catalogue as files: the rows of the interface, safe to open, nothing of what the viewer may not see."""

import csv
import io
import zipfile

from flask.testing import FlaskClient
from invented import world

from access.viewer import Viewer
from api import catalogue_files
from api.catalogue_rows import COLUMNS


def read(client: FlaskClient) -> list[list[str]]:
    text = client.get("/api/v1/indicators.csv").data.decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_a_row_per_indicator(client: FlaskClient):
    head, *rows = read(client)
    assert head == [c.words for c in COLUMNS]
    assert [r[0] for r in rows] == [i["code"] for i in world().indicators]
    counted = {code: sum(o["indicator"] == code for o in world().observations) for code in (r[0] for r in rows)}
    assert {r[0]: int(r[-2]) for r in rows} == counted


def test_targets_keep_whether_they_are_verified(client: FlaskClient):
    head, *rows = read(client)
    assert all(len(r) == len(head) for r in rows)


def test_other_classifications_stay_out(client: FlaskClient, monkeypatch):
    monkeypatch.setattr(catalogue_files, "current_viewer", lambda: Viewer("p", classifications=("public",)))
    assert [r[0] for r in read(client)[1:]] == [
        i["code"] for i in world().indicators if i["classification"] == "public"
    ]


def test_the_sheet_opens_and_says_what_it_is(client: FlaskClient):
    answer = client.get("/api/v1/indicators.xlsx")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
        assert "指标目录" in book.read("xl/workbook.xml").decode()
        assert "演示数据" in book.read("xl/sharedStrings.xml").decode()


def test_bad_parameters_are_refused(client: FlaskClient):
    assert client.get("/api/v1/indicators.csv?x=1").status_code == 400
    assert client.get("/api/v1/indicators.xlsx?v=2020.1.1").status_code == 410
