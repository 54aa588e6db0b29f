/** Notes at a time of a recording: listed, flagged on its waves, and written without leaving the page. */
import { piece } from "./commands";
import { clock } from "./clock";

export interface Place {
  readonly length: number;
  readonly now: number;
  go(seconds: number): void;
}

export class Notes {
  private readonly list: HTMLElement | null;
  private readonly form: HTMLFormElement | null;

  /** `place` is where the recording plays; without it there are no waves, and a time is only written. */
  constructor(
    id: string,
    private readonly place?: Place,
    private readonly flags?: HTMLElement,
  ) {
    this.list = document.querySelector(`[data-part="notes"][data-of="${id}"]`);
    this.form = document.querySelector(`[data-part="note-form"][data-of="${id}"]`);
    this.form?.addEventListener("submit", (event) => void this.send(event));
    this.list?.addEventListener("submit", (event) => void this.send(event));
    this.list?.addEventListener("click", (event) => {
      const at = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-go]")?.dataset["go"] : undefined;
      if (at !== undefined) this.chosen(Number(at) / 1000);
    });
    this.flag();
  }

  /** Begin a note at the moment that is heard. */
  begin(): void {
    this.follow();
    this.field("text")?.focus();
  }

  /** The time stands in the form as long as nobody writes. */
  follow(): void {
    const [at, text] = [this.field("place"), this.field("text")];
    if (at && this.place && document.activeElement !== at && !text?.value) at.value = clock(Math.floor(this.place.now));
  }

  private chosen(seconds: number): void {
    const at = this.field("place");
    if (this.place) this.place.go(seconds);
    else if (at) at.value = clock(Math.floor(seconds));
  }

  private field(name: string): HTMLInputElement | null {
    return this.form?.querySelector<HTMLInputElement>(`input[name=${name}]`) ?? null;
  }

  private async send(event: Event): Promise<void> {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !this.list) return;
    event.preventDefault();
    const data = new FormData(form);
    data.set("part", "list");
    const { ok, html } = await piece(form.action, data).catch(() => ({ ok: false, html: "" }));
    if (!ok) {
      // The page that says why it was refused, as without a script.
      form.submit();
      return;
    }
    // Made by our own templates, which escape whatever people have written.
    this.list.innerHTML = html;
    const text = this.field("text");
    if (form === this.form && text) text.value = "";
    this.flag();
  }

  private flag(): void {
    const place = this.place;
    if (!place || !this.flags) return;
    const made = [...(this.list?.querySelectorAll<HTMLElement>("[data-note]") ?? [])].map((note) => {
      const seconds = Number(note.dataset["ms"]) / 1000;
      const flag = document.createElement("button");
      flag.type = "button";
      flag.className = "con-flag";
      flag.style.left = `${String((100 * seconds) / (place.length || 1))}%`;
      flag.title = `${clock(Math.floor(seconds))} ${note.querySelector(".con-note")?.textContent ?? ""}`;
      flag.setAttribute("aria-label", flag.title);
      flag.addEventListener("pointerdown", (event) => {
        event.stopPropagation();
      });
      flag.addEventListener("click", () => {
        place.go(seconds);
      });
      return flag;
    });
    this.flags.replaceChildren(...made);
  }
}
