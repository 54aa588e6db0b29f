/** Who is still to be served, put in place anew when the box says that it may be others. */
import { piece } from "../commands";
import { Feed } from "../feed";

const TOGETHER_MS = 300;
const root = document.querySelector<HTMLElement>('[data-part="missed"]');
const away = document.querySelector<HTMLElement>('[data-part="away"]');
const list = new URL(window.location.href);
list.searchParams.set("part", "list");

let due = false;
let asking = false;

/** Whether somebody chooses something in the list just now, which must not be taken from under the hand. */
function busy(): boolean {
  const focused = document.activeElement;
  return focused instanceof HTMLSelectElement && Boolean(root?.contains(focused));
}

async function renew(): Promise<void> {
  if (!root || !due || asking || busy()) return;
  due = false;
  asking = true;
  const { ok, html } = await piece(list.href).catch(() => ({ ok: false, html: "" }));
  asking = false;
  // Made by our own templates, which escape whatever people have written.
  if (ok && !busy()) root.innerHTML = html;
  else due = true;
  root.dataset["renewed"] = String(Number(root.dataset["renewed"] ?? 0) + 1);
  if (ok && due) later();
}

let timer: number | undefined;
function later(): void {
  due = true;
  window.clearTimeout(timer);
  timer = window.setTimeout(() => void renew(), TOGETHER_MS);
}

if (root) {
  const feed = new Feed(root.dataset["tickets"] ?? "");
  feed.addEventListener("stirred", (event) => {
    if ((event as CustomEvent<string>).detail === "missed") later();
  });
  feed.addEventListener("link", () => {
    if (away) away.hidden = feed.up;
    // Also the first time: something may have happened since the page was made.
    if (feed.up) later();
  });
  root.addEventListener("focusout", () => {
    if (due) later();
  });
  void feed.start();
}
