/** Lines put in place anew when the box says that they look otherwise, at most once a second. */
import { piece } from "../commands";
import { Feed } from "../feed";

const APART_MS = 1000;
const root = document.querySelector<HTMLElement>('[data-part="lines"]');
const away = document.querySelector<HTMLElement>('[data-part="away"]');
const address = new URL(window.location.href);
address.searchParams.set("part", "now");

let due = false;
let asking = false;
let latest = 0;

async function renew(): Promise<void> {
  if (!root || !due || asking) return;
  due = false;
  asking = true;
  latest = Date.now();
  const { ok, html } = await piece(address.href).catch(() => ({ ok: false, html: "" }));
  asking = false;
  // Made by our own templates, which escape whatever people have written.
  if (ok) root.innerHTML = html;
  else due = true;
  root.dataset["renewed"] = String(Number(root.dataset["renewed"] ?? 0) + 1);
  if (ok && due) later();
}

let timer: number | undefined;
function later(): void {
  due = true;
  window.clearTimeout(timer);
  timer = window.setTimeout(() => void renew(), Math.max(0, latest + APART_MS - Date.now()));
}

if (root) {
  let lost = false;
  const feed = new Feed(root.dataset["tickets"] ?? "");
  feed.addEventListener("stirred", (event) => {
    if ((event as CustomEvent<string>).detail === "lines") later();
  });
  feed.addEventListener("link", () => {
    if (away) away.hidden = feed.up;
    if (feed.up && lost) later();
    lost = !feed.up;
  });
  void feed.start();
}
