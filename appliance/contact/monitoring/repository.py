"""The rule for supervisors in calls among the documents."""

from typing import Any

from appliance.contact.monitoring.document import parse, rule_body
from appliance.contact.monitoring.model import Policy
from appliance.store.documents import Documents


class MonitoringRule:
    """One for a site; without a document the built-in one."""

    KIND, ONLY = "monitoring-rule", "box"

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def get(self) -> Policy:
        return parse(self._documents.get(self.KIND, self.ONLY) or {})

    def put(self, policy: Policy, **by: Any) -> None:
        self._documents.put(self.KIND, self.ONLY, rule_body(policy), **by)
