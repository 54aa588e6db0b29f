"""`python -m appliance.daemons.jobs --state FOLDER`: run the jobs until told to stop."""

import asyncio
import logging
from pathlib import Path
from zoneinfo import ZoneInfo

from appliance.clock import SystemClock
from appliance.contact.calls.repository import CallBooks
from appliance.contact.recording.folders import AudioFolders, HeadFile
from appliance.contact.recording.model import Recording
from appliance.contact.recording.repository import RecordingRepository
from appliance.contact.recording.service import Recorder
from appliance.contact.statistics.repository import FigureRepository
from appliance.contact.statistics.service import Figures
from appliance.control.feed import EventFeed
from appliance.control.server import ControlServer
from appliance.daemons.jobs import configuration, figures, prompts, recordings, simulation
from appliance.daemons.jobs.recorder import SpoolWatcher
from appliance.daemons.jobs.uploads import Uploads
from appliance.daemons.sounds import prompts as prompts_of
from appliance.daemons.start import arguments, log_to_stderr, settings_file, together, told_to_stop
from appliance.settings import load
from appliance.store.engine import open_engine
from appliance.system.keys import BoxKey
from appliance.system.paths import Paths

logger = logging.getLogger(__name__)


async def serve(state: Path) -> None:
    """Run until SIGTERM or SIGINT."""
    settings, paths = load(settings_file(state)), Paths(state)
    database, key = open_engine(settings.database_url), BoxKey.load(paths.keys)
    recorder = Recorder(
        RecordingRepository(database, settings.asterisk.node),
        AudioFolders(paths.spool, paths.recordings),
        HeadFile(paths.keys / "register.head"),
        key,
        CallBooks(database).contact_of,
        SystemClock(),
        ZoneInfo(settings.time_zone),
    )
    feed, counted = EventFeed(), Figures(FigureRepository(database))

    def sealed(recording: Recording) -> None:
        logger.info("sealed %s: %s ms of channel %s", recording.id, recording.duration_ms, recording.channel)
        feed.publish("recording.sealed", recordings.shown(recording))

    commands = {
        "events": feed.events,
        **recordings.handlers(recorder),
        **prompts.handlers(
            prompts_of(settings, database), Uploads(paths.studio / "uploads"), paths.dictated, SystemClock()
        ),
        **configuration.handlers(settings, database, key),
        **simulation.handlers(settings, database),
        **figures.handlers(counted, SystemClock(), ZoneInfo(settings.time_zone)),
    }
    async with ControlServer(paths.jobs_socket, commands):
        watcher = SpoolWatcher(paths.spool, recorder.seal, sealed)
        await told_to_stop(together(watcher.run(), figures.keep_counting(counted)))
        feed.close()


if __name__ == "__main__":
    log_to_stderr()
    asyncio.run(serve(arguments("jobs").state))
