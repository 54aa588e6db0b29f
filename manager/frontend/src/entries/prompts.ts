/** Prompts: heard by a button wherever they are named or chosen, and recorded on their own page. */
import { Recorder } from "../prompts/recorder";

const player = new Audio();
let playing: HTMLElement | undefined;

player.addEventListener("ended", rest);
player.addEventListener("error", rest);

function rest(): void {
  playing?.classList.remove("active");
  playing = undefined;
}

/** The sound of a button: its own, or that of the prompt chosen beside it. */
function address(button: HTMLElement): string {
  const chosen = button.parentElement?.querySelector<HTMLSelectElement>("select")?.value ?? "";
  return button.dataset["play"] ?? (chosen ? (button.dataset["playChosen"] ?? "").replace("/-/", `/${chosen}/`) : "");
}

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-play], [data-play-chosen]") : null;
  if (!button) return;
  const same = button === playing;
  player.pause();
  rest();
  const source = address(button);
  if (same || !source) return;
  playing = button;
  button.classList.add("active");
  player.src = source;
  void player.play().catch(rest);
});

const page = document.querySelector<HTMLElement>('[data-part="prompt"]');
const texts = JSON.parse(page?.dataset["texts"] ?? "{}") as Record<string, string>;

function complain(what: string): void {
  const refused = document.querySelector<HTMLElement>('[data-part="refused"]');
  if (!refused) return;
  refused.textContent = what;
  refused.hidden = !what;
  if (what) refused.scrollIntoView({ block: "center" });
}

for (const root of document.querySelectorAll<HTMLElement>("[data-recorder]")) new Recorder(root, (name) => texts[name] ?? name, complain);
