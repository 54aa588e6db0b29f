"""From any sound to one that callers hear as loud as every other."""

from appliance.contact.prompts.judgement import duration_ms, judge, kind_of, loud_enough, samples, written
from appliance.contact.prompts.levelling import amplified
from appliance.contact.prompts.model import Sound
from appliance.contact.prompts.ports import Store, Tools

PROMPT_LOUDNESS = -21.0
"""LUFS: that of the built-in prompts."""
MUSIC_LOUDNESS = -29.0
"""LUFS: that of the built-in music, behind what a caller is told."""
LONGEST_PROMPT, LONGEST_MUSIC = 5 * 60, 20 * 60


class Maker:
    """Checks, converts and levels sounds, and keeps them; `loudness` in LUFS, `longest` in seconds."""

    def __init__(self, tools: Tools, store: Store, loudness: float, longest: int) -> None:
        self._tools, self._store = tools, store
        self._loudness, self._longest = loudness, longest

    def from_file(self, data: bytes) -> Sound:
        """Of a WAV or MP3 file; raises why it is not taken."""
        return self.make(self._tools.decode(data, kind_of(data), self._longest + 1))

    def make(self, wav: bytes) -> Sound:
        """Of a WAV of 16 bit at any rate; raises why it is not taken."""
        judge(wav, self._longest)
        plain = self._tools.telephone(wav)
        before = loud_enough(self._tools.loudness(plain))
        found, rate = samples(plain)
        final = written(amplified(found[:, 0], self._loudness - before), rate)
        after = loud_enough(self._tools.loudness(final))
        return Sound(self._store.keep_audio(final), duration_ms(final), round(before, 1), round(after, 1))
