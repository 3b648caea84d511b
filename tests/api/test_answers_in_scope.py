"""Nobody learns through the interface what lies outside their areas and classifications."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from invented import INDICATORS, world
from visible import VIEWERS, areas_seen, observations_seen, sees_area, sees_indicator

ALL = "indicator={}&parent=100000&layer=all&breakdown=*"


@pytest.fixture(params=list(VIEWERS))
def viewer(request: pytest.FixtureRequest, looking: Callable):
    looking(VIEWERS[request.param])
    return VIEWERS[request.param]


@pytest.mark.parametrize("ending", ["json", "csv"])
def test_observations_are_those_that_the_viewer_may_see(client: FlaskClient, viewer, ending: str):
    for code, _, _ in INDICATORS:
        answer = client.get(f"/api/v1/observations.{ending}?{ALL.format(code)}&limit=10000" if ending == "json"
                            else f"/api/v1/observations.csv?{ALL.format(code)}")  # fmt: skip
        if not sees_indicator(viewer, code):
            assert answer.status_code == 404
            assert f"没有代码为{code}的指标" in answer.json["detail"]
            continue
        truth = list(observations_seen(viewer, indicator=code))
        if ending == "json":
            found = {(r["period"], r["breakdown"], r["area"]) for r in answer.json["observations"]}
            assert found == {(r["period"], r["breakdown"], r["area"]) for r in truth}
            assert answer.json["count"] == len(truth)
        else:
            assert len(answer.data.decode("utf-8-sig").splitlines()) == len(truth) + 1


def test_areas_outside_the_scope_are_unknown(client: FlaskClient, viewer):
    listed = {row["code"] for row in client.get("/api/v1/areas").json["areas"]}
    assert listed == {area["code"] for area in areas_seen(viewer)}
    code = next((c for c, _, _ in INDICATORS if sees_indicator(viewer, c)), "LE")
    for area in ("110000", "510000", "510100", "510101", "460000"):
        answer = client.get(f"/api/v1/observations?indicator={code}&area={area}")
        if sees_area(viewer, area) and viewer.classifications:
            assert answer.status_code == 200
        else:
            assert answer.status_code == 404
            assert all(a["name"] not in answer.get_data(as_text=True) for a in world().areas if a["code"] == area)


def test_definitions_and_search_follow_the_scope(client: FlaskClient, viewer):
    listed = {row["code"] for row in client.get("/api/v1/indicators").json["indicators"]}
    assert listed == {code for code, _, _ in INDICATORS if sees_indicator(viewer, code)}
    catalogue = client.get("/api/v1/indicators.csv").data.decode("utf-8-sig")
    for code, _, _ in INDICATORS:
        assert (f"指标{code}率" in catalogue) is sees_indicator(viewer, code)
    for area in world().areas:
        if area["level"] not in ("province", "prefecture"):
            continue
        found = client.get("/api/v1/search", query_string={"q": area["code"]}).json["results"]
        assert (area["code"] in {row["code"] for row in found}) is sees_area(viewer, area["code"])


def test_targets_of_other_provinces_are_not_told(client: FlaskClient, viewer):
    for row in client.get("/api/v1/indicators").json["indicators"]:
        for target in row["targets"]:
            assert target["area"] == "100000" or sees_area(viewer, target["area"])


def test_two_viewers_never_share_a_validator(client: FlaskClient, looking: Callable):
    tags = set()
    for viewer in VIEWERS.values():
        looking(viewer)
        tags.add(client.get("/api/v1/areas").headers["ETag"])
    assert len(tags) == len({viewer.scope for viewer in VIEWERS.values()})
