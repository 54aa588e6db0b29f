from collections.abc import Mapping, Sequence
from typing import Any

ANONYMOUS: str
NONE: str
SIMPLE: str
SUBTREE: str
SYNC: str

class Tls:
    def __init__(
        self, *, validate: int = ..., ca_certs_data: str | None = ..., valid_names: list[str] | None = ...
    ) -> None: ...

class Server:
    def __init__(
        self,
        host: str,
        port: int | None = ...,
        use_ssl: bool = ...,
        *,
        tls: Tls | None = ...,
        connect_timeout: float | None = ...,
        get_info: str = ...,
    ) -> None: ...

class Connection:
    bound: bool
    socket: Any
    result: dict[str, Any]
    response: list[dict[str, Any]] | None
    def __init__(
        self,
        server: Server,
        user: str | None = ...,
        password: str | None = ...,
        *,
        authentication: str = ...,
        client_strategy: str = ...,
        read_only: bool = ...,
        auto_referrals: bool = ...,
        check_names: bool = ...,
        receive_timeout: float | None = ...,
    ) -> None: ...
    def open(self, read_server_info: bool = ...) -> None: ...
    def start_tls(self, read_server_info: bool = ...) -> bool: ...
    def bind(self) -> bool: ...
    def unbind(self) -> bool: ...
    def add(self, dn: str, object_class: Sequence[str], attributes: Mapping[str, object]) -> bool: ...
    def modify(self, dn: str, changes: Mapping[str, object]) -> bool: ...
    def delete(self, dn: str) -> bool: ...
    def search(
        self,
        search_base: str,
        search_filter: str,
        search_scope: str = ...,
        *,
        attributes: Sequence[str] = ...,
        size_limit: int = ...,
        time_limit: int = ...,
    ) -> bool: ...
