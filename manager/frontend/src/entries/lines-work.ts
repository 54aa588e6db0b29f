/** A change of the lines while it is made: each answer comes with its next step, until it is over. */
import { piece } from "../commands";

const AGAIN_MS = 2000;
const root = document.querySelector<HTMLElement>('[data-part="work"]');

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => window.setTimeout(resolve, ms));
}

async function follow(within: HTMLElement): Promise<void> {
  for (;;) {
    const now = within.querySelector<HTMLElement>("[data-turn]");
    if (now?.dataset["state"] !== "running") return;
    const address = new URL(window.location.href);
    address.searchParams.set("part", "now");
    address.searchParams.set("after", now.dataset["turn"] ?? "0");
    const { ok, html } = await piece(address.href).catch(() => ({ ok: false, html: "" }));
    // Made by our own templates, which escape whatever people have written.
    if (ok) within.innerHTML = html;
    else await wait(AGAIN_MS);
  }
}

if (root) void follow(root);
