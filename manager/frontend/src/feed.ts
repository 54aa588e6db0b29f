/** What the box pushes: one picture, kept in step; after a gap it is begun anew. */
import { order } from "./commands";
import type { Agent, Message, Notice, Queue, Waiting } from "./messages";

const PROTOCOL = "callstead.live";

/** What this browser may see of the centre. `skew`: milliseconds that the box's clock is ahead of ours. */
export class Picture {
  engine = false;
  skew = 0;
  readonly agents = new Map<string, Agent>();
  readonly queues = new Map<string, Queue>();
  readonly waiting = new Map<string, Waiting>();
  private expected = 0;

  /** Take a message; false when one before it was lost. */
  take(message: Message, now: number): boolean {
    if (message.kind === "snapshot") {
      this.begin(message.agents, message.queues, message.waiting);
      this.engine = message.engine;
      this.skew = Date.parse(message.at) - now;
    } else if (message.n !== this.expected) return false;
    else if (message.kind === "agent") this.agents.set(message.value.agent, message.value);
    else if (message.kind === "queue") this.queues.set(message.value.queue, message.value);
    else if (message.kind === "waiting") this.waiting.set(message.value.id, message.value);
    else if (message.kind === "engine") this.engine = message.up;
    else if (message.kind === "gone") this.of(message.what).delete(message.id);
    this.expected = message.n + 1;
    return true;
  }

  /** Seconds since a moment of the box. */
  since(moment: string | null, now: number): number {
    return moment ? Math.max(0, Math.floor((now + this.skew - Date.parse(moment)) / 1000)) : 0;
  }

  private begin(agents: Agent[], queues: Queue[], waiting: Waiting[]): void {
    this.agents.clear();
    this.queues.clear();
    this.waiting.clear();
    for (const each of agents) this.agents.set(each.agent, each);
    for (const each of queues) this.queues.set(each.queue, each);
    for (const each of waiting) this.waiting.set(each.id, each);
  }

  private of(what: "agent" | "queue" | "waiting"): Map<string, unknown> {
    return { agent: this.agents, queue: this.queues, waiting: this.waiting }[what];
  }
}

/**
 * The connection that keeps a picture; fires "change" after every message, "link" when it is up or down, and "stirred"
 * with what of that which is asked for elsewhere may have changed.
 */
export class Feed extends EventTarget {
  readonly picture = new Picture();
  up = false;
  private tries = 0;
  private socket: WebSocket | undefined;

  constructor(private readonly tickets: string) {
    super();
  }

  async start(): Promise<void> {
    try {
      const { ticket } = await order<{ ticket: string }>(this.tickets);
      this.open(ticket);
    } catch {
      this.later();
    }
  }

  private open(ticket: string): void {
    const address = new URL("/live", window.location.href);
    address.protocol = address.protocol === "http:" ? "ws:" : "wss:";
    const socket = new WebSocket(address, [PROTOCOL, `ticket.${ticket}`]);
    this.socket = socket;
    socket.addEventListener("message", (event: MessageEvent<string>) => {
      const message = JSON.parse(event.data) as Message;
      if (!this.picture.take(message, Date.now())) {
        socket.close();
        return;
      }
      this.tries = 0;
      this.become(true);
      if (message.kind === "stirred") this.dispatchEvent(new CustomEvent<string>("stirred", { detail: message.what }));
      if (message.kind === "notice") this.dispatchEvent(new CustomEvent<Notice>("notice", { detail: message.value }));
      this.dispatchEvent(new Event("change"));
    });
    socket.addEventListener("close", () => {
      if (this.socket === socket) this.later();
    });
  }

  private later(): void {
    this.become(false);
    window.setTimeout(() => void this.start(), Math.min(10_000, 300 * 2 ** this.tries++) * (0.75 + Math.random() / 2));
  }

  private become(up: boolean): void {
    if (this.up === up) return;
    this.up = up;
    this.dispatchEvent(new Event("link"));
  }
}
