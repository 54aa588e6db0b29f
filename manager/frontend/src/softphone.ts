/** The telephone in the page: SIP over a secure WebSocket to Asterisk, sound over DTLS-SRTP. */
import {
  Invitation,
  Inviter,
  Registerer,
  RegistererState,
  type Session,
  SessionState,
  UserAgent,
  Web,
} from "sip.js";
import { type Devices, Ear } from "./sound";

export interface Account {
  user: string;
  password: string;
  domain: string;
  socket: string;
}

export type Link = "connecting" | "ready" | "lost" | "refused";

export interface Line {
  id: string;
  number: string;
  incoming: boolean;
  state: "ringing" | "talking" | "ended";
  muted: boolean;
  /** Whether the box asks to be answered at once: a call that comes back, or one's own. */
  auto: boolean;
}

/** Milliseconds before the next try, by the number of tries that have failed. */
export function pause(tries: number): number {
  return Math.min(4000, 250 * 2 ** tries);
}

const UNAUTHORISED = new Set([401, 403, 407]);

/** One account with any number of lines. Fires "link" and "line"; both say: look at me again. */
export class Softphone extends EventTarget {
  link: Link = "connecting";
  readonly ear: Ear;
  private agent: UserAgent | undefined;
  private registerer: Registerer | undefined;
  private readonly sessions = new Map<string, { session: Session; line: Line }>();
  private tries = 0;
  private stopped = false;
  private timer: number | undefined;

  constructor(
    private readonly account: () => Promise<Account>,
    private readonly devices: Devices,
  ) {
    super();
    this.ear = new Ear(devices);
  }

  get lines(): readonly Line[] {
    return [...this.sessions.values()].map((each) => each.line);
  }

  /** Register, and stay registered until `stop`. */
  async start(): Promise<void> {
    this.stopped = false;
    window.addEventListener("online", this.again);
    document.addEventListener("visibilitychange", this.again);
    await this.connect();
  }

  /** Until it is registered; false when it is not within so many milliseconds. */
  async ready(within: number): Promise<boolean> {
    const end = Date.now() + within;
    while (this.link !== "ready" && Date.now() < end) {
      await new Promise((resolve) => {
        this.addEventListener("link", resolve, { once: true });
        window.setTimeout(resolve, Math.max(0, end - Date.now()));
      });
    }
    return this.link === "ready";
  }

  async stop(): Promise<void> {
    this.stopped = true;
    window.clearTimeout(this.timer);
    window.removeEventListener("online", this.again);
    document.removeEventListener("visibilitychange", this.again);
    await this.registerer?.unregister().catch(() => undefined);
    await this.agent?.stop().catch(() => undefined);
  }

  async dial(number: string): Promise<void> {
    const agent = this.agent;
    const target = UserAgent.makeURI(`sip:${encodeURIComponent(number)}@${this.domain}`);
    if (!agent || !target || this.link !== "ready") return;
    const inviter = new Inviter(agent, target, { sessionDescriptionHandlerOptions: this.options() });
    this.follow(inviter, number, false);
    await inviter.invite();
  }

  async answer(id: string): Promise<void> {
    const found = this.sessions.get(id);
    if (found?.session instanceof Invitation && found.session.state === SessionState.Initial) {
      await found.session.accept({ sessionDescriptionHandlerOptions: this.options() });
    }
  }

  /** End a line, whatever it does. */
  async hangUp(id: string): Promise<void> {
    const session = this.sessions.get(id)?.session;
    if (!session) return;
    if (session.state === SessionState.Established) await session.bye();
    else if (session instanceof Invitation) await session.reject({ statusCode: 603 });
    else if (session instanceof Inviter) await session.cancel();
  }

  mute(id: string, muted: boolean): void {
    const found = this.sessions.get(id);
    if (!found) return;
    found.line.muted = muted;
    for (const sender of peer(found.session)?.getSenders() ?? []) if (sender.track) sender.track.enabled = !muted;
    this.tell("line");
  }

  press(id: string, digit: string): void {
    this.sessions.get(id)?.session.sessionDescriptionHandler?.sendDtmf(digit, { duration: 160, interToneGap: 70 });
  }

  /** Speak into another microphone from now on, without a gap in the call. */
  async microphoneChanged(): Promise<void> {
    for (const { session, line } of this.sessions.values()) {
      const sender = peer(session)?.getSenders().find((each) => each.track?.kind === "audio");
      if (!sender) continue;
      const stream = await this.devices.microphone();
      const track = stream.getAudioTracks()[0] ?? null;
      if (track) track.enabled = !line.muted;
      sender.track?.stop();
      await sender.replaceTrack(track);
      this.ear.speaks(stream);
    }
  }

  private domain = "";

  private async connect(): Promise<void> {
    this.become("connecting");
    try {
      const account = await this.account();
      await this.agent?.stop().catch(() => undefined);
      this.agent = this.userAgent(account);
      this.domain = account.domain;
      await this.agent.start();
      await this.register(this.agent);
    } catch {
      this.later();
    }
  }

  private userAgent(account: Account): UserAgent {
    const uri = UserAgent.makeURI(`sip:${account.user}@${account.domain}`);
    if (!uri) throw new Error(`no address: ${account.user}`);
    const agent = new UserAgent({
      uri,
      authorizationUsername: account.user,
      authorizationPassword: account.password,
      transportOptions: { server: account.socket, keepAliveInterval: 15 },
      contactName: account.user,
      // A page that is loaded anew must not hang up: the call is given back to it.
      gracefulShutdown: false,
      logLevel: "warn",
      noAnswerTimeout: 120,
      sessionDescriptionHandlerFactory: Web.defaultSessionDescriptionHandlerFactory(() => this.devices.microphone()),
      sessionDescriptionHandlerFactoryOptions: {
        peerConnectionConfiguration: { iceServers: [], bundlePolicy: "max-bundle" },
        iceGatheringTimeout: 500,
      },
      delegate: {
        onInvite: (invitation) => {
          this.rung(invitation);
        },
        onDisconnect: (error) => {
          if (this.agent === agent && error) this.later();
        },
      },
    });
    return agent;
  }

  private async register(agent: UserAgent): Promise<void> {
    const registerer = new Registerer(agent, { expires: 300, refreshFrequency: 80 });
    this.registerer = registerer;
    registerer.stateChange.addListener((state) => {
      if (this.registerer !== registerer) return;
      if (state === RegistererState.Registered) {
        this.tries = 0;
        this.become("ready");
      } else if (state === RegistererState.Unregistered && this.link === "ready") this.later();
    });
    await registerer.register({
      requestDelegate: {
        onReject: (response) => {
          if (this.registerer !== registerer) return;
          if (UNAUTHORISED.has(response.message.statusCode ?? 0) && this.tries > 4) this.become("refused");
          this.later();
        },
      },
    });
  }

  private later(): void {
    if (this.stopped) return;
    if (this.link !== "refused") this.become("lost");
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.connect(), pause(this.tries++));
  }

  /** The machine woke up, or has a network again: do not wait for the next try. */
  private readonly again = (): void => {
    if (this.stopped || this.link === "ready" || document.visibilityState === "hidden") return;
    window.clearTimeout(this.timer);
    this.tries = 0;
    void this.connect();
  };

  private rung(invitation: Invitation): void {
    const auto = (invitation.request.getHeader("Call-Info") ?? "").includes("answer-after=0");
    const line = this.follow(invitation, invitation.remoteIdentity.uri.user ?? "", true, auto);
    if (line.auto) void this.answer(line.id);
    else this.ear.ring(true);
  }

  private follow(session: Session, number: string, incoming: boolean, auto = false): Line {
    const line: Line = { id: session.id, number, incoming, state: "ringing", muted: false, auto };
    this.sessions.set(line.id, { session, line });
    session.stateChange.addListener((state) => {
      if (state === SessionState.Established) this.talks(session, line);
      if (state === SessionState.Terminated) this.over(line);
    });
    this.tell("line");
    return line;
  }

  private talks(session: Session, line: Line): void {
    line.state = "talking";
    const connection = peer(session);
    this.ear.ring(false);
    if (connection) {
      this.ear.hears(streamOf(connection.getReceivers()));
      this.ear.speaks(streamOf(connection.getSenders()));
      connection.addEventListener("connectionstatechange", () => {
        // Sound has died, though the line to the box may live: registering anew brings the call back.
        if (connection.connectionState === "failed" && line.state === "talking") void this.connect();
      });
    }
    this.tell("line");
  }

  private over(line: Line): void {
    line.state = "ended";
    this.sessions.delete(line.id);
    if (!this.lines.some((each) => each.state === "ringing" && each.incoming)) this.ear.ring(false);
    if (this.sessions.size === 0) this.ear.rest();
    this.tell("line");
  }

  private options(): Web.SessionDescriptionHandlerOptions {
    return { constraints: { audio: true, video: false } };
  }

  private become(link: Link): void {
    if (this.link === link) return;
    this.link = link;
    this.tell("link");
  }

  private tell(what: "line" | "link"): void {
    this.dispatchEvent(new Event(what));
  }
}

function peer(session: Session): RTCPeerConnection | undefined {
  const handler = session.sessionDescriptionHandler;
  return handler instanceof Web.SessionDescriptionHandler ? handler.peerConnection : undefined;
}

function streamOf(ends: readonly { track: MediaStreamTrack | null }[]): MediaStream {
  return new MediaStream(ends.flatMap((each) => (each.track?.kind === "audio" ? [each.track] : [])));
}
