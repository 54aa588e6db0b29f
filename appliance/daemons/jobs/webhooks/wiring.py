"""Webhooks of a box, put together."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from sqlalchemy import Engine

from appliance.clock import Clock
from appliance.contact.ledger.repository import LedgerRepository
from appliance.control.client import ControlClient
from appliance.control.commands import Handler
from appliance.control.feed import EventFeed
from appliance.daemons.jobs.webhooks import commands
from appliance.daemons.jobs.webhooks.service import Telling
from appliance.daemons.jobs.webhooks.wire import Wire
from appliance.daemons.news import follow
from appliance.daemons.site import webhook_context
from appliance.desk.telling import signing
from appliance.desk.telling.events import TOLD
from appliance.desk.telling.model import Webhook
from appliance.desk.telling.repository import MessageLog, Outbox, Webhooks
from appliance.node.alarms.ports import Alarms
from appliance.settings import Settings
from appliance.store.documents import Documents
from appliance.system.keyring import Keyring
from appliance.system.paths import Paths


class WebhookJobs:
    """One per box; `work` is to be run until cancelled."""

    def __init__(
        self, settings: Settings, database: Engine, key: Keyring, clock: Clock, alarms: Alarms, feed: EventFeed
    ) -> None:
        def secret(hook: Webhook) -> bytes:
            return signing.read(key.open(hook.secret, webhook_context(hook.name)).reveal() if hook.secret else "")

        def tried(name: str) -> None:
            feed.publish("webhook.tried", {"webhook": name})

        wire = Wire(here=settings.jobs.webhooks_here)
        hooks, ledger = Webhooks(Documents(database)), LedgerRepository(database)
        kept = Outbox(database), MessageLog(database)
        pace = settings.jobs.seconds
        self._telling = Telling(hooks, *kept, ledger, secret, wire, clock, alarms, tried, pace)
        self._engine: Callable[[], ControlClient] = lambda: ControlClient(Paths(settings.state).engine_socket)
        self.commands: Mapping[str, Handler] = commands.handlers(self._telling, key)

    def work(self) -> tuple[Coroutine[Any, Any, None], ...]:
        """Send what is to be sent, and hear of what comes."""
        return self._telling.work(), follow(self._engine, list(TOLD), self._telling.wake)
