/** Whom a person means by what is typed into the box for transfers. */
import type { Picture } from "../feed";

/** `agent:8002`, `queue:sales` or `number:13800001111`; "" for nothing that could be meant. */
export function target(typed: string, picture: Pick<Picture, "agents" | "queues">): string {
  const text = typed.trim();
  const known = text.split(/\s+·\s+/)[0] ?? "";
  if (picture.agents.has(known)) return `agent:${known}`;
  if (picture.queues.has(known)) return `queue:${known}`;
  for (const queue of picture.queues.values()) if (queue.name === text) return `queue:${queue.queue}`;
  for (const agent of picture.agents.values()) if (agent.name === text) return `agent:${agent.agent}`;
  const digits = text.replace(/[\s().-]/g, "");
  return /^\+?[0-9*#]{2,32}$/.test(digits) ? `number:${digits}` : "";
}
