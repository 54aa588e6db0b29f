/** The parts of the desktop's page, found once; what is missing is a fault of the template. */

export function part<T extends HTMLElement = HTMLElement>(name: string, within: ParentNode = document): T {
  const found = within.querySelector<T>(`[data-part="${name}"]`);
  if (!found) throw new Error(`the page has no part ${name}`);
  return found;
}

export function copy(name: string): HTMLElement {
  const template = document.querySelector<HTMLTemplateElement>(`template[data-copy="${name}"]`);
  const made = template?.content.firstElementChild?.cloneNode(true);
  if (!(made instanceof HTMLElement)) throw new Error(`the page has no template ${name}`);
  return made;
}

/** Texts that the server put on an element, by name. */
export function texts(element: HTMLElement): (name: string) => string {
  const known = JSON.parse(element.dataset["texts"] ?? "{}") as Record<string, string>;
  return (name) => known[name] ?? name;
}

/** Show a message until it is read or ten seconds are over. */
export function toast(what: string, more: string, bad = true): void {
  const made = copy("toast");
  made.classList.add(bad ? "toast-bad" : "toast-good");
  part("what", made).textContent = what;
  part("more", made).textContent = more;
  part("close", made).addEventListener("click", () => {
    made.remove();
  });
  part("toasts").append(made);
  window.setTimeout(() => {
    made.remove();
  }, 10_000);
}
