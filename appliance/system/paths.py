"""Where a box keeps what it keeps, all of it below one state folder."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Paths:
    """Every place below the state folder; nothing else in the project joins these names."""

    state: Path

    @property
    def settings(self) -> Path:
        return self.state / "settings.toml"

    @property
    def asterisk(self) -> Path:
        """Asterisk's own folders: config, lib, spool, log, run."""
        return self.state / "asterisk"

    @property
    def asterisk_config(self) -> Path:
        """Rendered configuration: `versions/<hash>/` and the link `current`, switched in one step."""
        return self.asterisk / "config"

    @property
    def spool(self) -> Path:
        """Two-channel raw audio (signed 16 bit, 8 kHz) of calls that run or wait for their seal."""
        return self.asterisk / "spool" / "monitor"

    @property
    def sounds(self) -> Path:
        """The prompts as Asterisk finds them, `<language>/<name>.wav`; laid out from the database."""
        return self.asterisk / "sounds"

    @property
    def music(self) -> Path:
        """Music on hold, one folder for each version of a class; laid out from the database."""
        return self.asterisk / "music"

    @property
    def dictated(self) -> Path:
        """What was recorded at a phone and waits to be taken."""
        return self.asterisk / "spool" / "recording"

    @property
    def messages(self) -> Path:
        """What callers say into voicemail boxes (signed 16 bit, 8 kHz, one channel), until it is sealed."""
        return self.dictated / "message"

    @property
    def faxes(self) -> Path:
        """Pages of faxes that are received (TIFF), until they are sealed, and of those that are sent."""
        return self.asterisk / "spool" / "fax"

    @property
    def faxes_out(self) -> Path:
        """Pages of faxes that are being sent."""
        return self.faxes / "out"

    @property
    def studio(self) -> Path:
        """Where sounds are worked on, and uploads gather."""
        return self.state / "studio"

    @property
    def keys(self) -> Path:
        return self.state / "keys"

    @property
    def recordings(self) -> Path:
        """Sealed recordings."""
        return self.state / "recordings"

    @property
    def transcripts(self) -> Path:
        """Sealed transcripts of recordings."""
        return self.state / "transcripts"

    @property
    def speech_models(self) -> Path:
        """Models for speech recognition that were brought, a folder for each."""
        return self.state / "speech-models"

    @property
    def anchors(self) -> Path:
        """What was told of the recordings outside the box, and where."""
        return self.state / "anchors"

    @property
    def lines_kept(self) -> Path:
        """Files of the lines that somebody else had written, as they were before ours came."""
        return self.state / "lines-kept"

    @property
    def run(self) -> Path:
        """Sockets and locks."""
        return self.state / "run"

    @property
    def tls(self) -> Path:
        """The box's own certificate authority and server certificate."""
        return self.state / "tls"

    @property
    def front(self) -> Path:
        """Configuration of the web server before the console."""
        return self.state / "front"

    @property
    def simulator(self) -> Path:
        """Where a demo centre's simulated network works."""
        return self.state / "simulator"

    @property
    def supervisor_socket(self) -> Path:
        return self.run / "supervisor.sock"

    @property
    def logs(self) -> Path:
        return self.state / "log"

    @property
    def engine_socket(self) -> Path:
        return self.run / "engine.sock"

    @property
    def jobs_socket(self) -> Path:
        return self.run / "jobs.sock"

    @property
    def live_control(self) -> Path:
        """Where the process that tells browsers takes commands."""
        return self.run / "live-control.sock"

    @property
    def live_socket(self) -> Path:
        """Where that process takes the browsers' WebSockets."""
        return self.run / "live.sock"

    @property
    def console_socket(self) -> Path:
        """Where the console takes HTTP."""
        return self.run / "console.sock"
