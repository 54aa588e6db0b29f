"""Files that only say "not used": Asterisk complains at its start about each one it does not find."""

from appliance.telephony.config.render.section import file, section

_EMPTY = (
    "acl.conf",
    "ccss.conf",
    "pjproject.conf",
    "stasis.conf",
    "websocket_client.conf",
)


def render() -> dict[str, str]:
    """The detail records are switched off: the ledger is the only book."""
    off = {
        "cdr.conf": file(section("general", [("enable", "no")])),
        "cel.conf": file(section("general", [("enable", "no")])),
    }
    return off | {name: file() for name in _EMPTY}
