"""The release of `told_release`, published once."""

from collections.abc import Callable
from pathlib import Path

import pytest
from told_release import MANIFEST, PUBLISHED, generated, published

from access.viewer import LOCAL
from bulletins.blocks import Bulletin
from bulletins.composed import composed


@pytest.fixture
def bulletin_of(made_once: Callable[..., Path], settled: Callable[[Path], None]) -> Callable[..., Bulletin]:
    """`bulletin_of(area="510000")`: the bulletin of such an address."""
    settled(made_once("bulletins", (published(), PUBLISHED), (generated(), MANIFEST)))
    return lambda **params: composed(params, viewer=LOCAL)
