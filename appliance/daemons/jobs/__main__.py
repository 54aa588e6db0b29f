"""`python -m appliance.daemons.jobs --state FOLDER`: run the jobs until told to stop."""

import asyncio
from pathlib import Path
from zoneinfo import ZoneInfo

from appliance.clock import SystemClock
from appliance.contact.calls.repository import CallRecords
from appliance.contact.prompts.repository import PROMPT, SoundStore
from appliance.contact.statistics.repository import FigureRepository
from appliance.contact.statistics.service import Figures
from appliance.control.feed import EventFeed
from appliance.control.server import ControlServer
from appliance.daemons import alarms
from appliance.daemons.jobs import (
    accounts,
    carried,
    configuration,
    figures,
    music,
    people,
    planning,
    prompts,
    reports,
    simulation,
    tokens,
)
from appliance.daemons.jobs.alarms import BookedAlarms
from appliance.daemons.jobs.archive import Archive
from appliance.daemons.jobs.clearing import clearing
from appliance.daemons.jobs.housekeeping import keep_house
from appliance.daemons.jobs.lines import commands as lines
from appliance.daemons.jobs.uploads import Uploads
from appliance.daemons.jobs.webhooks.wiring import WebhookJobs
from appliance.daemons.sounds import music as music_of
from appliance.daemons.sounds import prompts as prompts_of
from appliance.daemons.start import arguments, log_to_stderr, settings_file, together, told_to_stop
from appliance.settings import load
from appliance.store.engine import open_engine
from appliance.store.outage import Outage
from appliance.system.keyring import Keyring
from appliance.system.paths import Paths


async def serve(state: Path) -> None:
    """Run until SIGTERM or SIGINT."""
    settings, paths = load(settings_file(state)), Paths(state)
    database, key = open_engine(settings.database_url), Keyring.load(paths.keys)
    zone = ZoneInfo(settings.time_zone)
    feed, counted = EventFeed(), Figures(FigureRepository(database, zone))
    made = reports.reports(counted, database, SystemClock(), zone)
    booked = BookedAlarms(settings, feed, SystemClock())
    booked.start()
    archive = Archive(settings, database, key, feed, booked.standing, made)
    uploads = Uploads(paths.studio / "uploads")
    old_sounds = clearing(settings, database)
    hooks = WebhookJobs(settings, database, key, SystemClock(), booked.standing, feed)
    company = accounts.company(paths, database, key, SystemClock())
    commands = {
        "events": feed.events,
        **prompts.handlers(prompts_of(settings, database), uploads, paths.dictated, SystemClock()),
        **carried.handlers(SoundStore(database, PROMPT, SystemClock()), uploads),
        **music.handlers(music_of(settings, database), uploads, SystemClock()),
        **old_sounds.commands,
        **alarms.handlers(booked.standing),
        **archive.commands,
        **archive.sending(uploads),
        **hooks.commands,
        **configuration.handlers(settings, database, key),
        **people.handlers(settings, database, SystemClock()),
        **accounts.handlers(company),
        **tokens.handlers(database, SystemClock()),
        **lines.handlers(settings, database, key, SystemClock()),
        **simulation.handlers(settings, database),
        **planning.handlers(counted, database, SystemClock(), zone),
        **reports.handlers(made, SystemClock(), zone),
        **figures.handlers(counted, lambda: CallRecords().renew(database), SystemClock(), zone),
    }
    counting = figures.keep_counting(counted, booked.standing, settings.jobs.seconds)
    async with ControlServer(paths.jobs_socket, commands, outage=Outage(settings.database_url).refusal):
        housekeeping = keep_house(paths, SystemClock(), settings.jobs.seconds)
        looking = company.look_again_and_again()
        await told_to_stop(
            together(*archive.work(), *hooks.work(), old_sounds.daily(), counting, housekeeping, looking)
        )
        feed.close()
        await booked.close()


if __name__ == "__main__":
    log_to_stderr()
    asyncio.run(serve(arguments("jobs").state))
