"""The menu: what stands in it for whoever may open it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from manager.present import asking


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu: its texts are `menu.<name>` and `home.about-<name>`; `right` is "" for everybody.

    Lines of one `part` stand together under `menu.part-<part>`.
    """

    name: str
    endpoint: str
    right: str = ""
    icon: str = ""
    part: str = "start"


ENTRIES = (
    Entry("home", "home.show", icon="home"),
    Entry("desk", "desk.show", "desk.use", "headset", "calls"),
    Entry("supervisor", "supervisor.show", "live.see", "users-group", "calls"),
    Entry("boards", "boards.listed", "boards.see", "device-desktop", "calls"),
    Entry("contacts", "contacts.show", "calls.see", "phone-call", "calls"),
    Entry("requests", "requests.show", "recordings.hear", "user-check", "calls"),
    Entry("missed", "missed.show", "missed.see", "phone-x", "calls"),
    Entry("reports", "reports.begin", "reports.see", "chart-bar", "calls"),
    Entry("health", "health.show", "health.see", "heartbeat", "setup"),
    Entry("lines", "lines.show", "lines.see", "server-2", "setup"),
    Entry("settings", "settings.show", "setup.see", "settings", "setup"),
    Entry("people", "people.show", "people.see", "users", "access"),
    Entry("roles", "roles.show", "people.see", "shield-lock", "access"),
    Entry("sessions", "sessions.show", "people.see", "key", "access"),
    Entry("tokens", "tokens.show", "tokens.own", "plug-connected", "access"),
    Entry("webhooks", "webhooks.show", "setup.see", "webhook", "access"),
    Entry("audit", "audit.show", "audit.see", "history", "access"),
    Entry("account", "account.show", icon="user", part="own"),
)


def menu() -> tuple[Entry, ...]:
    """The entries for whoever asks."""
    who = asking()
    return tuple(entry for entry in ENTRIES if who and (not entry.right or who.may(entry.right)))


def menu_parts() -> Iterator[tuple[str, tuple[Entry, ...]]]:
    """The same, part by part."""
    for part, entries in groupby(menu(), key=lambda entry: entry.part):
        yield part, tuple(entries)
