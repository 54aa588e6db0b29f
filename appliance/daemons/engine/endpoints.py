"""Between the names of phones and what Asterisk calls them: by SIP account, or by the channel of their port."""

from appliance.daemons.engine.configuration import Directory

SIP, PORT = "PJSIP/", "DAHDI/"


class Endpoints:
    """The phones of the running centre."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def of(self, phone: str) -> str:
        """What a phone is rung by; one that nobody knows would have to be a SIP account."""
        known = self._directory.now.phones.get(phone)
        return f"{PORT}{known.channel}" if known and known.channel else SIP + phone

    def name(self, endpoint: str) -> str:
        """The phone or trunk of `PJSIP/name` or `DAHDI/5`; what is neither stays as it is."""
        channel = endpoint.removeprefix(PORT)
        if endpoint.startswith(PORT) and channel.isdigit():
            phones = self._directory.now.phones.values()
            return next((phone.name for phone in phones if phone.channel == int(channel)), endpoint)
        return endpoint.removeprefix(SIP)
