"""Alarms that a test can look at."""


class SeenAlarms:
    """Alarms port; `now` is what stands, by code and subject, with its detail."""

    def __init__(self) -> None:
        self.now: dict[tuple[str, str], str] = {}
        self.ever: list[tuple[str, str]] = []

    def raise_(self, code: str, subject: str = "", detail: str = "") -> None:
        self.now[code, subject] = detail
        self.ever.append((code, subject))

    def clear(self, code: str, subject: str = "") -> None:
        self.now.pop((code, subject), None)
