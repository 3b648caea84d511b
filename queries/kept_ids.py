"""The ids of a dimension by code: nearly every question starts with them, and a release never changes its own."""

from sqlalchemy import Connection, Select

from access.viewer import Viewer
from queries.ask import keep


def kept_ids(connection: Connection, statement: Select, viewer: Viewer) -> dict[str, int]:
    """Id by code, of a `statement` of code and id within the viewer's limits. Asked once for a release and scope;
    each time where the connection is not one of `data.warehouse.connect`, which says which release it reads."""

    def asked() -> dict[str, int]:
        return {row[0]: row[1] for row in connection.execute(statement)}

    release = connection.get_execution_options().get("release")
    if release is None:
        return asked()
    return keep(f"ids of {statement.get_final_froms()[0]}", asked, viewer=viewer, version=release)
