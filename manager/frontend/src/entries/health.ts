/** How the box is, kept fresh: the box says that something has changed, and the page asks for what it shows. */
import { Feed } from "../feed";

/** Milliseconds between two looks, however much happens. */
const PACE = 1000;

const now = document.querySelector<HTMLElement>('[data-part="now"]');
const link = document.querySelector<HTMLElement>('[data-part="link"]');
if (now && link) keepFresh(now, link);

function keepFresh(now: HTMLElement, link: HTMLElement): void {
  const feed = new Feed(now.dataset["tickets"] ?? "");
  let [waits, begun] = [false, false];
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
    link.hidden = feed.up || !begun;
    if (feed.up && begun) look();
    begun = true;
  });
  void feed.start();
}
