"""The whole box that tests of one module share."""

from collections.abc import Iterator

import pytest

from tests.servers import box


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[box.Box]:
    """A demo centre on ports of its own."""
    with box.running(tmp_path_factory.mktemp("box")) as running:
        yield running
