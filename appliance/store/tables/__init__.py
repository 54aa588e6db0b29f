"""Every table of the box, one module per feature; importing this package fills the metadata."""

from appliance.store.tables import (
    agents,
    calls,
    configuration,
    fax,
    figures,
    ledger,
    lines,
    recordings,
    sounds,
    speech,
    voicemail,
)
from appliance.store.tables.base import Base

__all__ = [
    "Base",
    "agents",
    "calls",
    "configuration",
    "fax",
    "figures",
    "ledger",
    "lines",
    "recordings",
    "sounds",
    "speech",
    "voicemail",
]
