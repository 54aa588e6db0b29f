"""Scenarios in which the configuration changes: `reload NAME` takes up another site while calls run, `becomes NAME`
is a change that the engine learns of at its next restart only."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from appliance.contact.ivr.document import parse
from tests.scenarios.stage import DAY, Site, Stage
from tests.scenarios.table import _compare, fact, read, shown


class ChangingStage(Stage):
    """A stage that knows other sites to become; phones and numbers stay those of the first."""

    def __init__(self, site: Site, others: Mapping[str, Site]) -> None:
        super().__init__(site)
        self.others = others

    def _becomes(self, name: str) -> None:
        self.site = self.others[name]

    def _reload(self, name: str) -> None:
        self.site = self.others[name]
        now = self.centre.directory.now
        flows = {"main": parse("main", self.site.flow)}
        changed = replace(now, agents=dict(self.site.agents), queues=dict(self.site.queues), flows=flows)
        self.centre.configure(changed, self.now)


def play_changing(text: str, site: Site, **others: Site) -> ChangingStage:
    """As `table.play`, with `reload` and `becomes`."""
    stage = ChangingStage(site, others)
    for block in read(text):
        hours, minutes, seconds = block.time.split(":")
        stage.pass_to(DAY + timedelta(hours=int(hours), minutes=int(minutes), seconds=float(seconds)))
        refusal = stage.do(block.words)
        events, commands = stage.written.take()
        where = f"{block.time} {' '.join(block.words)}"
        assert refusal == block.refusal, f"{where}: refused with {refusal!r}, expected {block.refusal!r}"
        _compare(where, "commands", block.commands, [shown(stage, command) for command in commands])
        _compare(where, "facts", block.facts, [fact(event) for event in events if not event.kind.startswith("leg.")])
    return stage
