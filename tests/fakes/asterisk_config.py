"""An Asterisk that only reads configuration: obeys the Reloader port, as the real one does, from files."""

from collections.abc import Mapping
from pathlib import Path

from appliance.telephony.config.errors import ReloadFailed
from appliance.telephony.config.written import Options, objects, sections

CODECS = {"alaw", "ulaw", "g722", "opus"}
SIP_MODULES = {"res_pjsip.so": ("endpoint", "aor"), "res_pjsip_authenticator_digest.so": ("auth",)}
SIP_MODULES["res_pjsip_endpoint_identifier_ip.so"] = ("identify",)


class ConfiguredAsterisk:
    """Keeps an endpoint as it was when its new text names an unknown codec. `deaf`: modules that refuse to reload."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.reloads: list[str] = []
        self.deaf: set[str] = set()
        self._held: dict[tuple[str, str], Options] = {}
        self._globals: dict[str, str] = {}

    def start(self) -> None:
        """Read everything once."""
        for module in (*SIP_MODULES, "pbx_config.so"):
            self._read(module)

    async def reload(self, module: str) -> None:
        if module in self.deaf:
            raise ReloadFailed(module=module, status=409)
        self.reloads.append(module)
        self._read(module)

    async def sip_object(self, kind: str, name: str) -> Mapping[str, str] | None:
        pairs = self._held.get((kind, name))
        if pairs is None:
            return None
        held: dict[str, str] = {}
        for key, value in pairs:
            held[key] = f"{held[key]},{value}" if key in held else value
        return held

    async def variable(self, name: str) -> str:
        return self._globals.get(name, "")

    def _read(self, module: str) -> None:
        if module == "pbx_config.so":
            self._globals = next(
                (dict(pairs) for name, pairs in self._sections("extensions.conf") if name == "globals"), {}
            )
        for kind in SIP_MODULES.get(module, ()):
            self._read_objects(kind)

    def _read_objects(self, kind: str) -> None:
        wanted = {key: pairs for key, pairs in objects(self._text("pjsip.conf")).items() if key[0] == kind}
        kept = {key: pairs for key, pairs in self._held.items() if key[0] != kind}
        for key, pairs in wanted.items():
            if set(dict(pairs).get("allow", "alaw").split(",")) <= CODECS:
                kept[key] = pairs
            elif key in self._held:
                kept[key] = self._held[key]
        self._held = kept

    def _sections(self, name: str) -> list[tuple[str, Options]]:
        return list(sections(self._text(name)))

    def _text(self, name: str) -> str:
        return (self.folder / "current" / name).read_text("utf-8")
