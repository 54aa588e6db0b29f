/** The tiles of a board: each is built once and told to refresh whenever the picture or the second has changed. */
import type { Picture } from "../feed";
import type { Agent, Queue } from "../messages";
import { element, keyed, say } from "./elements";
import { agentsOf, duration, figure, level, longest, queuesOf, shown, type Tile } from "./figures";

export type Texts = Record<string, string>;

/** Refreshes one tile; `now` is this machine's time in milliseconds. */
type Refresh = (picture: Picture, now: number) => void;

export const STATES = ["ready", "ringing", "talking", "hold", "wrap-up", "preview", "paused"];

export function text(texts: Texts, name: string, values: Record<string, string> = {}): string {
  return (texts[name] ?? name).replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? "");
}

/** A state's reason as people call it; one that a site has made up is its own name. */
export function reason(texts: Texts, given: string): string {
  return texts[`reason-${given}`] ?? given;
}

/** The element of a tile and what keeps it up to date. */
export function build(tile: Tile, texts: Texts): { root: HTMLElement; refresh: Refresh } {
  const root = element("section", "tile");
  root.dataset["kind"] = tile.kind;
  root.dataset["width"] = String(tile.width);
  const title = tile.title || text(texts, `tile-${tile.kind}`);
  root.setAttribute("aria-label", title);
  root.append(element("h2", "tile-title", title));
  const makers: Record<string, (root: HTMLElement, tile: Tile, texts: Texts) => Refresh> = { states, queues, agents };
  return { root, refresh: (makers[tile.kind] ?? single)(root, tile, texts) };
}

function single(root: HTMLElement, tile: Tile, texts: Texts): Refresh {
  const value = element("p", "tile-value tabular");
  const number = element("span");
  const unit = element("span", "tile-unit");
  value.append(number, unit);
  const under = element("p", "tile-under");
  root.append(value, under);
  return (picture, now) => {
    const mine = queuesOf(tile, picture.queues.values());
    const people = agentsOf(tile, picture.agents.values());
    const found = figure(tile, mine, people, (moment) => picture.since(moment, now));
    say(number, shown(found));
    say(unit, found.unit === "percent" && found.value !== null ? "%" : "");
    say(under, below(tile, mine, people, texts));
    root.dataset["level"] = level(tile, found.value);
    root.dataset["digits"] = String(Math.min(8, shown(found).length + (found.unit === "percent" ? 1 : 0)));
  };
}

/** What explains a figure: the target where all queues share one, and of how many agents. */
function below(tile: Tile, mine: Queue[], people: Agent[], texts: Texts): string {
  if (tile.kind === "ready") {
    return text(texts, "of", { count: String(people.filter((agent) => agent.state !== "signed-out").length) });
  }
  const [first, ...others] = mine;
  if (tile.kind === "service-level" && first && others.every((each) => sameTarget(each, first))) {
    return text(texts, "target", { percent: String(first.target_percent), seconds: String(first.target_seconds) });
  }
  return tile.queues.join(" · ");
}

function sameTarget(one: Queue, other: Queue): boolean {
  return one.target_percent === other.target_percent && one.target_seconds === other.target_seconds;
}

function states(root: HTMLElement, tile: Tile, texts: Texts): Refresh {
  const bar = element("div", "states-bar");
  const legend = element("ul", "states-legend");
  root.append(bar, legend);
  return (picture) => {
    const people = agentsOf(tile, picture.agents.values());
    const counts = STATES.map((state) => ({ state, count: people.filter((agent) => agent.state === state).length }));
    const there = counts.filter((each) => each.count > 0);
    keyed(bar, there, (each) => each.state, (each) => part("div", each.state), (target, each) => {
      target.style.flexGrow = String(each.count);
    });
    keyed(legend, counts, (each) => each.state, (each) => legendOf(each.state, texts), (target, each) => {
      say(target.lastElementChild as HTMLElement, String(each.count));
      target.classList.toggle("none", each.count === 0);
    });
  };
}

function part(name: string, state: string): HTMLElement {
  const made = element(name, "state-fill");
  made.dataset["state"] = state;
  return made;
}

function legendOf(state: string, texts: Texts): HTMLElement {
  const item = element("li");
  item.append(part("span", state), element("span", "states-name", text(texts, `state-${state}`)), element("strong", "tabular"));
  return item;
}

const COLUMNS = ["queue", "waiting", "longest-wait", "service-level", "answered", "abandoned", "agents"];

function queues(root: HTMLElement, tile: Tile, texts: Texts): Refresh {
  const table = element("table", "queues-table");
  const head = element("tr");
  for (const name of COLUMNS) {
    head.append(element("th", "", text(texts, name === "queue" || name === "agents" ? name : `tile-${name}`)));
  }
  const [top, body] = [element("thead"), element("tbody")];
  top.append(head);
  table.append(top, body);
  root.append(table);
  return (picture, now) => {
    const mine = queuesOf(tile, picture.queues.values()).sort((one, other) => one.queue.localeCompare(other.queue));
    keyed(body, mine, (queue) => queue.queue, rowOf, (row, queue) => {
      const serving = [...picture.agents.values()].filter((agent) => agent.serves.includes(queue.queue));
      const wait = longest([queue], (moment) => picture.since(moment, now));
      const service = queue.today?.service_level ?? null;
      const cells = [
        queue.name || queue.queue,
        String(queue.waiting),
        wait === null ? "–" : duration(wait),
        service === null ? "–" : `${service.toFixed(0)} %`,
        String(queue.today?.answered ?? "–"),
        String(queue.today?.abandoned ?? "–"),
        `${String(serving.filter((agent) => agent.state === "ready").length)} / ${String(serving.filter((agent) => agent.state !== "signed-out").length)}`,
      ];
      cells.forEach((cell, at) => {
        say(row.children[at] as HTMLElement, cell);
      });
      mark(row.children[2], wait !== null && wait > queue.target_seconds, wait !== null && wait > 2 * queue.target_seconds);
      mark(row.children[3], service !== null && service < queue.target_percent, service !== null && service < queue.target_percent - 10);
    });
  };
}

function rowOf(): HTMLElement {
  const row = element("tr");
  row.append(...COLUMNS.map((_, at) => element(at ? "td" : "th", "tabular")));
  return row;
}

function mark(cell: Element | undefined, warn: boolean, alarm: boolean): void {
  if (cell instanceof HTMLElement) cell.dataset["level"] = alarm ? "alarm" : warn ? "warn" : "calm";
}

/** Height of a cell to its width. */
const SHAPE = 0.24;
/** Pixels between two cells, and the widest of them. */
const [GAP, WIDEST] = [6, 320];

function agents(root: HTMLElement, tile: Tile, texts: Texts): Refresh {
  const grid = element("div", "agents-grid");
  const none = element("p", "tile-none", text(texts, "nobody"));
  root.append(grid, none);
  const fit = (): void => {
    const count = columns(grid.clientWidth, grid.clientHeight, grid.children.length);
    grid.style.setProperty("--columns", String(count));
    grid.style.setProperty("--cell", `${String(Math.floor((grid.clientWidth / count) * SHAPE) - GAP)}px`);
  };
  new ResizeObserver(fit).observe(root);
  return (picture, now) => {
    const people = agentsOf(tile, picture.agents.values()).filter((agent) => agent.state !== "signed-out");
    people.sort((one, other) => order(one) - order(other) || one.agent.localeCompare(other.agent));
    const before = grid.children.length;
    keyed(grid, people, (agent) => agent.agent, cellOf, (cell, agent) => {
      cell.dataset["state"] = agent.state;
      cell.title = reason(texts, agent.reason) || text(texts, `state-${agent.state}`);
      say(cell.children[0] as HTMLElement, agent.name || agent.agent);
      say(cell.children[1] as HTMLElement, duration(picture.since(agent.since, now)));
    });
    none.hidden = people.length > 0;
    if (before !== people.length) fit();
  };
}

function cellOf(): HTMLElement {
  const cell = element("div", "agent-cell state-edge");
  cell.append(element("span", "agent-name"), element("span", "agent-time tabular"));
  return cell;
}

function order(agent: Agent): number {
  return STATES.indexOf(agent.state);
}

/** Columns with which so many cells fit, as large as may be. */
export function columns(width: number, height: number, cells: number): number {
  for (let count = 1; count < cells; count++) {
    const rows = Math.ceil(cells / count);
    if (rows * (width / count) * SHAPE <= height && width / count <= WIDEST) return count;
  }
  return Math.max(1, cells);
}
