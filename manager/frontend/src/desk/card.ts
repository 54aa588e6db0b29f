/** The caller's card and what is noted of the call; both belong to one contact until another one comes. */
import { order, piece } from "../commands";
import type { Picture } from "../feed";
import { part } from "./page";
import type { Unsaved } from "./unsaved";

/** Pages of other programs open as a call comes, each in its window; a browser that forbids it leaves the button. */
function pop(): void {
  for (const link of part("card").querySelectorAll<HTMLAnchorElement>("a[data-at-once]")) window.open(link.href, link.target);
}

export class Card {
  contact = "";
  private asked = 0;
  private saved = { code: "", text: "" };

  constructor(
    private readonly picture: Picture,
    private readonly tried: (what: Promise<unknown>) => Promise<boolean>,
    private readonly unsaved: Unsaved,
  ) {
    part("card").addEventListener("submit", (event) => {
      event.preventDefault();
      if (event.target instanceof HTMLFormElement) void this.save(event.target, event.submitter);
    });
  }

  /** Open the card of a contact, once. */
  async open(contact: string): Promise<void> {
    if (!contact || contact === this.contact) return;
    this.keep();
    this.contact = contact;
    const mine = ++this.asked;
    part("card").setAttribute("aria-busy", "true");
    const { ok, html } = await piece(`/desk/card/${contact}`).catch(() => ({ ok: false, html: "" }));
    if (mine !== this.asked) return;
    part("card").removeAttribute("aria-busy");
    if (!ok) {
      this.contact = "";
      return;
    }
    this.show(html, true);
    const before = this.unsaved.take(contact);
    if (before) this.give(before);
  }

  private async save(form: HTMLFormElement, by: HTMLElement | null): Promise<void> {
    const data = new FormData(form, by);
    if (form.dataset["form"] === "note") {
      const done = await this.tried(order(`/desk/note/${this.contact}`, data));
      if (done) this.saved = this.typed();
      part("noted", form).hidden = !done;
      return;
    }
    const mine = this.asked;
    const sent = piece(`/desk/card/${this.contact}`, data);
    if (!(await this.tried(sent)) || mine !== this.asked) return;
    const note = this.typed();
    this.show((await sent).html);
    this.give(note);
  }

  private show(html: string, fresh = false): void {
    // Made by our own templates, which escape whatever people have written.
    part("card").innerHTML = html;
    for (const each of part("card").querySelectorAll<HTMLElement>("[data-queue]")) {
      each.textContent = this.picture.queues.get(each.dataset["queue"] ?? "")?.name ?? each.textContent;
    }
    if (fresh) pop();
    this.saved = this.typed();
  }

  /** What was typed of a call, and not saved when the next one came, is saved now, or as soon as that can be. */
  private keep(): void {
    const note = this.typed();
    if (this.contact && (note.text !== this.saved.text || note.code !== this.saved.code)) {
      this.unsaved.add(this.contact, note);
    }
  }

  /** What is typed of the call already is not lost when the card is saved beside it. */
  private typed(): { code: string; text: string } {
    const form = document.querySelector<HTMLFormElement>('form[data-form="note"]');
    const data = form ? new FormData(form) : new FormData();
    const told = (name: string): string => {
      const value = data.get(name);
      return typeof value === "string" ? value : "";
    };
    return { code: told("code"), text: told("text") };
  }

  private give(note: { code: string; text: string }): void {
    const form = document.querySelector<HTMLFormElement>('form[data-form="note"]');
    const text = form?.querySelector<HTMLTextAreaElement>('[name="text"]');
    if (text) text.value = note.text;
    for (const each of form?.querySelectorAll<HTMLInputElement>('[name="code"]') ?? []) each.checked = each.value === note.code;
  }
}
