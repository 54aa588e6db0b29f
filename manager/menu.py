"""The menu: what stands in it for whoever may open it."""

from dataclasses import dataclass

from manager.present import asking


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu: its texts are `menu.<name>` and `home.about-<name>`; `right` is "" for everybody."""

    name: str
    endpoint: str
    right: str = ""
    icon: str = ""


ENTRIES = (
    Entry("home", "home.show", icon="home"),
    Entry("desk", "desk.show", "desk.use", icon="headset"),
    Entry("supervisor", "supervisor.show", "live.see", icon="users-group"),
    Entry("boards", "boards.listed", "boards.see", icon="device-desktop"),
    Entry("people", "people.show", "people.see", icon="users"),
    Entry("roles", "roles.show", "people.see", icon="shield-lock"),
    Entry("sessions", "sessions.show", "people.see", icon="key"),
    Entry("audit", "audit.show", "audit.see", icon="history"),
    Entry("account", "account.show", icon="user"),
)


def menu() -> tuple[Entry, ...]:
    """The entries for whoever asks."""
    who = asking()
    return tuple(entry for entry in ENTRIES if who and (not entry.right or who.may(entry.right)))
