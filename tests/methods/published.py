"""Worked examples of others, by name: `vectors.json` carries each with its origin."""

import json
from pathlib import Path
from typing import Any

_ENTRIES = json.loads(Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))


def published(method: str) -> list[dict[str, Any]]:
    """The examples of one method; a missing one fails the test instead of leaving it empty."""
    found = [entry for entry in _ENTRIES if entry["method"] == method]
    assert found, f"no published example of {method}"
    return found
