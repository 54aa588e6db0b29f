/** The telephone's own part of the desktop: link, levels, devices, keys. */
import type { Softphone } from "../softphone";
import type { Devices } from "../sound";
import { part } from "./page";

const LEVELS_MS = 80;

export class Telephone {
  private readonly root = part("telephone");

  constructor(
    private readonly phone: Softphone,
    private readonly devices: Devices,
    private readonly say: (name: string) => string,
  ) {
    phone.addEventListener("link", () => {
      this.link();
    });
    window.setInterval(() => {
      this.levels();
    }, LEVELS_MS);
    part("devices").addEventListener("toggle", () => void this.list());
    for (const kind of ["microphone", "speaker", "bell"] as const) {
      part<HTMLSelectElement>(kind).addEventListener("change", (event) => {
        this.choose(kind, (event.target as HTMLSelectElement).value);
      });
    }
  }

  /** Shown while the person sits at the browser. */
  use(on: boolean): void {
    this.root.hidden = !on;
    this.link();
  }

  private link(): void {
    const badge = part("link");
    badge.dataset["state"] = this.phone.link;
    badge.textContent = this.say(`link-${this.phone.link}`);
  }

  private levels(): void {
    if (this.root.hidden) return;
    const talking = this.phone.lines.some((line) => line.state === "talking");
    for (const side of ["here", "there"] as const) {
      part<HTMLMeterElement>(`level-${side}`).value = talking ? this.phone.ear.level(side) : 0;
    }
  }

  private async list(): Promise<void> {
    if (!part<HTMLDetailsElement>("devices").open) return;
    await this.fill("microphone", "audioinput", this.devices.microphoneId);
    await this.fill("speaker", "audiooutput", this.devices.speakerId);
    await this.fill("bell", "audiooutput", this.devices.bellId, this.say("bell-none"));
  }

  private async fill(name: string, kind: "audioinput" | "audiooutput", chosen: string, none = this.say("device-default")): Promise<void> {
    const found = await this.devices.list(kind);
    const choices = found.map((each) => new Option(each.label, each.deviceId, false, each.deviceId === chosen));
    const own = new Option(none, "", false, chosen === "");
    part<HTMLSelectElement>(name).replaceChildren(own, ...choices.filter((each) => each.value !== "default"));
  }

  private choose(kind: "microphone" | "speaker" | "bell", id: string): void {
    if (kind === "microphone") {
      this.devices.microphoneId = id;
      void this.phone.microphoneChanged();
    } else if (kind === "bell") this.devices.bellId = id;
    else {
      this.devices.speakerId = id;
      void this.phone.ear.speakerChanged();
    }
  }
}
