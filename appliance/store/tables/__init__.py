"""Every table of the box, one module per feature; importing this package fills the metadata."""

from appliance.store.tables import (
    agents,
    audit,
    boards,
    calls,
    configuration,
    crm,
    fax,
    figures,
    ledger,
    lines,
    people,
    recordings,
    sounds,
    speech,
    voicemail,
)
from appliance.store.tables.base import Base

__all__ = [
    "Base",
    "agents",
    "audit",
    "boards",
    "calls",
    "configuration",
    "crm",
    "fax",
    "figures",
    "ledger",
    "lines",
    "people",
    "recordings",
    "sounds",
    "speech",
    "voicemail",
]
