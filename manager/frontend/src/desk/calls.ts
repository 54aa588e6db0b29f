/** The calls in hand, each with what can be done with it. */
import { clock } from "../clock";
import { order } from "../commands";
import type { Picture } from "../feed";
import type { AgentCall } from "../messages";
import type { Line, Softphone } from "../softphone";
import { copy, part } from "./page";
import { target } from "./target";

/** What the engine says a call is doing, where it says more than the agent's state does. */
type State = string;

export class Calls {
  private readonly shown = new Map<string, HTMLElement>();
  private readonly states = new Map<string, State>();
  private calls: readonly AgentCall[] = [];

  constructor(
    private readonly picture: Picture,
    private readonly phone: Softphone,
    private readonly say: (name: string) => string,
    private readonly tried: (what: Promise<unknown>) => Promise<boolean>,
  ) {
    window.setInterval(() => {
      this.tick();
    }, 1000);
  }

  /** The call that keys and the dial pad are about: what talks, else the first. */
  get front(): AgentCall | undefined {
    return this.calls.find((call) => call.state === "talking") ?? this.calls[0];
  }

  show(calls: readonly AgentCall[]): void {
    this.calls = calls.filter((call) => call.id && call.state !== "wrap-up");
    const ids = new Set(this.calls.map((call) => call.id));
    for (const [id, element] of this.shown) {
      if (ids.has(id)) continue;
      element.remove();
      this.shown.delete(id);
      this.states.delete(id);
    }
    for (const call of this.calls) this.one(call);
    part("no-calls").hidden = this.calls.length > 0;
    this.tick();
  }

  /** Do what a button or a key asks for. */
  async act(id: string, action: string): Promise<void> {
    const element = this.shown.get(id);
    const line = this.line();
    if (action === "answer") {
      const ringing = this.phone.lines.find((each) => each.incoming && each.state === "ringing");
      if (ringing) await this.tried(this.phone.answer(ringing.id));
    } else if (action === "mute" && line) {
      this.phone.mute(line.id, !line.muted);
      this.show(this.calls);
    } else if (action === "pass" && element) {
      const box = part("passing", element);
      box.hidden = !box.hidden;
      if (!box.hidden) part<HTMLInputElement>("to", element).focus();
    } else if (action === "hang-up" && line?.state === "ringing") {
      await this.tried(this.phone.hangUp(line.id));
    } else if (action !== "mute" && element) await this.command(id, action, element);
  }

  private async command(id: string, action: string, element: HTMLElement): Promise<void> {
    const form: Record<string, string> = {};
    if (action === "transfer" || action === "consult") {
      form["to"] = target(part<HTMLInputElement>("to", element).value, this.picture);
    }
    const asked = order<{ state?: State }>(`/desk/call/${id}/${action}`, form).then((told) => {
      this.states.set(id, told.state ?? "");
      part("passing", element).hidden = true;
    });
    await this.tried(asked);
    this.show(this.calls);
  }

  private one(call: AgentCall): void {
    const element = this.shown.get(call.id) ?? this.made(call);
    element.dataset["state"] = call.state;
    const asking = this.states.get(call.id) === "consulting" || this.states.get(call.id) === "conference";
    const line = this.line();
    part("number", element).textContent = call.number || this.say("number-hidden");
    part("queue", element).textContent = call.queue ? this.queue(call.queue) : this.say(`direction-${call.direction}`);
    part("call-state", element).textContent = this.say(`call-${asking ? "consulting" : call.state}`);
    for (const button of element.querySelectorAll<HTMLButtonElement>("button[data-when]")) {
      const wanted = (button.dataset["when"] ?? "").split(" ");
      const seat = button.dataset["seat"];
      button.hidden = !wanted.includes(asking ? "consulting" : call.state) || (seat === "browser" && !line);
    }
    const mute = element.querySelector<HTMLButtonElement>('button[data-action="mute"]');
    mute?.setAttribute("aria-pressed", String(line?.muted ?? false));
    mute?.classList.toggle("active", line?.muted ?? false);
  }

  private made(call: AgentCall): HTMLElement {
    const element = copy("call");
    element.dataset["id"] = call.id;
    element.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-action]") : null;
      if (button?.dataset["action"]) void this.act(call.id, button.dataset["action"]);
    });
    this.shown.set(call.id, element);
    part("calls").append(element);
    return element;
  }

  private queue(name: string): string {
    return this.picture.queues.get(name)?.name ?? name;
  }

  private line(): Line | undefined {
    return this.phone.lines.find((line) => line.state !== "ended");
  }

  private tick(): void {
    for (const call of this.calls) {
      const element = this.shown.get(call.id);
      if (element) part("since", element).textContent = clock(this.picture.since(call.since, Date.now()));
    }
  }
}
