/** What a tile says, worked out from the live picture: plain functions, sums over the queues and agents it is about. */
import type { Agent, Queue, QueueDay } from "../messages";

export interface Tile {
  kind: string;
  title: string;
  queues: string[];
  teams: string[];
  warn: number | null;
  alarm: number | null;
  width: number;
}

export type Level = "calm" | "warn" | "alarm";

/** A figure in its unit; null where there is nothing to divide by, or nobody waits. */
export interface Figure {
  value: number | null;
  unit: "percent" | "seconds" | "count";
}

const LOW_IS_BAD = new Set(["service-level", "ready", "answered"]);

export function queuesOf(tile: Tile, all: Iterable<Queue>): Queue[] {
  return [...all].filter((queue) => !tile.queues.length || tile.queues.includes(queue.queue));
}

export function agentsOf(tile: Tile, all: Iterable<Agent>): Agent[] {
  return [...all].filter(
    (agent) =>
      (!tile.teams.length || tile.teams.includes(agent.team)) &&
      (!tile.queues.length || agent.serves.some((queue) => tile.queues.includes(queue))),
  );
}

function sum(days: QueueDay[], of: (day: QueueDay) => number): number {
  return days.reduce((before, day) => before + of(day), 0);
}

function ratio(above: number, below: number): number | null {
  return below ? above / below : null;
}

/** The mean of `of` over `weight`; null when nothing was weighed. */
function mean(days: QueueDay[], of: (day: QueueDay) => number | null, weight: (day: QueueDay) => number): number | null {
  return ratio(
    sum(days, (day) => (of(day) ?? 0) * weight(day)),
    sum(days, weight),
  );
}

/** Seconds since the call in line that waits longest began to; null when nobody waits. */
export function longest(queues: Queue[], since: (moment: string | null) => number): number | null {
  const waits = queues.flatMap((queue) => (queue.oldest ? [since(queue.oldest)] : []));
  return waits.length ? Math.max(...waits) : null;
}

export function figure(tile: Tile, queues: Queue[], agents: Agent[], since: (moment: string | null) => number): Figure {
  const days = queues.flatMap((queue) => (queue.today ? [queue.today] : []));
  const gone = sum(days, (day) => day.answered + day.abandoned + day.left);
  const counted = (of: (day: QueueDay) => number): Figure => ({ value: days.length ? sum(days, of) : null, unit: "count" });
  const percent = (of: (day: QueueDay) => number): Figure => {
    const share = ratio(sum(days, of), gone);
    return { value: share === null ? null : 100 * share, unit: "percent" };
  };
  switch (tile.kind) {
    case "service-level":
      return percent((day) => day.in_target);
    case "abandon-rate":
      return percent((day) => day.abandoned);
    case "answered":
      return counted((day) => day.answered);
    case "abandoned":
      return counted((day) => day.abandoned);
    case "speed-of-answer":
      return { value: mean(days, (day) => day.asa_s, (day) => day.answered), unit: "seconds" };
    case "handling-time":
      return { value: mean(days, (day) => day.aht_s, (day) => day.handled), unit: "seconds" };
    case "waiting":
      return { value: queues.reduce((before, queue) => before + queue.waiting, 0), unit: "count" };
    case "callbacks":
      return { value: queues.reduce((before, queue) => before + queue.callbacks, 0), unit: "count" };
    case "longest-wait":
      return { value: longest(queues, since), unit: "seconds" };
    case "ready":
      return { value: agents.filter((agent) => agent.state === "ready").length, unit: "count" };
    default:
      return { value: null, unit: "count" };
  }
}

export function level(tile: Tile, value: number | null): Level {
  if (value === null) return "calm";
  const beyond = (limit: number | null): boolean =>
    limit !== null && (LOW_IS_BAD.has(tile.kind) ? value <= limit : value >= limit);
  return beyond(tile.alarm) ? "alarm" : beyond(tile.warn) ? "warn" : "calm";
}

/** 0:07, 12:34 or 1:02:03. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const two = (number: number): string => String(number).padStart(2, "0");
  return hours ? `${String(hours)}:${two(minutes)}:${two(rest)}` : `${String(minutes)}:${two(rest)}`;
}

export function shown(figure: Figure): string {
  if (figure.value === null) return "–";
  if (figure.unit === "seconds") return duration(figure.value);
  if (figure.unit === "count") return String(Math.round(figure.value));
  return figure.value >= 99.95 ? "100" : figure.value.toFixed(figure.value < 10 ? 1 : 0);
}
