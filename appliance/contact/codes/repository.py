"""The site's codes among the documents."""

from collections.abc import Mapping
from typing import Any

from appliance.contact.codes.document import parse, table_body
from appliance.contact.codes.model import CodeTable
from appliance.store.documents import Documents


class FeatureCodes:
    """One table for a site; without a document the built-in one."""

    KIND, ONLY = "feature-codes", "box"

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def table(self) -> CodeTable:
        return parse(self._documents.all(self.KIND).get(self.ONLY, {}))

    def put(self, table: CodeTable, **by: Any) -> None:
        body: Mapping[str, Any] = table_body(table)
        self._documents.put(self.KIND, self.ONLY, body, **by)
