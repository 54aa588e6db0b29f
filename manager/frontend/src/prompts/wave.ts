/** Recorded samples: where the speaking begins and ends, how loud it is, and the WAV that is sent. */

const QUIET = 0.02;
const MARGIN = 0.15;

/** All channels as one. */
export function mono(sound: AudioBuffer): Float32Array {
  const mixed = new Float32Array(sound.length);
  for (let channel = 0; channel < sound.numberOfChannels; channel += 1) {
    sound.getChannelData(channel).forEach((sample, at) => { mixed[at] = (mixed[at] ?? 0) + sample / sound.numberOfChannels; });
  }
  return mixed;
}

/** The shares of the sound (0 to 1) between which somebody speaks, with a little air around. */
export function spoken(samples: Float32Array, rate: number): [number, number] {
  const first = samples.findIndex((sample) => Math.abs(sample) > QUIET);
  if (first < 0) return [0, 1];
  let last = samples.length - 1;
  while (Math.abs(samples[last] ?? 0) <= QUIET) last -= 1;
  const air = MARGIN * rate;
  return [Math.max(0, first - air) / samples.length, Math.min(samples.length, last + air) / samples.length];
}

export function peak(samples: Float32Array): number {
  return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
}

/** A WAV of 16 bit, one channel. */
export function wav(samples: Float32Array, rate: number): Blob {
  const view = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const text = (at: number, word: string): void => { for (let place = 0; place < word.length; place += 1) view.setUint8(at + place, word.charCodeAt(place)); };
  text(0, "RIFF");
  view.setUint32(4, 36 + samples.length * 2, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, "data");
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, at) => { view.setInt16(44 + at * 2, Math.max(-1, Math.min(1, sample)) * 32767, true); });
  return new Blob([view.buffer], { type: "audio/wav" });
}
