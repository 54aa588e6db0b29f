"""AMI's lines and values: an action out, a response and events in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

END = "\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Answer:
    """What Asterisk says to an action: `message` tells why it was not done, `output` what a command printed."""

    done: bool
    message: str
    output: str = ""


def encode(action: str, headers: Mapping[str, str]) -> bytes:
    """An action as AMI reads it; raises ValueError where a value would begin a line of its own."""
    lines = [f"Action: {action}", *(f"{name}: {value}" for name, value in headers.items())]
    if any(sign in line for line in lines for sign in "\r\n\0"):
        raise ValueError("a value of a manager action has no line breaks")
    return ("\r\n".join(lines) + END).encode()


def named(block: Iterable[str]) -> dict[str, str]:
    """The lines of one block by their names."""
    return dict(line.split(": ", 1) for line in block if ": " in line)


def decode(block: Iterable[str]) -> Answer | None:
    """The lines of one block as an answer; None for an event."""
    lines = list(block)
    fields = named(lines)
    if "Response" not in fields:
        return None
    output = "\n".join(line.removeprefix("Output: ") for line in lines if line.startswith("Output: "))
    return Answer(fields["Response"] in ("Success", "Goodbye"), fields.get("Message", ""), output)
