/** Where the supervisor hears: the telephone in this page while it is needed, or another phone. */
import { order } from "../commands";
import { Softphone } from "../softphone";
import { Devices } from "../sound";

const LOCK = "callstead-telephone";
const PATIENCE = 8000;
const KEPT = "callstead-supervisor-ear";

interface Given {
  phone: string;
  password: string;
  domain: string;
}

/** `place` is browser, own (where the person is signed in) or other, which names a number. */
export class Ear {
  readonly phone: Softphone;
  private leaves: (() => void) | undefined;

  constructor(
    account: string,
    private readonly place: HTMLSelectElement,
    private readonly number: HTMLInputElement,
    private readonly browserPhone: string,
  ) {
    this.phone = new Softphone(async () => {
      const given = await order<Given>(account);
      const socket = new URL("/ws", window.location.href);
      socket.protocol = socket.protocol === "http:" ? "ws:" : "wss:";
      return { user: given.phone, password: given.password, domain: given.domain, socket: socket.href };
    }, new Devices(window.localStorage));
    const [kept, written] = (window.localStorage.getItem(KEPT) ?? "").split("\n");
    if (kept && [...place.options].some((each) => each.value === kept)) place.value = kept;
    number.value = written ?? "";
    for (const input of [place, number]) {
      input.addEventListener("change", () => {
        this.chosen();
      });
    }
    this.chosen();
  }

  /** The phone to be called at; "" is where the person is signed in. Throws the name of a text where there is none. */
  async ready(): Promise<string> {
    if (this.place.value === "own") return "";
    if (this.place.value === "browser") {
      if (!(await this.take())) throw new Error("no-telephone");
      return this.browserPhone;
    }
    const number = this.number.value.replace(/[\s().-]/g, "");
    if (!number) throw new Error("no-number");
    return number;
  }

  /** The telephone is given back: the person's desktop may want it. */
  rest(): void {
    this.leaves?.();
    this.leaves = undefined;
  }

  /** Whether the telephone is there; another page of this browser may have it, which then picks up. */
  private async take(): Promise<boolean> {
    if (this.leaves) return this.phone.ready(PATIENCE);
    const held = await new Promise<boolean>((tell) => {
      void navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
        tell(lock !== null);
        if (!lock) return;
        const left = new Promise<void>((resolve) => (this.leaves = resolve));
        await this.phone.start();
        await left;
        await this.phone.stop();
      });
    });
    return held ? this.phone.ready(PATIENCE) : true;
  }

  private chosen(): void {
    this.number.hidden = this.place.value !== "other";
    window.localStorage.setItem(KEPT, `${this.place.value}\n${this.number.value}`);
  }
}
