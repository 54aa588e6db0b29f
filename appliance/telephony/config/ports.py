"""What applying a configuration requires of a running Asterisk."""

from collections.abc import Mapping
from typing import Protocol


class Reloader(Protocol):
    """A running Asterisk, asked to read its files again and what it then holds."""

    async def reload(self, module: str) -> None:
        """Return when `module` has read its files; raises ReloadFailed."""

    async def sip_object(self, kind: str, name: str) -> Mapping[str, str] | None:
        """The attributes of an endpoint, auth, aor or identify as Asterisk holds it; None when it has none."""

    async def variable(self, name: str) -> str:
        """A global dialplan variable; "" when it is not set."""
