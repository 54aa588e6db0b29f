/** Dark or light: what the person chose, else what the machine prefers. */
export type Theme = "dark" | "light";

const KEY = "callstead-theme";
const ATTRIBUTE = "data-bs-theme";

export function chosenTheme(storage: Storage, prefersDark: boolean): Theme {
  const kept = storage.getItem(KEY);
  return kept === "dark" || kept === "light" ? kept : prefersDark ? "dark" : "light";
}

/** Show the page in the chosen theme, and let every `[data-theme-switch]` turn it over. */
export function rememberTheme(page: Document): void {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const show = (): void => {
    page.documentElement.setAttribute(ATTRIBUTE, chosenTheme(window.localStorage, dark.matches));
  };
  show();
  dark.addEventListener("change", show);
  page.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("[data-theme-switch]")) return;
    const next = page.documentElement.getAttribute(ATTRIBUTE) === "dark" ? "light" : "dark";
    window.localStorage.setItem(KEY, next);
    show();
  });
}
