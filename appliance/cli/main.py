"""The command `callstead` with all its nouns; each is loaded when it is used, so that the command starts quickly."""

import os
from pathlib import Path
from typing import Any

import click

import appliance
from appliance.cli.link import Link, SocketLink
from appliance.cli.place import find_language, find_state
from appliance.cli.session import Session
from appliance.cli.shape import Program
from appliance.errors import LANGUAGES

INTERFACE = "token"
"""The noun for what other systems come in with."""

MODULES = {
    "status": "appliance.cli.status:status",
    "resources": "appliance.cli.resources:resources",
    "alarms": "appliance.cli.alarms:alarms",
    "agent": "appliance.cli.staff:agent",
    "codes": "appliance.cli.codes:codes",
    "queue": "appliance.cli.queues:queue",
    "skill": "appliance.cli.skills:skill",
    "flow": "appliance.cli.flows:flow",
    "calendar": "appliance.cli.calendars:calendar",
    "caller-list": "appliance.cli.callers:caller_list",
    "switch": "appliance.cli.switches:switch",
    "lookup-host": "appliance.cli.hosts:lookup_host",
    "callback": "appliance.cli.callbacks:callback",
    "call": "appliance.cli.passing:call",
    "recording": "appliance.cli.recordings:recording",
    "speech": "appliance.cli.speech:speech",
    "figures": "appliance.cli.figures:figures",
    "voicemail": "appliance.cli.voicemail:voicemail",
    "notice": "appliance.cli.notices:notice",
    "page": "appliance.cli.pages:page",
    "page-group": "appliance.cli.page_groups:page_group",
    "monitor": "appliance.cli.monitoring:monitor",
    "fax": "appliance.cli.faxes:fax",
    "mail": "appliance.cli.mail:mail",
    "webhook": "appliance.cli.webhooks:webhook",
    "person": "appliance.cli.people:person",
    "account": "appliance.cli.accounts:account",
    INTERFACE: "appliance.cli.tokens:token",
    "prompt": "appliance.cli.prompts:prompt",
    "retention": "appliance.cli.retention:retention",
    "music": "appliance.cli.music:music",
    "card": "appliance.cli.cards:card",
    "lines": "appliance.cli.captures:lines",
    "trunk": "appliance.cli.trunk_captures:trunk",
    "route": "appliance.cli.routes:route",
    "cap": "appliance.cli.caps:cap",
    "number": "appliance.cli.numbers:number",
    "phone": "appliance.cli.phones:phone",
    "config": "appliance.cli.configuration:config",
    "events": "appliance.cli.events:events",
    "simulate": "appliance.cli.simulation:simulate",
    "replay": "appliance.cli.simulation:replay",
    "plan": "appliance.cli.planning:plan",
    "demo": "appliance.cli.demo:demo",
}


def _version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"callstead {appliance.__version__}")
        context.exit()


@click.group("callstead", cls=Program, modules=MODULES)
@click.option("--state", metavar="PATH")
@click.option("--lang", type=click.Choice(LANGUAGES), is_eager=True)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version)
@click.pass_context
def main(context: click.Context, state: str | None, lang: str | None) -> None:
    """Hands every command its session; a caller may give another `Link` as the context's object."""
    folder = find_state(state, os.environ, Path.cwd())
    language = find_language(lang, os.environ, folder)
    link: Link | Any = context.obj or SocketLink(folder, language)
    context.obj = Session(folder, language, link)
