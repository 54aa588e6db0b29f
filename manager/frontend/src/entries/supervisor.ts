/** The supervisor's desk over the live picture: who does what since when, who waits, and orders to agents. */
import { element, keyed, say } from "../boards/elements";
import { duration, longest } from "../boards/figures";
import { order, Refused } from "../commands";
import { Feed } from "../feed";
import type { Agent, AgentCall, Queue, Waiting } from "../messages";
import { Ear } from "../supervisor/ear";
import { Monitoring } from "../supervisor/monitoring";
import { Moving } from "../supervisor/moving";

function part<T extends HTMLElement = HTMLElement>(name: string): T {
  const found = document.querySelector<T>(`[data-part="${name}"]`);
  if (!found) throw new Error(`the page has no ${name}`);
  return found;
}

const desk = part("desk");
const texts = JSON.parse(desk.dataset["texts"] ?? "{}") as Record<string, string>;
const base = desk.dataset["base"] ?? "";
const [acts, takes] = [desk.dataset["acts"] === "1", desk.dataset["takes"] === "1"];
const [team, queue, everybody] = [part<HTMLSelectElement>("team"), part<HTMLSelectElement>("queue"), part<HTMLInputElement>("everybody")];
const feed = new Feed(desk.dataset["tickets"] ?? "");
const picture = feed.picture;
const ORDER = ["talking", "ringing", "hold", "wrap-up", "paused", "preview", "ready", "signed-out"];

function text(name: string): string {
  return texts[name] ?? name;
}

/** Only for whoever may listen. */
const monitoring = desk.dataset["listens"] === "1" ? listening() : undefined;

/** Only for whoever gives orders. */
const moving = acts ? new Moving({ text, send, base, queues: () => [...picture.queues.keys()].sort() }) : undefined;

function listening(): Monitoring {
  const { account = "", icons = "", person = "", phone = "" } = desk.dataset;
  const ear = new Ear(account, part<HTMLSelectElement>("ear"), part<HTMLInputElement>("ear-number"), phone);
  return new Monitoring({ text, send, complain, icons, person }, picture, ear);
}

function complain(what: string): void {
  say(part("refused"), what);
  part("refused").hidden = false;
}

function since(moment: string | null): number {
  return picture.since(moment, Date.now());
}

async function send(address: string, form: FormData | Record<string, string> = {}): Promise<boolean> {
  const refused = part("refused");
  refused.hidden = true;
  try {
    await order(base + address, form);
    return true;
  } catch (fault) {
    if (!(fault instanceof Refused)) throw fault;
    complain([fault.what || text("offline"), fault.why, fault.next].join(" "));
    return false;
  }
}

// --- queues ---------------------------------------------------------------------------------------------------------

function queueCard(): HTMLElement {
  const card = element("button", "card sup-queue");
  card.append(element("strong"), element("span", "sup-big tabular"), element("span", "sup-facts tabular"));
  card.addEventListener("click", () => {
    const name = card.dataset["key"] ?? "";
    queue.value = queue.value === name ? "" : name;
    soon();
  });
  moving?.queue(card);
  return card;
}

function showQueue(card: HTMLElement, each: Queue): void {
  const [name, big, facts] = [...card.children] as [HTMLElement, HTMLElement, HTMLElement];
  const wait = longest([each], since);
  const service = each.today?.service_level;
  const free = [...picture.agents.values()].filter((one) => one.state === "ready" && one.serves.includes(each.queue)).length;
  say(name, each.name || each.queue);
  say(big, String(each.waiting));
  say(
    facts,
    [
      `${text("longest")} ${wait === null ? "–" : duration(wait)}`,
      `${text("service-level")} ${service === null || service === undefined ? "–" : `${service.toFixed(0)} %`}`,
      `${text("free")} ${String(free)}`,
    ].join(" · "),
  );
  card.dataset["level"] = wait !== null && wait > each.target_seconds ? "alarm" : each.waiting ? "warn" : "calm";
  card.setAttribute("aria-pressed", String(queue.value === each.queue));
}

// --- agents ---------------------------------------------------------------------------------------------------------

function agentRow(agent: Agent): HTMLElement {
  const row = element("li", "sup-agent state-edge");
  const who = element("div", "sup-who");
  who.append(element("strong"), element("span", "text-secondary"));
  const state = element("div", "sup-state");
  state.append(element("span", "sup-badge"), element("span", "sup-time tabular"));
  const skills = element("div", "sup-skills");
  const listen = monitoring?.cell(agent.agent) ?? element("div", "sup-listen");
  row.tabIndex = monitoring ? 0 : -1;
  row.append(who, state, element("div", "sup-calls"), element("div", "sup-today tabular text-secondary"), skills, listen);
  if (acts) {
    row.append(menuOf(agent.agent));
    receive(row, agent.agent);
    moving?.agent(row, agent.agent);
  }
  return row;
}

/** A skill that is dragged onto somebody is that person's too, at the same level. */
function receive(row: HTMLElement, number: string): void {
  row.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("text/skill")) return;
    event.preventDefault();
    row.classList.add("drop");
  });
  row.addEventListener("dragleave", () => {
    row.classList.remove("drop");
  });
  row.addEventListener("drop", (event) => {
    event.preventDefault();
    row.classList.remove("drop");
    const [skill, level] = (event.dataTransfer?.getData("text/skill") ?? "").split("\n");
    if (skill && level) void send(`agent/${number}/skill`, { skill, level });
  });
}

function menuOf(number: string): HTMLElement {
  const menu = element("details", "sup-menu");
  const open = element("summary", "btn btn-sm", text("act"));
  const panel = element("div", "sup-panel card");
  const reason = document.createElement("input");
  reason.className = "form-control form-control-sm";
  reason.placeholder = text("reason");
  reason.setAttribute("aria-label", text("reason"));
  reason.maxLength = 64;
  const does = (name: string, form: () => Record<string, string> = () => ({})): HTMLElement => {
    const button = element("button", "btn btn-sm", text(name));
    button.addEventListener("click", () => {
      if (name === "sign-out-now" && !window.confirm(text("sure"))) return;
      menu.removeAttribute("open");
      void send(`agent/${number}/${name}`, form());
    });
    return button;
  };
  panel.append(does("ready"), reason, does("pause", () => ({ reason: reason.value })), does("sign-out"), does("sign-out-now"));
  if (takes) panel.append(does("take-over"));
  panel.append(skillForm(number, menu));
  menu.append(open, panel);
  return menu;
}

function skillForm(number: string, menu: HTMLElement): HTMLElement {
  const form = document.createElement("form");
  form.className = "sup-skill-form";
  const [skill, level] = [document.createElement("input"), document.createElement("input")];
  Object.assign(skill, { name: "skill", required: true, maxLength: 64, placeholder: text("skill"), className: "form-control form-control-sm" });
  Object.assign(level, { name: "level", type: "number", min: "0", max: "9", required: true, placeholder: text("level"), className: "form-control form-control-sm" });
  skill.setAttribute("aria-label", text("skill"));
  level.setAttribute("aria-label", text("level"));
  form.append(skill, level, element("button", "btn btn-sm", text("set-skill")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    menu.removeAttribute("open");
    void send(`agent/${number}/skill`, new FormData(form));
  });
  return form;
}

function showAgent(row: HTMLElement, agent: Agent): void {
  const [who, state, calls, today, skills, listen] = [...row.children] as HTMLElement[];
  if (!who || !state || !calls || !today || !skills || !listen) return;
  monitoring?.show(listen, agent);
  row.dataset["state"] = agent.state;
  say(who.firstElementChild as HTMLElement, agent.name || agent.agent);
  say(who.lastElementChild as HTMLElement, [agent.agent, agent.team].filter(Boolean).join(" · "));
  const coming = agent.leaving ? text("leaving") : agent.next_pause ? `→ ${agent.next_pause}` : agent.dnd ? text("dnd") : "";
  say(state.firstElementChild as HTMLElement, [text(`state-${agent.state}`), texts[`reason-${agent.reason}`] ?? agent.reason, coming].filter(Boolean).join(" · "));
  say(state.lastElementChild as HTMLElement, agent.state === "signed-out" ? "" : duration(since(agent.since)));
  const several = agent.calls.length > 1;
  const there = agent.calls.filter((call) => several || call.number);
  keyed(calls, there, (call) => call.id, () => element("span", "sup-call tabular"), (target, call) => {
    showCall(target, call, several);
  });
  const day = agent.today;
  say(today, day ? `${text("answered")} ${String(day.answered)} · ${text("handling")} ${day.aht_s === null ? "–" : duration(day.aht_s)}` : "");
  const own = Object.entries(agent.skills).sort();
  keyed(skills, own, ([skill]) => skill, ([skill]) => chip(skill, agent.agent), (target, [skill, level]) => {
    say(target, `${skill} ${String(level)}`);
    target.dataset["level"] = String(level);
  });
}

function chip(skill: string, number: string): HTMLElement {
  const made = element("span", "badge sup-chip");
  made.title = number;
  made.draggable = acts;
  made.addEventListener("dragstart", (event) => {
    event.dataTransfer?.setData("text/skill", `${skill}\n${made.dataset["level"] ?? "1"}`);
  });
  return made;
}

/** Of several calls each has its own time; that of one is its agent's. */
function showCall(target: HTMLElement, call: AgentCall, several: boolean): void {
  const where = picture.queues.get(call.queue)?.name || call.queue;
  say(target, [call.number, where, several ? duration(since(call.since)) : ""].filter(Boolean).join(" · "));
}

// --- who waits ------------------------------------------------------------------------------------------------------

function waitingRow(): HTMLElement {
  const row = element("li");
  row.append(element("strong", "tabular"), element("span", "text-secondary"), element("span", "sup-time tabular"));
  return row;
}

function showWaiting(row: HTMLElement, each: Waiting): void {
  const [number, where, time] = [...row.children] as [HTMLElement, HTMLElement, HTMLElement];
  const name = picture.queues.get(each.queue);
  say(number, each.number || "–");
  say(where, [name?.name ?? each.queue, each.callback ? text("callback") : "", each.priority ? `P${String(each.priority)}` : ""].filter(Boolean).join(" · "));
  const waited = since(each.since);
  say(time, duration(waited));
  row.dataset["level"] = !each.callback && name && waited > name.target_seconds ? "alarm" : "calm";
}

// --- all ------------------------------------------------------------------------------------------------------------

function options(select: HTMLSelectElement, names: string[]): void {
  const [first, ...others] = [...select.options];
  if (others.map((each) => each.value).join("\n") === names.join("\n")) return;
  const kept = select.value;
  select.replaceChildren(...(first ? [first] : []), ...names.map((name) => new Option(name, name)));
  select.value = names.includes(kept) ? kept : "";
}

function refresh(): void {
  wanted = 0;
  const queues = [...picture.queues.values()].sort((one, other) => one.queue.localeCompare(other.queue));
  const people = [...picture.agents.values()];
  const teams = [...new Set(people.map((agent) => agent.team).filter(Boolean))].sort();
  for (const select of document.querySelectorAll<HTMLSelectElement>('[data-part="team"], [data-part="notice-team"]')) options(select, teams);
  options(queue, queues.map((each) => each.queue));
  keyed(part("queues"), queues, (each) => each.queue, queueCard, showQueue);
  const seen = people
    .filter((agent) => everybody.checked || agent.state !== "signed-out")
    .filter((agent) => !team.value || agent.team === team.value)
    .filter((agent) => !queue.value || agent.serves.includes(queue.value))
    .sort((one, other) => ORDER.indexOf(one.state) - ORDER.indexOf(other.state) || one.agent.localeCompare(other.agent));
  keyed(part("agents"), seen, (agent) => agent.agent, agentRow, showAgent);
  part("none").hidden = seen.length > 0;
  const line = [...picture.waiting.values()]
    .filter((each) => !queue.value || each.queue === queue.value)
    .sort((one, other) => one.since.localeCompare(other.since));
  keyed(part("waiting"), line, (each) => each.id, waitingRow, showWaiting);
  part("nobody").hidden = line.length > 0;
  say(part("count"), String(line.length));
  monitoring?.refresh();
  part("state").hidden = feed.up && picture.engine;
  say(part("state"), text(feed.up ? "away" : "offline"));
}

let wanted = 0;

/** Many changes at once are drawn once. */
function soon(): void {
  wanted ||= window.requestAnimationFrame(refresh);
}

document.querySelector<HTMLFormElement>('[data-part="notice"]')?.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target as HTMLFormElement;
  const sent = part("sent");
  sent.hidden = true;
  void send("notice", new FormData(form)).then((done) => {
    sent.hidden = !done;
    if (done) form.reset();
  });
});
for (const filter of [team, queue, everybody]) filter.addEventListener("change", soon);
feed.addEventListener("change", soon);
feed.addEventListener("link", soon);
window.setInterval(soon, 1000);
refresh();
void feed.start();
