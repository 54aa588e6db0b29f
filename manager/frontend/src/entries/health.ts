/** How the box is, kept fresh: the box says that something has changed, and the page asks for what it shows. */
import { Feed } from "../feed";

/** Milliseconds between two looks, however much happens. */
const PACE = 1000;

const now = document.querySelector<HTMLElement>('[data-part="now"]');
const link = document.querySelector<HTMLElement>('[data-part="link"]');
if (now && link) keepFresh(now, link);

function keepFresh(now: HTMLElement, link: HTMLElement): void {
  const feed = new Feed(now.dataset["tickets"] ?? "");
  let waits = false;
  const look = (): void => {
    if (waits) return;
    waits = true;
    window.setTimeout(() => {
      waits = false;
      now.dispatchEvent(new Event("stirred"));
    }, PACE);
  };
  feed.addEventListener("stirred", (event) => {
    if ((event as CustomEvent<string>).detail !== "missed") look();
  });
  feed.addEventListener("link", () => {
    link.hidden = feed.up;
    // Also the first time: something may have happened since the page was made.
    if (feed.up) look();
  });
  void feed.start();
}
