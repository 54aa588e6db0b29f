/** Agents put to queues, and queues before one another: by dragging or by a key, for a reason. */

interface Rules {
  priority: number;
  skills: Record<string, number>;
}

interface Desk {
  readonly text: (name: string) => string;
  readonly send: (address: string, form: Record<string, string>) => Promise<boolean>;
  readonly base: string;
  readonly queues: () => string[];
}

const AGENT = "text/agent";
const QUEUE = "text/queue";

export class Moving {
  private readonly dialog: HTMLDialogElement;
  private readonly form: HTMLFormElement;
  private wish: { agent: string } | { queue: string } | undefined;

  constructor(private readonly desk: Desk) {
    this.dialog = this.part<HTMLDialogElement>("move");
    this.form = this.part<HTMLFormElement>("move-form");
    this.dialog.addEventListener("close", () => void this.closed());
  }

  /** An agent's row can be dragged onto a queue; Q does the same from the keyboard. */
  agent(row: HTMLElement, number: string): void {
    row.draggable = true;
    row.tabIndex = 0;
    row.setAttribute("aria-keyshortcuts", "Q");
    row.addEventListener("dragstart", (event) => {
      if (event.target === row) event.dataTransfer?.setData(AGENT, number);
    });
    row.addEventListener("keydown", (event) => {
      if (event.target === row && event.key.toLowerCase() === "q") void this.put(number, "");
    });
  }

  /** A queue takes agents, and other queues before which its callers are to go; P asks for its priority. */
  queue(card: HTMLElement): void {
    const name = (): string => card.dataset["key"] ?? "";
    card.draggable = true;
    card.setAttribute("aria-keyshortcuts", "P");
    card.addEventListener("dragstart", (event) => event.dataTransfer?.setData(QUEUE, name()));
    card.addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() === "p") void this.order(name(), "");
    });
    card.addEventListener("dragover", (event) => {
      if (!event.dataTransfer?.types.some((type) => type === AGENT || type === QUEUE)) return;
      event.preventDefault();
      card.classList.add("drop");
    });
    card.addEventListener("dragleave", () => { card.classList.remove("drop"); });
    card.addEventListener("drop", (event) => {
      event.preventDefault();
      card.classList.remove("drop");
      const [agent, queue] = [event.dataTransfer?.getData(AGENT), event.dataTransfer?.getData(QUEUE)];
      if (agent) void this.put(agent, name());
      else if (queue && queue !== name()) void this.order(queue, name());
    });
  }

  private async put(number: string, queue: string): Promise<void> {
    const rules = queue ? await this.rules(queue) : undefined;
    this.wish = { agent: number };
    this.choices(queue);
    this.field("level").value = String(Math.max(1, ...Object.values(rules?.skills ?? {})));
    this.ask(this.desk.text("move").replace("{by}", number), true);
  }

  /** `other` is the queue before which its callers are to go, "" for none. */
  private async order(queue: string, other: string): Promise<void> {
    const rules = await this.rules(other || queue);
    this.wish = { queue };
    this.field("priority").value = String(Math.min(1000, (rules?.priority ?? 0) + (other ? 1 : 0)));
    this.ask(this.desk.text("move-queue").replace("{by}", queue), false);
  }

  private ask(what: string, agent: boolean): void {
    this.part("move-what").textContent = what;
    this.part("move-queue-field").hidden = this.part("move-level-field").hidden = !agent;
    this.part("move-priority-field").hidden = agent;
    this.field("reason").value = "";
    this.dialog.returnValue = "";
    this.dialog.showModal();
    this.field("reason").focus();
  }

  private async closed(): Promise<void> {
    if (this.dialog.returnValue !== "do" || !this.wish) return;
    const reason = this.field("reason").value;
    if ("agent" in this.wish) {
      const [queue, level] = [this.field("queue").value, this.field("level").value];
      await this.desk.send(`agent/${this.wish.agent}/queue`, { queue, level, reason });
    } else {
      const priority = this.field("priority").value;
      await this.desk.send(`queue/${encodeURIComponent(this.wish.queue)}/priority`, { priority, reason });
    }
  }

  private choices(chosen: string): void {
    const select = this.part("move-queue-field").querySelector("select");
    select?.replaceChildren(...this.desk.queues().map((name) => new Option(name, name, false, name === chosen)));
  }

  private async rules(queue: string): Promise<Rules | undefined> {
    const address = `${this.desk.base}queue/${encodeURIComponent(queue)}`;
    const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => undefined);
    return answer?.ok ? ((await answer.json()) as Rules) : undefined;
  }

  private field(name: string): HTMLInputElement {
    return this.form.elements.namedItem(name) as HTMLInputElement;
  }

  private part<T extends HTMLElement = HTMLElement>(name: string): T {
    const found = document.querySelector<T>(`[data-part="${name}"]`);
    if (!found) throw new Error(`the page has no ${name}`);
    return found;
  }
}
