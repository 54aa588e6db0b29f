/** Passkeys: the browser makes one, or proves by one who sits at it; its answer goes with the form. */
import { Refused, order } from "../commands";

interface Named {
  id: string;
  type: "public-key";
}
interface Making {
  challenge: string;
  rp: PublicKeyCredentialRpEntity;
  user: { id: string; name: string; displayName: string };
  pubKeyCredParams: PublicKeyCredentialParameters[];
  timeout: number;
  excludeCredentials: Named[];
  authenticatorSelection: AuthenticatorSelectionCriteria;
}
interface Proving {
  challenge: string;
  rpId: string;
  timeout: number;
  allowCredentials: Named[];
  userVerification: UserVerificationRequirement;
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (each) => each.charCodeAt(0));
}

function text(buffer: ArrayBuffer): string {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
}

function named(all: Named[]): PublicKeyCredentialDescriptor[] {
  return all.map((each) => ({ id: bytes(each.id), type: each.type }));
}

async function make(options: Making): Promise<object> {
  const made = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: named(options.excludeCredentials),
    },
  });
  const { id, rawId, type, response } = made as PublicKeyCredential & { response: AuthenticatorAttestationResponse };
  const answer = { clientDataJSON: text(response.clientDataJSON), attestationObject: text(response.attestationObject) };
  return { id, rawId: text(rawId), type, response: answer };
}

async function prove(options: Proving): Promise<object> {
  const found = await navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      allowCredentials: named(options.allowCredentials),
    },
  });
  const { id, rawId, type, response } = found as PublicKeyCredential & { response: AuthenticatorAssertionResponse };
  const answer = {
    clientDataJSON: text(response.clientDataJSON),
    authenticatorData: text(response.authenticatorData),
    signature: text(response.signature),
    userHandle: response.userHandle ? text(response.userHandle) : undefined,
  };
  return { id, rawId: text(rawId), type, response: answer };
}

async function answered(form: HTMLFormElement): Promise<void> {
  const said = form.querySelector<HTMLElement>("[data-part=said]");
  const answer = form.querySelector<HTMLInputElement>("[name=answer]");
  if (!said || !answer) return;
  said.textContent = "";
  try {
    const address = form.dataset["ask"] ?? "";
    const given = new FormData(form);
    const done = form.dataset["passkey"] === "make" ? make(await order<Making>(address, given)) : prove(await order<Proving>(address, given));
    answer.value = JSON.stringify(await done);
    form.submit();
  } catch (fault) {
    const cancelled = fault instanceof DOMException && fault.name === "NotAllowedError";
    const why = (cancelled ? form.dataset["cancelled"] : form.dataset["failed"]) ?? "";
    said.textContent = fault instanceof Refused && fault.what ? `${fault.what} ${fault.why} ${fault.next}` : why;
  }
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-passkey]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void answered(form);
  });
}
