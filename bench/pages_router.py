"""The request that a drill-down sends: Dash's page router, asked for the page of an address."""

import json
from urllib.parse import urlsplit

ENDPOINT = "/_dash-update-component"


def body(address: str) -> bytes:
    """The JSON that the browser posts when the address becomes `address` (`/map?area=510000`)."""
    parts = urlsplit(address)
    search = f"?{parts.query}" if parts.query else ""
    asked = {
        "output": ".._pages_content.children..._pages_store.data..",
        "outputs": [
            {"id": "_pages_content", "property": "children"},
            {"id": "_pages_store", "property": "data"},
        ],
        "inputs": [
            {"id": "_pages_location", "property": "pathname", "value": parts.path},
            {"id": "_pages_location", "property": "search", "value": search},
        ],
        "changedPropIds": ["_pages_location.search"],
        "parsedChangedPropsIds": ["_pages_location.search"],
    }
    return json.dumps(asked).encode()
