"""The column `quality` against a plain loop over the invented findings and grades; explained ones no longer count."""

import csv
import io

import pytest
from flask.testing import FlaskClient
from invented import world

from state.finding_states import explain, reopen

ASKED = "indicator=A65,FLT&parent=510000&layer=county&period=2019,2020&breakdown=*"
SEVERE = ("hard", "serious")


def doubted() -> dict[tuple[str, str, str, str], set[str]]:
    """Rules by value (indicator, area, period, breakdown): severe findings, and minor ones where the grade is D."""
    graded = {(s["indicator"], s["area"], s["period"]) for s in world().scores if s["indicator"] and s["grade"] == "D"}
    found: dict[tuple[str, str, str, str], set[str]] = {}
    for row in world().findings:
        place = (row["indicator"], row["area"], row["period"])
        if row["severity"] in SEVERE or (row["severity"] == "minor" and place in graded):
            found.setdefault((*place, row["breakdown"]), set()).add(row["rule"])
    held = {key[:3] for key in found}
    alone = {(*place, "all"): {"D级"} for place in graded if place not in held}
    return found | alone


def rows_of(client: FlaskClient, more: str = "") -> list[dict]:
    return client.get(f"/api/v1/observations.json?{ASKED}{more}").json["observations"]


def place(row: dict) -> tuple[str, str, str, str]:
    return row["indicator"], row["area"], row["period"], row["breakdown"]


def test_a_value_in_doubt_names_its_rules(client: FlaskClient) -> None:
    truth = doubted()
    rows = rows_of(client)
    told = {place(row): set(row["quality"].split("、")) for row in rows if row["quality"]}
    assert told == {place(row): truth[place(row)] for row in rows if place(row) in truth and row["value"] is not None}
    assert len(told) > 3


def test_hidden_values_are_withheld_and_still_say_why(client: FlaskClient) -> None:
    shown = {place(row): row for row in rows_of(client)}
    hidden = {place(row): row for row in rows_of(client, "&quality=hide")}
    assert set(shown) == set(hidden)
    for key, row in hidden.items():
        if row["quality"]:
            assert (row["value"], row["numerator"], row["lower"], row["status"]) == (None, None, None, "withheld")
            assert row["quality"] == shown[key]["quality"]
        else:
            assert row == shown[key]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_files_say_it_too(client: FlaskClient, ending: str) -> None:
    answer = client.get(f"/api/v1/observations.{ending}?{ASKED}&quality=hide")
    assert answer.status_code == 200
    if ending == "csv":
        table = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
        withheld = [row for row in table if row["quality"]]
        assert withheld and all(row["value"] == "" and row["status"] == "withheld" for row in withheld)


def test_an_explained_finding_no_longer_counts_and_the_answer_is_another(client: FlaskClient) -> None:
    answer = client.get(f"/api/v1/observations.json?{ASKED}")
    keys = {place(row) for row in answer.json["observations"] if row["quality"] and "D级" not in row["quality"]}
    finding = next(
        row for row in world().findings
        if (row["indicator"], row["area"], row["period"], row["breakdown"]) in keys
        and sum(other["indicator"] == row["indicator"] and other["area"] == row["area"]
                and other["period"] == row["period"] for other in world().findings) == 1
    )  # fmt: skip
    explain(finding["finding"], "当年区划调整，数据属实。", "检验员", finding)
    again = client.get(f"/api/v1/observations.json?{ASKED}", headers={"If-None-Match": answer.headers["ETag"]})
    reopen(finding["finding"], "检验员")  # the data directory is the whole run's
    assert again.status_code == 200
    told = {place(row): row["quality"] for row in again.json["observations"]}
    assert told[(finding["indicator"], finding["area"], finding["period"], finding["breakdown"])] == ""


def test_another_word_for_hide_is_refused(client: FlaskClient) -> None:
    answer = client.get(f"/api/v1/observations.json?{ASKED}&quality=show")
    assert answer.status_code == 400
    assert "hide" in answer.json["errors"][0]["detail"]
