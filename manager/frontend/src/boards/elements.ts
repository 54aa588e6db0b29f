/** Elements with classes and text, made without markup in strings. */

export function element(name: string, classes = "", text = ""): HTMLElement {
  const made = document.createElement(name);
  if (classes) made.className = classes;
  if (text) made.textContent = text;
  return made;
}

/** Set a text only where it differs: nothing is laid out anew for nothing. */
export function say(target: HTMLElement, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}

/** Keep exactly these children in this order, by key; `make` is asked for those that are missing. */
export function keyed<T>(
  parent: HTMLElement,
  items: readonly T[],
  key: (item: T) => string,
  make: (item: T) => HTMLElement,
  update: (target: HTMLElement, item: T) => void,
): void {
  const there = new Map([...parent.children].map((child) => [(child as HTMLElement).dataset["key"] ?? "", child as HTMLElement]));
  let before: Element | null = null;
  for (const item of items) {
    const name = key(item);
    let target = there.get(name);
    there.delete(name);
    if (!target) {
      target = make(item);
      target.dataset["key"] = name;
    }
    const place: Element | null = before ? before.nextElementSibling : parent.firstElementChild;
    if (place !== target) parent.insertBefore(target, place);
    update(target, item);
    before = target;
  }
  for (const left of there.values()) left.remove();
}
