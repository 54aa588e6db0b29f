"""The prompts and the music of a box, wired."""

from collections.abc import Iterable

from sqlalchemy import Engine

from appliance.clock import SystemClock
from appliance.contact.prompts import making
from appliance.contact.prompts.music import Music
from appliance.contact.prompts.repository import MUSIC, PROMPT, SoundStore
from appliance.contact.prompts.service import Prompts
from appliance.contact.prompts.shelf import MusicFolder, SoundFolder
from appliance.daemons.sox import SoxTools
from appliance.daemons.uses import ConfiguredUses
from appliance.settings import Settings
from appliance.system.paths import Paths
from appliance.telephony.config import places


def shelf(settings: Settings) -> SoundFolder:
    """Where Asterisk finds the prompts of this box."""
    return SoundFolder(Paths(settings.state).sounds, settings.sounds / "sounds", places.BUILT_IN_SOUNDS)


def tools(settings: Settings) -> SoxTools:
    return SoxTools(settings.tools.box, Paths(settings.state).studio)


def prompts(settings: Settings, database: Engine) -> Prompts:
    """The prompts of this box."""
    store, audio = SoundStore(database, PROMPT, SystemClock()), tools(settings)
    maker = making.Maker(audio, store, making.PROMPT_LOUDNESS, making.LONGEST_PROMPT)
    return Prompts(store, shelf(settings), audio, ConfiguredUses(database), maker)


def music(settings: Settings, database: Engine) -> Music:
    """The music on hold of this box."""
    store = SoundStore(database, MUSIC, SystemClock())
    maker = making.Maker(tools(settings), store, making.MUSIC_LOUDNESS, making.LONGEST_MUSIC)
    return Music(store, MusicFolder(Paths(settings.state).music), ConfiguredUses(database), maker)


def follow(settings: Settings, database: Engine, changed: Iterable[tuple[str, str]]) -> None:
    """After a change of the configuration, by kind and key: Asterisk finds the prompts and the music that it left."""
    places = list(changed)
    prompts(settings, database).follow(key for kind, key in places if kind == PROMPT)
    music(settings, database).follow(key for kind, key in places if kind == MUSIC)


def laid_out(settings: Settings, database: Engine) -> None:
    """Before Asterisk's start: prompts and music, built-in and our own, where Asterisk finds them."""
    shelf(settings).lay_out()
    prompts(settings, database).refresh()
    MusicFolder(Paths(settings.state).music).lay_out()
    music(settings, database).refresh()
