"""The release of `told_release`, published once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from told_release import MANIFEST, PUBLISHED, generated, published

from access.viewer import LOCAL
from bulletins.blocks import Bulletin
from bulletins.composed import composed

_made: dict[str, Bulletin] = {}  # of one release, which nothing changes: composed once for all tests


@pytest.fixture
def bulletin_of(made_once: Callable[..., Path], settled: Callable[[Path], None]) -> Callable[..., Bulletin]:
    """`bulletin_of(area="510000")`: the bulletin of such an address."""
    settled(made_once("bulletins", (published(), PUBLISHED), (generated(), MANIFEST)))

    def make(**params: Any) -> Bulletin:
        key = repr(sorted(params.items()))
        if key not in _made:
            _made[key] = composed(params, viewer=LOCAL)
        return _made[key]

    return make
