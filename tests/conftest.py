"""What all tests share: networks apart, the PostgreSQL fixtures, and examples that are the same in every run."""

import os

import pytest
from hypothesis import settings

# What is in there needs DAHDI's drivers, and a machine that may be broken: it runs inside the lab alone.
collect_ignore = [] if os.environ.get("CALLSTEAD_LAB") else ["lab"]

pytest_plugins = ["tests.servers.network", "tests.servers.postgres"]

# A change is judged by the same examples each time; CALLSTEAD_EXPLORE=1 looks for new ones. How long one takes is a
# matter of the machine and no finding: speed is measured by `make bench`.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("explore", derandomize=False, deadline=None)
settings.load_profile("explore" if os.environ.get("CALLSTEAD_EXPLORE") else "steady")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files are dealt out in this order: what waits for real servers begins first, the quick rest fills the gaps."""
    items.sort(key=lambda item: item.get_closest_marker("wire") is None)
