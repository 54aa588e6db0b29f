"""What is configured about ways out, as documents."""

from appliance.contact.routes import document
from appliance.contact.routes.model import Rules
from appliance.store.documents import Body, Documents

PLAN, GROUP, ROUTE, CAP, BLOCK = "number-plan", "trunk-group", "route", "call-cap", "number-block"
ONLY = "site"
"""The key of documents of which there is one."""


class RouteDocuments:
    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def rules(self) -> Rules:
        """Everything; raises RouteRuleInvalid."""
        all_ = self._documents.all
        return Rules(
            document.plan(all_(PLAN).get(ONLY, {})),
            {name: document.group(name, body) for name, body in all_(GROUP).items()},
            {name: document.route(name, body) for name, body in all_(ROUTE).items()},
            {name: document.cap(name, body) for name, body in all_(CAP).items()},
            document.block(all_(BLOCK).get(ONLY, {})),
        )

    def body(self, kind: str, name: str) -> Body:
        """What a document says; empty where there is none."""
        return self._documents.get(kind, name) or {}
