"""One site for what runs together of this folder: it takes a minute to come up."""

from collections.abc import Iterator

import pytest

from tests.lab import site
from tests.lab.site import Site
from tests.servers.live import run


@pytest.fixture(scope="package")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A box whose lines are in force, and the carrier's exchange."""
    with site.running(tmp_path_factory.mktemp("site")) as (ours, carrier):
        run(site.apply(ours, site.document()), site.APPLY_SECONDS)
        run(site.name_trunk(ours))
        yield ours, carrier
