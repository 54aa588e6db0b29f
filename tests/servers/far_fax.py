"""A fax machine in the network: a second Asterisk that sends pages to a box, and takes those that it is sent."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageSequence

from appliance.telephony.config import places
from appliance.telephony.config.render.modules import LOADED
from drivers.simulated.sip.network import CARRIER
from tests.servers.asterisk import AsteriskServer

WIDTH, HEIGHT, DPI = 1728, 2292, (204.0, 196.0)
HEADER_ROWS = 60
"""Where the line of the sender stands on a page."""
NUMBER, STATION = "13800001111", "+86 138 0000 1111"
SPOOL = places.SPOOL
WITHOUT = ("app_mixmonitor", "app_stasis", "res_ari", "res_stasis", "res_http_websocket", "res_websocket_client")


class FarFax(AsteriskServer):
    """Listens at CARRIER:`port`; the box is at `box`. By `T38` or by `audio` alone."""

    def __init__(self, folder: Path, port: int, box: tuple[str, int], rtp: int) -> None:
        super().__init__(folder)
        self.port, self._box, self._rtp = port, box, rtp
        self.t38 = True

    def set_up(self, *, t38: bool) -> None:
        self.t38 = t38
        current = self.config / "current"
        current.mkdir(parents=True, exist_ok=True)
        for name, text in _files(self.port, self._box, self._rtp, t38=t38).items():
            (current / name).write_text(text)

    def send(self, number: str, pages: Path, name: str = "out") -> None:
        """Call the number and send a copy of those pages; returns at once."""
        (self.spool / f"{name}.tif").write_bytes(pages.read_bytes())
        answer = self.cli(f"channel originate PJSIP/{number}@box extension {name}@send")
        if "such" in answer:
            raise RuntimeError(answer)

    def result(self, name: str) -> str:
        """What came of it, `STATUS PAGES MODE ERROR`; "" so far."""
        told = self.spool / f"{name}.told"
        return told.read_text().strip() if told.exists() else ""


@contextmanager
def running(folder: Path, port: int, box: tuple[str, int], rtp: int, *, t38: bool) -> Iterator[FarFax]:
    far = FarFax(folder, port, box, rtp)
    far.set_up(t38=t38)
    far.start()
    try:
        yield far
    finally:
        far.kill()


def drawn(pages: int, density: int = 40) -> list[Image.Image]:
    """Pages that nobody could take for one another, with `density` lines each."""
    found = []
    for page in range(pages):
        image = Image.new("1", (WIDTH, HEIGHT), 1)
        pen = ImageDraw.Draw(image)
        pen.text((200, 150), f"page {page + 1}", fill=0, font_size=96)
        for line in range(density):
            at = 300 + line * (HEIGHT - 400) // density
            pen.line((100 + 17 * page, at, 1500 - 31 * (line % 7), at + 3 * page), fill=0, width=2 + page)
        found.append(image)
    return found


def draw(file: Path, pages: int, *, slow: int = 0, density: int = 40) -> list[Image.Image]:
    """A TIFF of pages that nobody could take for one another, and those; `slow` more follow that take long to send."""
    pictures = drawn(pages, density)
    grey = [Image.effect_noise((WIDTH, HEIGHT // 2), 80).convert("1") for _ in range(slow)]
    pictures[0].save(file, "TIFF", save_all=True, append_images=[*pictures[1:], *grey], compression="group4", dpi=DPI)
    return pictures


def same(tiff: bytes, pages: list[Image.Image], *, top: int = 0, only: int = 0) -> bool:
    """Whether a TIFF holds these pages (or such are its first `only`), point by point.

    Of each the first `top` rows may differ: the line of the sender.
    """
    with Image.open(io.BytesIO(tiff)) as image:
        found = [frame.convert("1") for frame in ImageSequence.Iterator(image)][: only or None]
    return len(found) == len(pages) and all(
        one.size == two.size and ImageChops.difference(_below(one, top), _below(two, top)).getbbox() is None
        for one, two in zip(found, pages, strict=True)
    )


def _below(page: Image.Image, top: int) -> Image.Image:
    return page.crop((0, top, page.width, page.height)).convert("L")


def _files(port: int, box: tuple[str, int], rtp: int, *, t38: bool) -> dict[str, str]:
    kept = [name for name in LOADED if not name.startswith(WITHOUT)]
    modules = [*kept, "func_env", "res_clioriginate"]
    return {
        "asterisk.conf": "[directories]\n" + "".join(f"{key} => {value}\n" for key, value in DIRECTORIES.items()),
        "logger.conf": "[logfiles]\nconsole => notice,warning,error,verbose\n",
        "modules.conf": "[modules]\nautoload=no\n" + "".join(f"load = {name}.so\n" for name in modules),
        "rtp.conf": f"[general]\nrtpstart={rtp}\nrtpend={rtp + 99}\n",
        "udptl.conf": f"[general]\nudptlstart={rtp + 100}\nudptlend={rtp + 199}\n",
        "pjsip.conf": PJSIP.format(port=port, host=box[0], box=f"{box[0]}:{box[1]}", t38="yes" if t38 else "no"),
        "extensions.conf": _dialplan("fz" if t38 else "F", "f" if t38 else "F"),
    }


def _dialplan(sending: str, receiving: str) -> str:
    told = "Set(FILE({}/{}.told,,,,u)=${{FAXSTATUS}} ${{FAXPAGES}} ${{FAXMODE}} ${{FAXERROR}})"
    station = f"Set(FAXOPT(localstationid)={STATION})"
    return f"""
[send]
exten => _[a-z]!,1,Set(NAME=${{EXTEN}})
 same => n,{station}
 same => n,SendFAX({SPOOL}/${{NAME}}.tif,{sending})
 same => n,Hangup()
exten => h,1,{told.format(SPOOL, "${NAME}")}
[receive]
exten => _[+0-9]!,1,Answer()
 same => n,Set(NAME=${{EXTEN}})
 same => n,{station}
 same => n,ReceiveFAX({SPOOL}/in-${{EXTEN}}.tif,{receiving})
 same => n,Hangup()
exten => h,1,{told.format(SPOOL, "in-${NAME}")}
"""


DIRECTORIES = {
    "astetcdir": places.CURRENT,
    "astmoddir": places.MODULES,
    "astvarlibdir": places.LIBRARY,
    "astdbdir": places.MEMORY,
    "astkeydir": places.LIBRARY,
    "astdatadir": places.SOUNDS_DATA,
    "astspooldir": places.SPOOL,
    "astrundir": places.RUN,
    "astlogdir": places.LOG,
}
PJSIP = f"""
[udp]
type=transport
protocol=udp
bind={CARRIER}:{{port}}
[box]
type=endpoint
context=receive
disallow=all
allow=alaw
aors=box
from_user={NUMBER}
media_address={CARRIER}
rtp_timeout=20
t38_udptl={{t38}}
t38_udptl_ec=redundancy
[box]
type=aor
contact=sip:{{box}}
[box]
type=identify
endpoint=box
match={{host}}
"""
