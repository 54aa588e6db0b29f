"""`python -m appliance.daemons.live --state FOLDER`: push the live state to browsers until told to stop."""

import asyncio

from appliance.daemons.live.process import Live
from appliance.daemons.start import arguments, log_to_stderr, settings_file, told_to_stop
from appliance.settings import Settings, load


async def serve(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT."""
    await told_to_stop(Live(settings).run())


if __name__ == "__main__":
    log_to_stderr()
    asyncio.run(serve(load(settings_file(arguments("live").state))))
