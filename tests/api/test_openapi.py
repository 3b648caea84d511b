"""The description is valid, complete, and true of the answers."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate

from api.openapi import document

EXAMPLES = {
    "/api/v1/observations.json": "indicator=A65&parent=510000&layer=county",
    "/api/v1/passport.json": "indicator=A65&area=510000&period=2020",
    "/api/v1/quality/findings.json": "severity=hard,serious&limit=500",
    "/api/v1/quality/scores": "form=ALL&period=2020&parent=510000&layer=county",
    "/api/v1/quality/rules": "",
    "/api/v1/submissions": "form=ALL&period=2020",
    "/api/v1/assessment/ranking.json": "scheme=frame&period=2020",
    "/api/v1/assessment/items.json": "scheme=frame&period=2020&area=510000",
    "/api/v1/indicators": "",
    "/api/v1/areas": "level=province",
    "/api/v1/versions": "",
    "/api/v1/playlists": "",
    "/api/v1/search": "q=5101",
    "/healthz": "",
}
HIDDEN = {
    "/api/v1/observations",
    "/api/v1/passport",
    "/api/v1/quality/findings",
    "/api/v1/quality/scores.json",
    "/api/v1/quality/rules.json",
    "/api/v1/submissions.json",
    "/api/v1/assessment/ranking",
    "/api/v1/assessment/items",
    "/api/v1/indicators.json",
    "/api/v1/areas.json",
    "/api/v1/versions.json",
}  # aliases


def test_it_is_a_valid_description(client: FlaskClient):
    validate(client.get("/api/v1/openapi.json").json)


def test_every_address_is_described(server: Flask):
    served = {
        rule.rule for rule in server.url_map.iter_rules() if rule.rule.startswith(("/api/v1/", "/healthz"))
    } - HIDDEN
    assert served | {"/geo/{hash}/{file}"} == set(document()["paths"])


@pytest.mark.parametrize("path", list(EXAMPLES))
def test_answers_have_the_described_shape(client: FlaskClient, path: str):
    described = document()
    schema = described["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    whole = schema | {"components": described["components"]}
    answer = client.get(f"{path}?{EXAMPLES[path]}").json
    problems = [f"{list(e.absolute_path)}: {e.message}" for e in OAS31Validator(whole).iter_errors(answer)]
    assert problems == []


def test_a_problem_has_the_described_shape(client: FlaskClient):
    described = document()
    whole = {"$ref": "#/components/schemas/Problem", "components": described["components"]}
    for query in ("", "indicator=XX&parent=100000", "indicator=LE&parent=100000&v=2020.1.1"):
        answer = client.get(f"/api/v1/observations?{query}").json
        assert list(OAS31Validator(whole).iter_errors(answer)) == []


def test_parameters_taken_are_parameters_described(client: FlaskClient):
    described = document()
    named = described["paths"]["/api/v1/observations.json"]["get"]["parameters"]
    told = {described["components"]["parameters"][p["$ref"].split("/")[-1]]["name"] for p in named}
    refusal = client.get("/api/v1/observations?nonsense=1").json["errors"][0]["detail"]
    assert told == set(refusal.split("：")[1].split("、"))
