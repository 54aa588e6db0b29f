/** Microphone, ear and bell: which devices, how loud. */

const MICROPHONE = "callstead-microphone";
const SPEAKER = "callstead-speaker";
const BELL = "callstead-bell";

/** The devices that the person chose on this machine; "" is the machine's own choice. */
export class Devices {
  constructor(private readonly storage: Storage) {}

  get microphoneId(): string {
    return this.storage.getItem(MICROPHONE) ?? "";
  }

  set microphoneId(id: string) {
    this.storage.setItem(MICROPHONE, id);
  }

  get speakerId(): string {
    return this.storage.getItem(SPEAKER) ?? "";
  }

  set speakerId(id: string) {
    this.storage.setItem(SPEAKER, id);
  }

  /** Where it rings beside the speaker; "" is nowhere. */
  get bellId(): string {
    return this.storage.getItem(BELL) ?? "";
  }

  set bellId(id: string) {
    this.storage.setItem(BELL, id);
  }

  /** A device that was unplugged is no reason not to be heard. */
  async microphone(): Promise<MediaStream> {
    const wanted = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
    const id = this.microphoneId;
    const audio = id ? { ...wanted, deviceId: { exact: id } } : wanted;
    try {
      return await navigator.mediaDevices.getUserMedia({ audio, video: false });
    } catch (fault) {
      if (!id) throw fault;
      return navigator.mediaDevices.getUserMedia({ audio: wanted, video: false });
    }
  }

  async list(kind: "audioinput" | "audiooutput"): Promise<MediaDeviceInfo[]> {
    const all = await navigator.mediaDevices.enumerateDevices();
    return all.filter((each) => each.kind === kind && each.deviceId !== "");
  }
}

/** How loud: 0 is silence, 1 is as loud as it gets; a linear step is what an ear takes for one. */
export function loudness(samples: Float32Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length);
  const decibels = 10 * Math.log10(power + 1e-10);
  return Math.max(0, Math.min(1, (decibels + 60) / 60));
}

/** What the agent hears: the other party, and the bell. */
export class Ear {
  private readonly player = new Audio();
  private context: AudioContext | undefined;
  private bell: { stop: () => void } | undefined;
  private readonly meters: { here?: AnalyserNode; there?: AnalyserNode } = {};

  constructor(private readonly devices: Devices) {
    this.player.autoplay = true;
  }

  hears(stream: MediaStream): void {
    this.player.srcObject = stream;
    void this.speakerChanged();
    void this.player.play().catch(() => undefined);
    this.meters.there = this.meter(stream);
  }

  speaks(stream: MediaStream): void {
    this.meters.here = this.meter(stream);
  }

  async speakerChanged(): Promise<void> {
    if ("setSinkId" in this.player) await this.player.setSinkId(this.devices.speakerId).catch(() => undefined);
  }

  /** How loud the agent ("here") or the other party ("there") is this instant, 0 to 1. */
  level(side: "here" | "there"): number {
    const node = this.meters[side];
    if (!node) return 0;
    const samples = new Float32Array(node.fftSize);
    node.getFloatTimeDomainData(samples);
    return loudness(samples);
  }

  /** The strongest tone that comes from one side in hertz, for the test of a headset. */
  tone(side: "here" | "there"): number {
    const node = this.meters[side];
    if (!node || !this.context) return 0;
    const bins = new Float32Array(node.frequencyBinCount);
    node.getFloatFrequencyData(bins);
    const strongest = bins.reduce((best, value, place) => (value > (bins[best] ?? -Infinity) ? place : best), 0);
    return (strongest * this.context.sampleRate) / node.fftSize;
  }

  ring(on: boolean): void {
    if (!on) {
      this.bell?.stop();
      this.bell = undefined;
    } else this.bell ??= bell(this.audio(), [this.devices.speakerId, ...(this.devices.bellId ? [this.devices.bellId] : [])]);
  }

  rest(): void {
    this.player.srcObject = null;
    delete this.meters.here;
    delete this.meters.there;
  }

  private meter(stream: MediaStream): AnalyserNode {
    const context = this.audio();
    const node = context.createAnalyser();
    node.fftSize = 2048;
    context.createMediaStreamSource(stream).connect(node);
    return node;
  }

  private audio(): AudioContext {
    this.context ??= new AudioContext();
    void this.context.resume();
    return this.context;
  }
}

/** Two soft notes every three seconds on each of those devices, made here: no file is loaded when it rings. */
function bell(context: AudioContext, devices: readonly string[]): { stop: () => void } {
  const volume = context.createGain();
  const out = context.createMediaStreamDestination();
  volume.connect(out);
  const players = [...new Set(devices)].map((device) => rings(out.stream, device));
  const strike = (): void => {
    [523.25, 659.25].forEach((hertz, place) => {
      const from = context.currentTime + place * 0.22;
      const note = context.createOscillator();
      const shape = context.createGain();
      note.frequency.value = hertz;
      shape.gain.setValueAtTime(0.0001, from);
      shape.gain.exponentialRampToValueAtTime(0.18, from + 0.02);
      shape.gain.exponentialRampToValueAtTime(0.0001, from + 0.7);
      note.connect(shape).connect(volume);
      note.start(from);
      note.stop(from + 0.75);
    });
  };
  strike();
  const timer = window.setInterval(strike, 3000);
  return {
    stop: () => {
      window.clearInterval(timer);
      volume.disconnect();
      for (const player of players) player.srcObject = null;
    },
  };
}

/** A device that was unplugged is no reason not to ring: then it is the machine's own choice. */
function rings(stream: MediaStream, device: string): HTMLAudioElement {
  const player = new Audio();
  player.srcObject = stream;
  const chosen = device && "setSinkId" in player ? player.setSinkId(device).catch(() => undefined) : Promise.resolve();
  void chosen.then(() => player.play()).catch(() => undefined);
  return player;
}
