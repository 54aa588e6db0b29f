/** The agent's desktop. */
import { clock } from "../clock";
import { Refused, SIGNED_OUT, order } from "../commands";
import { Calls } from "../desk/calls";
import { Card } from "../desk/card";
import { part, texts, toast } from "../desk/page";
import { Telephone } from "../desk/telephone";
import { Unsaved } from "../desk/unsaved";
import { Feed } from "../feed";
import type { Agent, Notice } from "../messages";
import { Softphone } from "../softphone";
import { Devices } from "../sound";

interface Given {
  phone: string;
  password: string;
  domain: string;
}

const root = part("desk");
const say = texts(root);
const agent = root.dataset["agent"] ?? "";
const browserPhone = root.dataset["phone"] ?? "";
const devices = new Devices(window.localStorage);

async function account(): Promise<{ user: string; password: string; domain: string; socket: string }> {
  const given = await order<Given>("/desk/account");
  const socket = new URL("/ws", window.location.href);
  socket.protocol = socket.protocol === "http:" ? "ws:" : "wss:";
  return { user: given.phone, password: given.password, domain: given.domain, socket: socket.href };
}

const phone = new Softphone(account, devices);
const telephone = new Telephone(phone, devices, say);
const feed = new Feed(root.dataset["tickets"] ?? "");
const calls = new Calls(feed.picture, phone, say, tried);
const card = new Card(feed.picture, tried, new Unsaved(window.sessionStorage, say));
let mine: Agent | undefined;
let seated = false;

/** Whether it was done; else the person reads why not. */
async function tried(what: Promise<unknown>): Promise<boolean> {
  try {
    await what;
    return true;
  } catch (fault) {
    if (fault instanceof Refused && fault.code === SIGNED_OUT) {
      toast(say("session-over"), say("session-over-next"));
      return false;
    }
    const refused = fault instanceof Refused && fault.what !== "";
    toast(refused ? fault.what : say("failed"), refused ? `${fault.why} ${fault.next}` : say("failed-next"));
    return false;
  }
}

function show(): void {
  mine = feed.picture.agents.get(agent);
  const state = mine?.state ?? "signed-out";
  root.dataset["state"] = state;
  part("state").textContent = say(`state-${state}`);
  part("reason").textContent = mine?.reason ? reason(mine.reason) : "";
  part("next").hidden = !mine?.next_pause;
  part("next").textContent = say("next-pause");
  const atBrowser = mine?.phone === browserPhone && state !== "signed-out";
  for (const button of document.querySelectorAll<HTMLElement>("[data-seat-choice]")) {
    const chosen = state === "signed-out" ? "out" : atBrowser ? "browser" : "desk";
    button.classList.toggle("active", button.dataset["seatChoice"] === chosen);
    button.setAttribute("aria-pressed", String(button.dataset["seatChoice"] === chosen));
  }
  supervised();
  telephone.use(atBrowser);
  if (atBrowser || !arriving) void talkHere(atBrowser);
  calls.show(mine?.calls ?? []);
  today();
  choices();
  const front = calls.front ?? mine?.calls.find((call) => call.state === "wrap-up");
  if (front?.id) void card.open(front.id);
  announce();
  tick();
}

/** A supervisor in the call is shown where the rule of the site says so: else nothing of it comes here. */
function supervised(): void {
  const monitor = mine?.monitor;
  part("supervised").hidden = !monitor;
  part("supervised").dataset["mode"] = monitor?.mode ?? "";
  const told = monitor ? say(`supervised-${monitor.mode}`).replace("{by}", monitor.by) : "";
  if (part("supervised-by").textContent !== told) part("supervised-by").textContent = told;
}

/** The account is only taken while the person sits here, and by one page: another one would lose its own. */
async function talkHere(here: boolean): Promise<void> {
  if (here === seated) return;
  seated = here;
  if (!here) {
    leaves();
    return;
  }
  await navigator.locks.request("callstead-telephone", async () => {
    if (!seated) return;
    const left = new Promise<void>((resolve) => (leaves = resolve));
    await phone.start();
    await left;
    await phone.stop();
  });
}
let leaves = (): void => undefined;

/** Calls may come as soon as the person sits here, so the telephone is there first. */
async function sit(where: string): Promise<void> {
  arriving = where === "browser";
  if (where === "browser" && !seated) {
    void talkHere(true);
    if (!(await phone.ready(8000))) {
      toast(say("no-telephone"), say("no-telephone-next"));
      arriving = false;
      return;
    }
  }
  await tried(order("/desk/seat", { where }));
  arriving = false;
}
let arriving = false;

function reason(text: string): string {
  const known = say(`reason-${text}`);
  return known === `reason-${text}` ? text : known;
}

function today(): void {
  const told = mine?.today;
  const set = (name: string, value: string): void => {
    part(`today-${name}`).textContent = value;
  };
  set("answered", told ? String(told.answered) : "–");
  set("missed", told ? String(told.missed) : "–");
  set("handled", told ? String(told.handled) : "–");
  set("aht", told?.aht_s == null ? "–" : clock(Math.round(told.aht_s)));
}

function choices(): void {
  const people = [...feed.picture.agents.values()].filter((each) => each.agent !== agent);
  const names = [
    ...people.map((each) => `${each.agent} · ${each.name || each.agent}`),
    ...[...feed.picture.queues.values()].map((each) => `${each.queue} · ${each.name || each.queue}`),
  ];
  const list = part("targets");
  if (list.childElementCount === names.length) return;
  list.replaceChildren(...names.map((name) => new Option(name, name)));
}

let announced = "";
function announce(): void {
  const ringing = mine?.calls.find((call) => call.state === "ringing");
  const told = ringing ? `${say("call-ringing")}: ${ringing.number} ${ringing.queue}` : "";
  if (told === announced) return;
  announced = told;
  part("announcer").textContent = told;
  document.title = ringing ? `☎ ${ringing.number}` : say("title");
}

function tick(): void {
  part("timer").textContent = mine ? clock(feed.picture.since(mine.since, Date.now())) : "";
}

async function dial(): Promise<void> {
  const box = part<HTMLInputElement>("dial");
  const number = box.value.replace(/[\s().-]/g, "");
  if (!number) return;
  if (!seated) {
    toast(say("dial-at-desk"), "");
    return;
  }
  if (await tried(phone.dial(number))) box.value = "";
}

/** Whoever that contact was with; the number itself is not known here. One's own telephone rings first. */
async function dialReference(contact: string): Promise<void> {
  if (await tried(order("/dial/contact", { contact }))) toast(say("dialling"), "", false);
}

function press(digit: string): void {
  const line = phone.lines.find((each) => each.state === "talking");
  if (line) phone.press(line.id, digit);
  else part<HTMLInputElement>("dial").value += digit;
}

root.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target.closest<HTMLElement>("button") : null;
  if (!target) return;
  const { seatChoice, stateChoice, digit, dialContact } = target.dataset;
  if (dialContact) void dialReference(dialContact);
  if (seatChoice) void sit(seatChoice);
  if (stateChoice === "ready") void tried(order("/desk/state", { state: "ready" }));
  else if (stateChoice) void tried(order("/desk/state", { state: "paused", reason: stateChoice }));
  if (digit) press(digit);
});
part("dialling").addEventListener("submit", (event) => {
  event.preventDefault();
  void dial();
});

/** Alt and a letter, wherever the cursor is. */
const KEYS: Record<string, string> = {
  KeyA: "answer",
  KeyH: "hold",
  KeyM: "mute",
  KeyX: "hang-up",
  KeyT: "pass",
  KeyJ: "conference",
};
document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey) return;
  const action = KEYS[event.code];
  const front = calls.front;
  if (action && front) {
    event.preventDefault();
    void calls.act(front.id, action === "hold" && front.state === "hold" ? "resume" : action);
  } else if (event.code === "KeyR") {
    event.preventDefault();
    void tried(order("/desk/state", { state: "ready" }));
  } else if (event.code === "KeyD") {
    event.preventDefault();
    part("dial").focus();
  }
});

feed.addEventListener("change", show);
feed.addEventListener("link", () => {
  part("away").hidden = feed.up && feed.picture.engine;
});
feed.addEventListener("notice", (event) => {
  const notice = (event as CustomEvent<Notice>).detail;
  toast(notice.text, notice.by, notice.urgent);
});
phone.addEventListener("line", () => {
  calls.show(mine?.calls ?? []);
});
window.setInterval(tick, 1000);
void feed.start();
