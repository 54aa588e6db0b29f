/** A prompt recorded in the page: heard again, its ends trimmed, and sent with a reason. */
import { clock } from "../clock";
import { order, Refused } from "../commands";
import { Devices, loudness } from "../sound";
import { mono, peak, spoken, wav } from "./wave";

const LONGEST_MS = 300_000;
const TOO_QUIET = 0.05;
const TOO_LOUD = 0.99;
const BITS = 256_000;

export class Recorder {
  private readonly devices = new Devices(window.localStorage);
  private context: AudioContext | undefined;
  private recording: MediaRecorder | undefined;
  private began = 0;
  private timer = 0;
  private samples: Float32Array = new Float32Array();
  private rate = 48_000;

  constructor(
    private readonly root: HTMLElement,
    private readonly text: (name: string) => string,
    private readonly complain: (what: string) => void,
  ) {
    this.part("record").addEventListener("click", () => void this.start());
    this.part("stop").addEventListener("click", () => { this.recording?.stop(); });
    for (const end of [this.from, this.until]) {
      end.addEventListener("input", () => { this.draw(); });
      end.addEventListener("change", () => { this.offer(); });
    }
    this.part("keep").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.keep(event.target as HTMLFormElement);
    });
  }

  private async start(): Promise<void> {
    this.complain("");
    let stream: MediaStream;
    try {
      stream = await this.devices.microphone();
    } catch {
      this.complain(this.text("no-microphone"));
      return;
    }
    this.context ??= new AudioContext();
    await this.context.resume();
    const meter = this.context.createAnalyser();
    const source = this.context.createMediaStreamSource(stream);
    source.connect(meter);
    const pieces: Blob[] = [];
    const recording = new MediaRecorder(stream, { audioBitsPerSecond: BITS });
    this.recording = recording;
    recording.addEventListener("dataavailable", (event) => { pieces.push(event.data); });
    recording.addEventListener("stop", () => {
      window.clearInterval(this.timer);
      source.disconnect();
      for (const track of stream.getTracks()) track.stop();
      void this.take(new Blob(pieces));
    });
    recording.start();
    this.began = performance.now();
    this.timer = window.setInterval(() => { this.tick(meter); }, 100);
    this.shows(true);
  }

  private tick(meter: AnalyserNode): void {
    const samples = new Float32Array(meter.fftSize);
    meter.getFloatTimeDomainData(samples);
    this.level.value = loudness(samples);
    const passed = performance.now() - this.began;
    this.part("time").textContent = `${this.text("recording")} ${clock(Math.floor(passed / 1000))}`;
    if (passed > LONGEST_MS) this.recording?.stop();
  }

  private async take(piece: Blob): Promise<void> {
    this.shows(false);
    this.level.value = 0;
    if (!this.context) return;
    const sound = await this.context.decodeAudioData(await piece.arrayBuffer());
    [this.samples, this.rate] = [mono(sound), sound.sampleRate];
    const [begin, end] = spoken(this.samples, this.rate);
    [this.from.value, this.until.value] = [String(Math.floor(begin * 1000)), String(Math.ceil(end * 1000))];
    const most = peak(this.samples);
    const judged = most < TOO_QUIET ? this.text("too-quiet") : most > TOO_LOUD ? this.text("too-loud") : this.text("recorded");
    this.part("time").textContent = judged;
    this.part("taken").hidden = false;
    this.draw();
    this.offer();
  }

  /** What lies between the ends. */
  private trimmed(): Float32Array {
    const [begin, end] = [Number(this.from.value), Number(this.until.value)].sort((one, other) => one - other) as [number, number];
    return this.samples.slice(Math.floor((begin / 1000) * this.samples.length), Math.ceil((end / 1000) * this.samples.length));
  }

  private offer(): void {
    const player = this.part<HTMLAudioElement>("preview");
    URL.revokeObjectURL(player.src);
    player.src = URL.createObjectURL(wav(this.trimmed(), this.rate));
  }

  private draw(): void {
    const canvas = this.part<HTMLCanvasElement>("wave");
    canvas.width = canvas.clientWidth;
    const pen = canvas.getContext("2d");
    if (!pen) return;
    const ends = [Number(this.from.value) / 1000, Number(this.until.value) / 1000];
    const [begin, end] = [Math.min(...ends) * canvas.width, Math.max(...ends) * canvas.width];
    const [inside, outside] = [getComputedStyle(canvas).color, getComputedStyle(canvas).borderColor];
    const step = Math.max(1, Math.floor(this.samples.length / Math.max(1, canvas.width)));
    pen.clearRect(0, 0, canvas.width, canvas.height);
    for (let x = 0; x < canvas.width; x += 1) {
      const high = Math.max(1, peak(this.samples.subarray(x * step, (x + 1) * step)) * canvas.height);
      pen.fillStyle = x >= begin && x <= end ? inside : outside;
      pen.fillRect(x, (canvas.height - high) / 2, 1, high);
    }
  }

  private async keep(filled: HTMLFormElement): Promise<void> {
    this.complain("");
    const form = new FormData(filled);
    form.append("file", wav(this.trimmed(), this.rate), "recorded-in-browser.wav");
    this.part("time").textContent = this.text("sending");
    try {
      const { next } = await order<{ next: string }>(this.root.dataset["to"] ?? "", form);
      window.location.assign(next);
      window.location.reload();
    } catch (fault) {
      if (!(fault instanceof Refused)) throw fault;
      this.part("time").textContent = "";
      this.complain([fault.what, fault.why, fault.next].join(" "));
    }
  }

  private shows(recording: boolean): void {
    this.part("record").hidden = recording;
    this.part("stop").hidden = !recording;
    if (recording) this.part("taken").hidden = true;
  }

  private get from(): HTMLInputElement {
    return this.part("from");
  }

  private get until(): HTMLInputElement {
    return this.part("until");
  }

  private get level(): HTMLMeterElement {
    return this.part("level");
  }

  private part<T extends HTMLElement = HTMLElement>(name: string): T {
    const found = this.root.querySelector<T>(`[data-part="${name}"]`);
    if (!found) throw new Error(`the recorder has no ${name}`);
    return found;
  }
}
