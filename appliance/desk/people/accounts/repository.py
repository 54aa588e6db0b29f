"""The provider and the directory in the configuration."""

from sqlalchemy import Engine

from appliance.desk.people.accounts import documents
from appliance.desk.people.accounts.model import Provider, Server
from appliance.store.documents import Documents


class Ways:
    """Which ways in there are beside the passwords of this box; each at the most once."""

    PROVIDER, DIRECTORY, ONLY = "openid-provider", "ldap-directory", "box"

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    @classmethod
    def over(cls, engine: Engine) -> "Ways":
        """Those of a database."""
        return cls(Documents(engine))

    def provider(self) -> Provider | None:
        """Whether switched on or not; raises ValueError for a document that is none."""
        body = self._documents.get(self.PROVIDER, self.ONLY)
        return documents.provider(body) if body else None

    def directory(self) -> Server | None:
        """The same."""
        body = self._documents.get(self.DIRECTORY, self.ONLY)
        return documents.server(body) if body else None


def secret_place(kind: str) -> str:
    """What a way's sealed secret is bound to."""
    return f"{kind}:{Ways.ONLY}"
