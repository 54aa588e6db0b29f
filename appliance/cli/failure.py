"""What went wrong, as a sentence with a code and a next step, and the exit status that scripts read."""

import json
import traceback
from collections.abc import Mapping
from typing import IO, Any

import click

from appliance.cli.errors import CommandMissing, Misuse, OptionUnknown, ParameterMissing, ProgramFault, ValueWrong
from appliance.cli.words import Words
from appliance.errors import Refusal, Sentence, explain

FAULT, MISUSED, REFUSED = 1, 2, 3


class Explained(click.ClickException):
    """A failure ready to be shown on stderr; `exit_code` is 1 for a fault of ours, 2 wrong use, 3 refused."""

    def __init__(self, refusal: Refusal, said: Words, *, as_json: bool, trace: str = "") -> None:
        super().__init__(refusal.code)
        self.exit_code = _status(refusal)  # type: ignore[misc]  # click reads it from the instance
        self._refusal = refusal
        self._said = said
        self._as_json = as_json
        self._trace = trace

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self._json() if self._as_json else self._text(), file=file, err=file is None)

    def _json(self) -> str:
        refusal = self._refusal
        sentence = refusal.sentence(self._said.language)
        error = {"code": refusal.code, "what": sentence.what, "why": sentence.why, "next": sentence.next}
        return json.dumps({"error": error | {"details": refusal.details}}, ensure_ascii=False, default=str)

    def _text(self) -> str:
        sentence = self._refusal.sentence(self._said.language)
        lines = [self._said.text("text", "error", code=self._refusal.code, what=sentence.what)]
        lines += problem_lines(self._refusal.details.get("problems"), self._said)
        lines += [self._said.text("text", part, text=text) for part, text in _rest(sentence) if text]
        return "\n".join(lines) + (f"\n\n{self._trace}" if self._trace else "")


def explained(fault: Exception, said: Words, *, as_json: bool) -> Explained:
    """Any exception made ready to be shown; what nobody foresaw is a fault of ours and keeps its traceback."""
    if isinstance(fault, Explained):
        return fault
    if isinstance(fault, Refusal):
        return Explained(fault, said, as_json=as_json)
    if isinstance(fault, click.ClickException):
        return Explained(_misuse(fault), said, as_json=as_json)
    trace = "".join(traceback.format_exception(fault)).rstrip()
    return Explained(ProgramFault(fault=repr(fault)), said, as_json=as_json, trace=trace)


def problem_lines(problems: Any, said: Words) -> list[str]:
    """One indented line for each problem: a sentence, or `{code, where, details}` explained."""
    return [f"  - {problem_text(item, said)}" for item in problems] if isinstance(problems, list) else []


def problem_text(problem: Any, said: Words) -> str:
    """What is wrong and what to do about it, on one line."""
    if not isinstance(problem, Mapping) or "code" not in problem:
        return str(problem)
    details = {**problem.get("details", {}), "where": problem.get("where", "")}
    sentence = explain(str(problem["code"]), details, said.language)
    return said.text("text", "gap").join(part for part in (sentence.what, sentence.next) if part)


def _status(refusal: Refusal) -> int:
    if refusal.code in (ProgramFault.code, "internal-fault"):
        return FAULT
    return MISUSED if isinstance(refusal, Misuse) else REFUSED


def _rest(sentence: Sentence) -> tuple[tuple[str, str], ...]:
    return (("why", sentence.why), ("next", sentence.next))


def _misuse(fault: click.ClickException) -> Misuse:
    context = getattr(fault, "ctx", None)
    command = context.command_path if context else "callstead"
    match fault:
        case click.NoSuchOption():
            return OptionUnknown(command=command, option=fault.option_name, close=_close(fault.possibilities))
        case click.exceptions.NoSuchCommand():
            return CommandMissing(command=command, name=fault.command_name, close=_close(fault.possibilities))
        case click.MissingParameter():
            return ParameterMissing(command=command, parameter=_name(fault))
        case click.BadParameter():
            return ValueWrong(command=command, parameter=_name(fault), expected=_expected(fault.param))
        case click.BadOptionUsage():
            return ParameterMissing(command=command, parameter=f"{fault.option_name} VALUE")
    return Misuse(command=command, problem=fault.format_message())


def _name(fault: click.BadParameter) -> str:
    parameter = fault.param
    if parameter is None:
        return str(fault.param_hint or "")
    return parameter.opts[0] if isinstance(parameter, click.Option) else parameter.human_readable_name


def _expected(parameter: click.Parameter | None) -> str:
    match parameter.type if parameter else None:
        case click.IntRange(min=low, max=high):
            return f"{'' if low is None else low}..{'' if high is None else high}"
        case click.Choice(choices=choices):
            return "|".join(map(str, choices))
        case None:
            return "-"
        case kind:
            return (parameter.metavar if parameter else None) or kind.name.upper()


def _close(possibilities: Any) -> str:
    return ", ".join(possibilities or ()) or "-"
