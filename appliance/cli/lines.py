"""`callstead lines`: what this machine's cards and a document would make, and bringing it into force."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from appliance.cli.documents import text_of
from appliance.cli.failure import REFUSED, problem_lines
from appliance.cli.session import Session
from appliance.cli.shape import Noun
from appliance.cli.shown import Column, Kind, Reader, plain
from appliance.cli.sockets import JOBS
from appliance.cli.words import Words
from dahdi_conf.countries import countries
from dahdi_conf.intent import Signalling
from dahdi_conf.intent_document import body, parse, text
from dahdi_conf.outline import comparison
from dahdi_conf.outline import planned as outlined
from dahdi_conf.proposal import Answers, propose
from dahdi_conf.survey import survey

FILE = click.Path(path_type=Path, dir_okay=False)
FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)
COLUMNS = (
    Column("line"),
    Column("name"),
    Column("span", Kind.NUMBER, "span_number"),
    Column("channels"),
    Column("kind"),
    Column("signalling"),
    Column("peer", Kind.STATE, "far_end"),
    Column("clock", Kind.NUMBER),
    Column("group", Kind.NUMBER, "line_group"),
    Column("echo", label="echo_canceller"),
)
VERSIONS = (
    Column("version", Kind.NUMBER),
    Column("at", Kind.MOMENT),
    Column("author"),
    Column("reason"),
    Column("lines", Kind.NUMBER, "spans"),
)
PATIENCE = 60.0
"""Beyond the time that lines have to come up, for letting them go and putting the old ones back."""
OVERWRITE = click.option("--overwrite-edits", is_flag=True)
WITHIN = click.option("--within", type=click.FloatRange(0, 300), default=30.0, metavar="S")
ROOT = click.option("--root", type=FOLDER, default=Path("/"))


@click.group(cls=Noun)
def lines() -> None:
    """The noun `lines`."""


@lines.command("propose")
@click.option("--country", type=click.Choice(list(countries())), default="cn")
@click.option("--signalling", type=click.Choice([way.value for way in Signalling]), default="pri")
@click.option("--number", "numbers", multiple=True, metavar="NUMBER")
@click.option("--first-phone", default="8101", metavar="DIGITS")
@ROOT
@click.pass_obj
def propose_lines(
    session: Session, country: str, signalling: str, numbers: tuple[str, ...], first_phone: str, root: Path
) -> None:
    """Prints the document that three answers make of the cards below the root."""
    if not (first_phone.isascii() and first_phone.isdigit()):
        raise click.BadParameter(first_phone, param_hint="--first-phone")
    answers = Answers(country, Signalling(signalling), numbers, first_phone)
    intent = propose(survey(root).hardware, answers)
    session.show(body(intent), lambda: text(intent).rstrip("\n"))


@lines.command("plan")
@click.argument("file", type=FILE)
@click.option("--etc", type=FOLDER)
@ROOT
@click.pass_context
def plan_lines(context: click.Context, file: Path, etc: Path | None, root: Path) -> None:
    """Shows what the document in a file would come to; exit status 3 if a problem stands in the way."""
    session: Session = context.obj
    result = planned(text_of(file), root, etc)
    session.show(result, lambda: "\n".join(_text(session.reader, result)))
    context.exit(REFUSED if any(item["blocks"] for item in result["problems"]) else 0)


@lines.command("apply")
@click.argument("file", type=FILE)
@click.option("--reason", required=True, metavar="TEXT")
@OVERWRITE
@WITHIN
@click.pass_obj
def apply(session: Session, /, file: Path, within: float, **given: Any) -> None:
    """Calls `lines.apply`."""
    result = session.ask(JOBS, "lines.apply", within=within + PATIENCE, document=text_of(file), seconds=within, **given)
    session.show(result, lambda: applied(result, session.words))


@lines.command("show")
@click.option("--version", type=click.IntRange(1), metavar="N")
@click.pass_obj
def show(session: Session, version: int | None) -> None:
    """Prints the document of `lines.show`, as `lines apply` takes it."""
    found = session.ask(JOBS, "lines.show", version=version)
    session.show(found, lambda: str(found["document"]).rstrip("\n"))


@lines.command("versions")
@click.pass_obj
def versions(session: Session) -> None:
    """Shows `lines.versions`."""
    found = session.ask(JOBS, "lines.versions")
    session.show(found, lambda: session.reader.table(VERSIONS, found))


@lines.command("undo")
@click.option("--version", type=click.IntRange(1), metavar="N")
@click.option("--reason", required=True, metavar="TEXT")
@OVERWRITE
@WITHIN
@click.pass_obj
def undo(session: Session, /, within: float, **given: Any) -> None:
    """Calls `lines.undo`."""
    result = session.ask(JOBS, "lines.undo", within=within + PATIENCE, seconds=within, **given)
    session.show(result, lambda: applied(result, session.words))


def applied(result: Mapping[str, Any], said: Words) -> str:
    """What `lines.apply` did, in words."""
    if not result["changed"]:
        return said.text("text", "lines_nothing_applied", version=result["version"])
    parts = [said.text("done", "lines.apply", version=result["version"], files=plain(result["changed"]))]
    if result["lines"]:
        parts.append(said.text("text", "lines_touched", lines=plain(result["lines"])))
    if result["kept_aside"]:
        parts.append(said.text("text", "lines_kept_aside", folder=result["kept_aside"]))
    return "\n".join(parts)


def planned(document: str, root: Path, etc: Path | None) -> dict[str, Any]:
    """Lines, problems and files; the files only when no problem stands in their way."""
    result = outlined(survey(root), *parse(document))
    files = result["files"]
    return result | ({"installed": comparison(_installed(etc, files), files)} if etc and files else {})


def _installed(etc: Path, files: Mapping[str, str]) -> dict[str, str]:
    return {name: text_of(etc / name) for name in files if (etc / name).is_file()}


def _text(reader: Reader, result: Mapping[str, Any]) -> Iterator[str]:
    said, problems = reader.words, result["problems"]
    yield reader.table(COLUMNS, result["lines"])
    yield ""
    yield said.text("text", "problems" if problems else "no_problems", count=len(problems))
    yield from problem_lines(problems, said)
    if "installed" in result:
        yield from _compared(reader, result["installed"])
        return
    for name, content in result["files"].items():
        yield f"\n== /etc/{name}\n{content.rstrip()}"


def _compared(reader: Reader, installed: Mapping[str, Any]) -> Iterator[str]:
    for key, said in (("edited", "lines_edited"), ("foreign", "lines_foreign")):
        if installed[key]:
            yield reader.words.text("text", said, files=", ".join(installed[key]))
    yield f"\n{installed['diff'].rstrip()}" if installed["diff"] else reader.words.text("text", "lines_same")
