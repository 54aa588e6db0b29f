// What the box pushes over the WebSocket `/live`: made from appliance/daemons/live/messages.py, which says what each
// field means. `CALLSTEAD_WRITE_GOLDEN=1 pytest tests/unit/live/test_messages.py` writes it anew.

export interface AgentCall {
  id: string;
  state: string;
  since: string | null;
  number: string;
  direction: string;
  queue: string;
}

export interface Monitor {
  by: string;
  person: string;
  phone: string;
  mode: string;
  since: string | null;
  shown: boolean;
}

export interface AgentDay {
  offered: number;
  answered: number;
  missed: number;
  handled: number;
  aht_s: number | null;
}

export interface Agent {
  agent: string;
  name: string;
  team: string;
  state: string;
  reason: string;
  since: string | null;
  phone: string;
  dnd: boolean;
  next_pause: string;
  leaving: boolean;
  skills: Record<string, number>;
  queues: string[];
  serves: string[];
  calls: AgentCall[];
  monitor: Monitor | null;
  today: AgentDay | null;
}

export interface QueueDay {
  offered: number;
  answered: number;
  in_target: number;
  abandoned: number;
  left: number;
  handled: number;
  service_level: number | null;
  abandon_rate: number | null;
  asa_s: number | null;
  aht_s: number | null;
}

export interface Queue {
  queue: string;
  name: string;
  target_percent: number;
  target_seconds: number;
  waiting: number;
  callbacks: number;
  oldest: string | null;
  today: QueueDay | null;
}

export interface Waiting {
  id: string;
  queue: string;
  number: string;
  since: string;
  priority: number;
  state: string;
  callback: boolean;
}

export interface Notice {
  id: string;
  text: string;
  by: string;
  at: string;
  urgent: boolean;
}

export interface Snapshot {
  n: number;
  kind: "snapshot";
  at: string;
  engine: boolean;
  agents: Agent[];
  queues: Queue[];
  waiting: Waiting[];
}

export interface AgentChange {
  n: number;
  kind: "agent";
  value: Agent;
}

export interface QueueChange {
  n: number;
  kind: "queue";
  value: Queue;
}

export interface WaitingChange {
  n: number;
  kind: "waiting";
  value: Waiting;
}

export interface Gone {
  n: number;
  kind: "gone";
  what: "agent" | "queue" | "waiting";
  id: string;
}

export interface EngineChange {
  n: number;
  kind: "engine";
  up: boolean;
}

export interface Noticed {
  n: number;
  kind: "notice";
  value: Notice;
}

export interface Stirred {
  n: number;
  kind: "stirred";
  what: "alarms" | "calls" | "lines" | "missed";
}

export type Message =
  Snapshot | AgentChange | QueueChange | WaitingChange | Gone | EngineChange | Noticed | Stirred;
