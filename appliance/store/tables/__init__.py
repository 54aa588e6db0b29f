"""Every table of the box, one module per feature; importing this package fills the metadata."""

from appliance.store.tables import (
    agents,
    audit,
    boards,
    calls,
    configuration,
    contacts,
    crm,
    fax,
    figures,
    ledger,
    lines,
    people,
    recordings,
    sounds,
    speech,
    tokens,
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
    "contacts",
    "crm",
    "fax",
    "figures",
    "ledger",
    "lines",
    "people",
    "recordings",
    "sounds",
    "speech",
    "tokens",
    "voicemail",
]
