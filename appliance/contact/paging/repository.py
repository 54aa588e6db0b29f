"""Page groups among the documents."""

from datetime import datetime

from appliance.contact.paging.document import group_body, parse
from appliance.contact.paging.model import PageGroup
from appliance.store.documents import Documents


class PageGroups:
    """Page groups as documents."""

    KIND = "page-group"

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def all(self) -> dict[str, PageGroup]:
        return {name: parse(name, body) for name, body in self._documents.all(self.KIND).items()}

    def put(self, group: PageGroup, *, author: str, reason: str, at: datetime) -> None:
        self._documents.put(self.KIND, group.name, group_body(group), author=author, reason=reason, at=at)

    def remove(self, name: str, *, author: str, reason: str, at: datetime) -> bool:
        return self._documents.remove(self.KIND, name, author=author, reason=reason, at=at)
