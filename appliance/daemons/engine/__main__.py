"""`python -m appliance.daemons.engine --state FOLDER`: run the engine until it is told to stop."""

import asyncio
from pathlib import Path

from appliance.control.server import ControlServer
from appliance.daemons.engine.commands import handlers
from appliance.daemons.engine.process import Engine
from appliance.daemons.start import arguments, log_to_stderr, settings_file, told_to_stop
from appliance.settings import load
from appliance.system.paths import Paths


async def serve(state: Path) -> None:
    """Run until SIGTERM or SIGINT."""
    engine = Engine(load(settings_file(state)))
    engine.start()
    async with ControlServer(Paths(state).engine_socket, handlers(engine), outage=engine.outage.refusal):
        await told_to_stop(engine.run())
        engine.feed.close()


if __name__ == "__main__":
    log_to_stderr()
    asyncio.run(serve(arguments("engine").state))
