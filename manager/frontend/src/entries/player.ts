/** A recording: both sides drawn at once, played from where one points, with every moment of listening told. */
import { clock } from "../clock";
import { Notes } from "../notes";

interface Shape {
  agent: number[];
  caller: number[];
  silences: [number, number][];
  pauses: [number, number][];
}

const STEP = 5;
const TELL_EVERY = 30_000;

/** The recording was given for a while only, and the while is over. */
const EXPIRED = "recording-reason-missing";

interface Told {
  error?: { code?: string; what?: string; why?: string; next?: string };
}

function token(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}

/** Whether keys belong to that field: something is typed or chosen there. */
function types(target: EventTarget | null): boolean {
  const box = target instanceof HTMLInputElement && target.type !== "checkbox";
  return box || target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;
}

class Player {
  private readonly audio = new Audio();
  private shape: Shape = { agent: [], caller: [], silences: [], pauses: [] };
  private heard = 0;
  private last: number | null = null;
  private readonly notes: Notes;

  constructor(private readonly root: HTMLElement) {
    this.audio.preload = "metadata";
    this.audio.src = this.root.dataset["audio"] ?? "";
    root.append(this.audio);
    const audio = this.audio;
    const go = (seconds: number): void => { this.to(seconds); };
    const place = { length: this.length, go, get now() { return audio.currentTime; } };
    this.notes = new Notes(root.dataset["id"] ?? "", place, this.part("flags"));
    for (const name of ["timeupdate", "play", "pause", "seeked", "ended", "ratechange"]) {
      this.audio.addEventListener(name, () => { this.moved(); });
    }
    for (const name of ["pause", "ended"]) this.audio.addEventListener(name, () => { this.tell(); });
    this.audio.addEventListener("error", () => void this.refused(fetch(this.audio.src, { headers: { Accept: "application/json", Range: "bytes=0-0" } })));
    this.part("play").addEventListener("click", () => { this.toggle(); });
    for (const button of root.querySelectorAll<HTMLElement>("[data-by]")) {
      button.addEventListener("click", () => { this.to(this.audio.currentTime + Number(button.dataset["by"])); });
    }
    this.speed.addEventListener("change", () => { this.audio.playbackRate = Number(this.speed.value); });
    this.part("wave").addEventListener("pointerdown", (event) => { this.point(event); });
    root.addEventListener("keydown", (event) => { this.pressed(event); });
    window.addEventListener("pagehide", () => { this.tell(); });
    window.addEventListener("resize", () => { this.draw(); });
    new MutationObserver(() => { this.draw(); }).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
  }

  async start(): Promise<void> {
    const asked = fetch(this.root.dataset["shape"] ?? "", { headers: { Accept: "application/json" } });
    const answer = await asked.catch(() => undefined);
    if (answer?.ok) this.shape = (await answer.json()) as Shape;
    else void this.refused(asked);
    this.part("paused").hidden = !this.shape.pauses.length;
    this.draw();
    const begin = Number(this.root.dataset["at"]);
    if (begin) this.to(begin / 1000);
    this.root.dataset["drawn"] = answer?.ok ? "yes" : "no";
  }

  /** Say why there is nothing to hear; once the reason has run out it is asked for again, and one goes on from here. */
  private async refused(asked: Promise<Response>): Promise<void> {
    const told = (await asked.then((answer) => answer.clone().json()).catch(() => ({}))) as Told;
    const expired = told.error?.code === EXPIRED;
    const at = this.part("expired").querySelector<HTMLInputElement>("input[name=at]");
    if (at) at.value = String(Math.round(this.audio.currentTime * 1000));
    this.part("expired").hidden = !expired;
    this.part("fault").hidden = expired;
    const said = [told.error?.what, told.error?.why, told.error?.next].filter(Boolean).join(" ");
    this.part("fault").textContent = said || (this.root.dataset["away"] ?? "");
  }

  private get length(): number {
    return Number(this.root.dataset["ms"]) / 1000;
  }

  private get speed(): HTMLSelectElement {
    return this.part("speed") as HTMLSelectElement;
  }

  private part(name: string): HTMLElement {
    const found = this.root.querySelector<HTMLElement>(`[data-part="${name}"]`);
    if (!found) throw new Error(`the player has no ${name}`);
    return found;
  }

  private toggle(): void {
    if (this.audio.paused) void this.audio.play().catch(() => undefined);
    else this.audio.pause();
  }

  private to(seconds: number): void {
    this.last = null;
    this.audio.currentTime = Math.max(0, Math.min(seconds, this.length));
  }

  private point(event: PointerEvent): void {
    const box = this.part("wave").getBoundingClientRect();
    this.to(((event.clientX - box.left) / box.width) * this.length);
  }

  private pressed(event: KeyboardEvent): void {
    if (types(event.target) || event.altKey || event.ctrlKey || event.metaKey) return;
    const presses = event.target instanceof HTMLButtonElement || event.target instanceof HTMLInputElement;
    if (event.key === " " && !presses) this.toggle();
    else if (event.key === "ArrowLeft") this.to(this.audio.currentTime - STEP);
    else if (event.key === "ArrowRight") this.to(this.audio.currentTime + STEP);
    else if (event.key === "Home") this.to(0);
    else if (event.key.toLowerCase() === "n") this.notes.begin();
    else if (event.key === "ArrowUp" || event.key === "ArrowDown") this.faster(event.key === "ArrowUp" ? 1 : -1);
    else return;
    event.preventDefault();
  }

  private faster(by: number): void {
    this.speed.selectedIndex = Math.max(0, Math.min(this.speed.selectedIndex + by, this.speed.options.length - 1));
    this.audio.playbackRate = Number(this.speed.value);
  }

  private moved(): void {
    const now = this.audio.currentTime;
    if (this.last !== null && now > this.last && now - this.last < 5) this.heard += (now - this.last) * 1000;
    this.last = this.audio.paused ? null : now;
    if (this.heard > TELL_EVERY) this.tell();
    const skip = this.part("skip") as HTMLInputElement;
    const silence = this.shape.silences.find(([from, to]) => now * 1000 >= from && now * 1000 < to - 200);
    if (skip.checked && silence && !this.audio.paused) this.to(silence[1] / 1000);
    this.notes.follow();
    this.part("time").textContent = clock(Math.floor(now));
    this.part("head").style.left = `${String((100 * now) / (this.length || 1))}%`;
    this.part("wave").setAttribute("aria-valuenow", String(Math.floor(now)));
    this.part("wave").setAttribute("aria-valuetext", clock(Math.floor(now)));
    this.part("play").setAttribute("aria-pressed", String(!this.audio.paused));
  }

  /** The console notes who heard how much; also while the page goes away. */
  private tell(): void {
    const ms = Math.round(this.heard);
    if (ms < 500) return;
    this.heard = 0;
    const form = new URLSearchParams({ ms: String(ms), csrf_token: token() });
    navigator.sendBeacon(this.root.dataset["heard"] ?? "", form);
  }

  private draw(): void {
    const canvas = this.part("canvas") as HTMLCanvasElement;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    const pen = canvas.getContext("2d");
    if (!pen || !width) return;
    canvas.width = width * window.devicePixelRatio;
    canvas.height = height * window.devicePixelRatio;
    pen.scale(window.devicePixelRatio, window.devicePixelRatio);
    const style = getComputedStyle(this.root);
    this.side(pen, this.shape.agent, width, height / 4, height / 4, style.getPropertyValue("--agent"));
    this.side(pen, this.shape.caller, width, (3 * height) / 4, height / 4, style.getPropertyValue("--caller"));
    this.hatch(pen, width, height, style.getPropertyValue("--paused"));
  }

  private side(pen: CanvasRenderingContext2D, peaks: number[], width: number, middle: number, room: number, colour: string): void {
    pen.fillStyle = colour;
    const most = Math.max(20, ...peaks);
    const wide = width / Math.max(1, peaks.length);
    peaks.forEach((peak, place) => {
      const high = Math.max(1, (peak / most) * room * 1.8);
      pen.fillRect(place * wide, middle - high / 2, Math.max(0.7, wide * 0.8), high);
    });
  }

  private hatch(pen: CanvasRenderingContext2D, width: number, height: number, colour: string): void {
    pen.strokeStyle = colour;
    for (const [from, to] of this.shape.pauses) {
      const [left, right] = [from, to].map((ms) => (ms / 1000 / (this.length || 1)) * width) as [number, number];
      pen.save();
      pen.beginPath();
      pen.rect(left, 0, Math.max(2, right - left), height);
      pen.clip();
      pen.beginPath();
      for (let x = left - height; x < right; x += 6) {
        pen.moveTo(x, height);
        pen.lineTo(x + height, 0);
      }
      pen.stroke();
      pen.restore();
    }
  }
}

const players = [...document.querySelectorAll<HTMLElement>('[data-part="player"]')];
for (const root of players) void new Player(root).start();
const played = new Set(players.map((root) => root.dataset["id"]));
for (const list of document.querySelectorAll<HTMLElement>('[data-part="notes"]')) {
  if (!played.has(list.dataset["of"])) new Notes(list.dataset["of"] ?? "");
}
