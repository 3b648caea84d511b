"""Every method has a row in docs/methods.md, and every row a method."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs/methods.md").read_text(encoding="utf-8")
# Readings of records for pages, not methods of their own.
NOT_METHODS = {"__init__", "leading_target", "standing", "doubtful", "recomputed"}
FILES = {path.stem for path in (ROOT / "methods").glob("*.py")} - NOT_METHODS


@pytest.mark.parametrize("name", sorted(FILES))
def test_the_method_is_documented(name):
    assert f"`{name}`" in DOCUMENT


def test_no_row_without_a_method():
    named = {
        name for cell in re.findall(r"^\| [^|]*\(([^|]*)\) \|", DOCUMENT, re.M) for name in re.findall(r"`(\w+)`", cell)
    }
    assert named
    assert named <= {path.stem for path in (ROOT / "methods").glob("*.py")}
