/** A wallboard: tiles over the live picture, for days without anybody near it. */
import { build, text, type Texts } from "../boards/tiles";
import { say } from "../boards/elements";
import type { Tile } from "../boards/figures";
import { Feed } from "../feed";

function part(name: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(`[data-part="${name}"]`);
  if (!found) throw new Error(`the page has no ${name}`);
  return found;
}

const [place, state, clock] = [part("tiles"), part("state"), part("clock")];
const texts = JSON.parse(place.dataset["texts"] ?? "{}") as Texts;
const tiles = (JSON.parse(place.dataset["tiles"] ?? "[]") as Tile[]).map((tile) => build(tile, texts));
place.append(...tiles.map((tile) => tile.root));

const feed = new Feed(place.dataset["tickets"] ?? "");
let lost: Date | null = new Date();
let wanted = 0;

function refresh(): void {
  wanted = 0;
  const now = Date.now();
  for (const tile of tiles) tile.refresh(feed.picture, now);
  say(clock, new Date(now + feed.picture.skew).toLocaleTimeString(document.documentElement.lang, { hour12: false }));
  const fine = feed.up && feed.picture.engine;
  lost = fine ? null : (lost ?? new Date(now));
  state.hidden = fine;
  document.body.classList.toggle("stale", !fine);
  if (lost) {
    const time = lost.toLocaleTimeString(document.documentElement.lang, { hour12: false });
    say(state, `${text(texts, feed.up ? "away" : "offline")} · ${text(texts, "since", { time })}`);
  }
}

/** Many changes at once are drawn once. */
function soon(): void {
  wanted ||= window.requestAnimationFrame(refresh);
}

feed.addEventListener("change", soon);
feed.addEventListener("link", soon);
window.setInterval(soon, 1000);
part("full-screen").addEventListener("click", () => {
  void (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen());
});
part("light").addEventListener("click", () => document.body.classList.toggle("light"));
refresh();
void feed.start();
