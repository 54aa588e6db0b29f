/** Pages of other programs: one window each, which the next call leads on. */

const windows = new Map<string, Window>();

/** Lead the window of such a link there, or open one; a browser that forbids that leaves the link to be clicked. */
function pop(link: HTMLAnchorElement): boolean {
  const name = link.dataset["pop"] ?? "";
  const there = windows.get(name);
  if (there && !there.closed) {
    there.location.href = link.href;
    return true;
  }
  const made = window.open(link.href, "_blank");
  if (!made) return false;
  // The page there has no business with ours.
  made.opener = null;
  windows.set(name, made);
  return true;
}

/** Clicks lead on the same window; links that want it open `atOnce`, as a call comes. */
export function pops(within: ParentNode, atOnce: boolean): void {
  for (const link of within.querySelectorAll<HTMLAnchorElement>("a[data-pop]")) {
    link.addEventListener("click", (event) => {
      if (pop(link)) event.preventDefault();
    });
    if (atOnce && "atOnce" in link.dataset) pop(link);
  }
}
