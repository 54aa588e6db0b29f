/** Notes that could not be saved as the next call came: kept through reloads, and tried again until they are. */
import { Refused, order } from "../commands";
import { part } from "./page";

export interface Note {
  code: string;
  text: string;
}

interface Kept extends Note {
  /** Why it can never be saved as it is; "" as long as it can. */
  refused: string;
}

const KEY = "callstead-unsaved-notes";
const FIRST_MS = 3000;
const LAST_MS = 60_000;
/** The session is over, somebody else was quicker, or the box is away: all of that passes. */
const PASSES = new Set([0, 401, 403, 408, 409, 429]);

export class Unsaved {
  private readonly notes: Map<string, Kept>;
  private pause = FIRST_MS;
  private timer: number | undefined;
  private sending = false;

  constructor(
    private readonly store: Storage,
    private readonly say: (name: string) => string,
  ) {
    this.notes = new Map(Object.entries(JSON.parse(store.getItem(KEY) ?? "{}") as Record<string, Kept>));
    window.addEventListener("online", () => {
      this.soon();
    });
    this.show();
    if (this.notes.size) this.soon();
  }

  /** Take over what was typed of a contact, in place of what was kept of it before. */
  add(contact: string, note: Note): void {
    this.notes.set(contact, { ...note, refused: "" });
    this.keep();
    this.soon();
  }

  /** What is kept of a contact, which is being written on again now. */
  take(contact: string): Note | undefined {
    const found = this.notes.get(contact);
    if (!found) return undefined;
    this.notes.delete(contact);
    this.keep();
    return found;
  }

  private soon(): void {
    this.pause = FIRST_MS;
    window.clearTimeout(this.timer);
    void this.send();
  }

  private async send(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    for (const [contact, note] of [...this.notes]) if (!note.refused) await this.one(contact, note);
    this.sending = false;
    window.clearTimeout(this.timer);
    if ([...this.notes.values()].some((note) => !note.refused)) {
      this.timer = window.setTimeout(() => void this.send(), this.pause);
      this.pause = Math.min(LAST_MS, this.pause * 2);
    }
  }

  private async one(contact: string, note: Kept): Promise<void> {
    try {
      await order(`/desk/note/${contact}`, { code: note.code, text: note.text });
      if (this.notes.get(contact) === note) this.notes.delete(contact);
    } catch (fault) {
      const passes = !(fault instanceof Refused) || PASSES.has(fault.status) || fault.status >= 500;
      if (!passes) note.refused = fault.what || this.say("unsaved-refused");
    }
    this.keep();
  }

  private keep(): void {
    if (this.notes.size) this.store.setItem(KEY, JSON.stringify(Object.fromEntries(this.notes)));
    else this.store.removeItem(KEY);
    this.show();
  }

  private show(): void {
    part("unsaved").hidden = !this.notes.size;
    const lines = [...this.notes].map(([contact, note]) => {
      const line = document.createElement("li");
      line.textContent = [note.text || note.code, note.refused].filter(Boolean).join(" · ");
      if (!note.refused) return line;
      const drop = document.createElement("button");
      drop.type = "button";
      drop.className = "btn btn-sm ms-2";
      drop.textContent = this.say("unsaved-drop");
      drop.addEventListener("click", () => {
        this.take(contact);
      });
      line.append(drop);
      return line;
    });
    part("unsaved-notes").replaceChildren(...lines);
  }
}
