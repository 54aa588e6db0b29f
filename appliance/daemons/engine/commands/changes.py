"""Changes of the configuration: written beside the event loop, then taken up by the running centre."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

from appliance.daemons.engine.process import Engine


async def write(engine: Engine, change: Callable[[datetime], Any]) -> Any:
    """Run a database change in a thread and let the centre read the configuration anew; its result."""
    result = await asyncio.to_thread(change, engine.clock.now())
    engine.reload()
    return result
