"""From batches to what readers see, on both engines."""

from sqlalchemy import select

from data.publishing import publish, rollback, versions
from data.schema import fact_observation
from data.warehouse import connect, current_version


def values(version):
    with connect(version) as connection:
        rows = connection.execute(select(fact_observation.c.area_id, fact_observation.c.value))
        return dict(map(tuple, rows))


def test_a_published_row_can_be_read(warehouse, publish_rows):
    version = publish_rows([{"indicator": "LE", "area": "510000", "period": "2020", "value": "77.79"}])
    assert current_version() == version
    assert values(version) == {510000: 77.79}
