/**
 * A part of a page that is put in place anew when the box says that it may be another: `data-renew` names what of the
 * live state it is about, `data-tickets` is the way into that. The page's own address, with `part`, answers with the part.
 */
import { piece } from "../commands";
import { Feed } from "../feed";

/** What happens within so long is shown together; a part is asked for once in so long, and again so long after a fault. */
const [TOGETHER_MS, APART_MS, AGAIN_MS] = [300, 1000, 5000];

const part = document.querySelector<HTMLElement>("[data-renew]");
const away = document.querySelector<HTMLElement>('[data-part="away"]');
if (part) renewed(part);

function renewed(root: HTMLElement): void {
  const about = (root.dataset["renew"] ?? "").split(" ");
  const feed = new Feed(root.dataset["tickets"] ?? "");
  const address = new URL(window.location.href);
  address.searchParams.set("part", "now");
  let [due, asking] = [false, false];
  let [timer, latest] = [0, 0];

  /** Whether somebody chooses something here just now, which must not be taken from under the hand. */
  const busy = (): boolean => document.activeElement instanceof HTMLSelectElement && root.contains(document.activeElement);

  const look = async (): Promise<void> => {
    timer = 0;
    if (asking || busy()) return;
    [due, asking, latest] = [false, true, Date.now()];
    const { ok, html } = await piece(address.href).catch(() => ({ ok: false, html: "" }));
    asking = false;
    // Made by our own templates, which escape whatever people have written.
    if (ok && !busy()) root.innerHTML = html;
    else due = true;
    if (due && !busy()) soon(ok ? 0 : AGAIN_MS);
  };

  const soon = (least = 0): void => {
    due = true;
    timer ||= window.setTimeout(() => void look(), Math.max(TOGETHER_MS, least, latest + APART_MS - Date.now()));
  };

  feed.addEventListener("stirred", (event) => {
    if (about.includes((event as CustomEvent<string>).detail)) soon();
  });
  feed.addEventListener("link", () => {
    if (away) away.hidden = feed.up;
    // Also the first time: something may have happened since the page was made.
    if (feed.up) soon();
  });
  root.addEventListener("focusout", () => {
    if (due) soon();
  });
  void feed.start();
}
