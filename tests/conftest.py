"""What all tests share: the PostgreSQL fixtures, and examples that are the same in every run."""

import os

from hypothesis import settings

# What is in there needs DAHDI's drivers, and a machine that may be broken: it runs inside the lab alone.
collect_ignore = [] if os.environ.get("CALLSTEAD_LAB") else ["lab"]

pytest_plugins = ["tests.servers.postgres"]

# A change is judged by the same examples each time; CALLSTEAD_EXPLORE=1 looks for new ones. How long one takes is a
# matter of the machine and no finding: speed is measured by `make bench`.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("explore", derandomize=False, deadline=None)
settings.load_profile("explore" if os.environ.get("CALLSTEAD_EXPLORE") else "steady")
