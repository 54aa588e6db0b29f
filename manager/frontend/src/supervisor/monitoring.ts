/** Listening, whispering, barging in and taking over: the buttons of a row, and the bar of the session that runs. */
import { element, say } from "../boards/elements";
import { duration } from "../boards/figures";
import type { Agent, Monitor } from "../messages";
import type { Picture } from "../feed";
import type { Ear } from "./ear";

export const MODES = ["listen", "whisper", "barge", "take-over"] as const;
const ICONS: Record<string, string> = { listen: "headphones", whisper: "message-2", barge: "users-group", "take-over": "transfer" };
const IN_A_CALL = new Set(["talking", "hold"]);
const SVG = "http://www.w3.org/2000/svg";

export interface Page {
  text: (name: string) => string;
  send: (address: string, form?: Record<string, string>) => Promise<boolean>;
  complain: (what: string) => void;
  icons: string;
  person: string;
}

function part<T extends HTMLElement = HTMLElement>(name: string): T {
  const found = document.querySelector<T>(`[data-part="${name}"]`);
  if (!found) throw new Error(`the page has no ${name}`);
  return found;
}

export class Monitoring {
  private readonly bar = part("session");
  private running: Agent | undefined;
  private said = "";
  private busy = false;

  constructor(
    private readonly page: Page,
    private readonly picture: Picture,
    private readonly ear: Ear,
  ) {
    this.bar.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-mode-choice]") : null;
      if (button && this.running) void this.act(this.running.agent, button.dataset["modeChoice"] ?? "");
    });
    document.addEventListener("keydown", (event) => {
      const mode = event.altKey && !event.ctrlKey && !event.metaKey ? ["stop", ...MODES][Number(event.code.replace("Digit", ""))] : undefined;
      const row = document.activeElement?.closest<HTMLElement>(".sup-agent")?.dataset["key"];
      const whom = this.running?.agent ?? row;
      if (!mode || !event.code.startsWith("Digit") || !whom || (mode === "stop" && !this.running)) return;
      event.preventDefault();
      void this.act(row && this.can(this.picture.agents.get(row)) ? row : whom, mode);
    });
  }

  /** The place of the buttons in an agent's row. */
  cell(number: string): HTMLElement {
    const cell = element("div", "sup-listen");
    const buttons = element("div", "btn-group");
    buttons.setAttribute("role", "group");
    buttons.setAttribute("aria-label", this.page.text("session"));
    MODES.forEach((mode, at) => {
      const button = element("button", "btn btn-sm btn-icon");
      button.dataset["mode"] = mode;
      button.title = `${this.page.text(`do-${mode}`)} (Alt+${String(at + 1)})`;
      button.setAttribute("aria-label", this.page.text(`do-${mode}`));
      button.setAttribute("aria-pressed", "false");
      button.append(this.icon(ICONS[mode] ?? ""));
      button.addEventListener("click", () => void this.act(number, mode));
      buttons.append(button);
    });
    cell.append(buttons, element("span", "badge sup-other"));
    return cell;
  }

  /** Show what there is to do at an agent, and who is there. */
  show(cell: HTMLElement, agent: Agent): void {
    const [buttons, other] = [...cell.children] as [HTMLElement, HTMLElement];
    const monitor = agent.monitor;
    const mine = monitor !== null && monitor.person === this.page.person;
    buttons.hidden = !this.can(agent) || (monitor !== null && !mine);
    for (const button of buttons.querySelectorAll<HTMLButtonElement>("button")) {
      button.setAttribute("aria-pressed", String(mine && button.dataset["mode"] === monitor.mode));
    }
    other.hidden = monitor === null || mine;
    say(other, monitor && !mine ? this.page.text("by-other").replace("{by}", monitor.by).replace("{what}", this.page.text(`in-${monitor.mode}`)) : "");
    const row = cell.closest<HTMLElement>(".sup-agent");
    if (row) row.dataset["monitor"] = mine ? "mine" : monitor ? "other" : "";
  }

  /** Show the session that runs, if one does. */
  refresh(): void {
    const before = this.running;
    this.running = [...this.picture.agents.values()].find((agent) => agent.monitor?.person === this.page.person);
    const monitor = this.running?.monitor;
    this.bar.hidden = !monitor;
    document.body.classList.toggle("sup-in-session", Boolean(monitor));
    if (monitor && this.running) this.tell(this.running, monitor);
    else if (before) {
      this.announce(this.page.text("is-over"));
      if (!this.busy) this.ear.rest();
    }
  }

  private tell(agent: Agent, monitor: Monitor): void {
    const there = monitor.since !== null;
    const what = there ? this.page.text(`in-${monitor.mode}`) : this.page.text("calling-you");
    const name = agent.name || agent.agent;
    this.bar.dataset["mode"] = there ? monitor.mode : "calling";
    say(part("session-what"), what);
    say(part("session-whom"), [name, agent.name ? agent.agent : "", agent.calls[0]?.number ?? ""].filter(Boolean).join(" · "));
    say(part("session-shown"), this.page.text(monitor.shown ? "shown-to-agent" : "hidden-from-agent"));
    say(part("session-time"), there ? duration(this.picture.since(monitor.since, Date.now())) : "");
    for (const button of this.bar.querySelectorAll<HTMLElement>("[data-mode-choice]")) {
      button.setAttribute("aria-pressed", String(there && button.dataset["modeChoice"] === monitor.mode));
    }
    this.announce(`${what} ${name}`);
  }

  private announce(what: string): void {
    if (what === this.said) return;
    this.said = what;
    say(part("session-said"), what);
  }

  private can(agent: Agent | undefined): boolean {
    return agent !== undefined && IN_A_CALL.has(agent.state);
  }

  private async act(number: string, mode: string): Promise<void> {
    if (this.busy || (mode === "take-over" && !window.confirm(this.page.text("take-over-sure")))) return;
    this.busy = true;
    try {
      if (mode === "stop") await this.page.send(`agent/${number}/monitor-stop`);
      else await this.page.send(`agent/${number}/monitor/${mode}`, { phone: this.running ? this.running.monitor?.phone ?? "" : await this.ear.ready() });
    } catch (fault) {
      if (!(fault instanceof Error)) throw fault;
      this.page.complain(this.page.text(fault.message));
    } finally {
      this.busy = false;
    }
  }

  private icon(name: string): SVGElement {
    const [made, use] = [document.createElementNS(SVG, "svg"), document.createElementNS(SVG, "use")];
    made.setAttribute("class", "icon");
    made.setAttribute("aria-hidden", "true");
    use.setAttribute("href", `${this.page.icons}#${name}`);
    made.append(use);
    return made;
  }
}
