/** Orders to the console: a form sent with the page's token, JSON or a piece of page back. */

/** Why something was not done, in the person's language. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly what: string,
    readonly why: string,
    readonly next: string,
  ) {
    super(what);
  }
}

/** The session is over. */
export const SIGNED_OUT = "console-sign-in-needed";

interface Told {
  error?: { code: string; what: string; why: string; next: string };
}

function token(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}

async function send(address: string, form: FormData | Record<string, string> | undefined, accept: string): Promise<Response> {
  const body = form instanceof FormData ? form : form && new URLSearchParams(form);
  const headers = { Accept: accept, "X-CSRFToken": token() };
  let answer: Response;
  try {
    answer = await fetch(address, body ? { method: "POST", headers, body } : { headers });
  } catch {
    throw new Refused(0, "network-away", "", "", "");
  }
  return answer;
}

/** Whether a page that is loaded anew would lose what somebody has typed. */
function anythingTyped(): boolean {
  const fields = [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("textarea, input")];
  const changed = (each: HTMLInputElement | HTMLTextAreaElement): boolean =>
    each.value !== each.defaultValue || (each instanceof HTMLInputElement && each.checked !== each.defaultChecked);
  return fields.some(changed);
}

/** The JSON that a POST is answered with; raises Refused. */
export async function order<T>(address: string, form: FormData | Record<string, string> = {}): Promise<T> {
  const answer = await send(address, form, "application/json");
  const told = (await answer.json().catch(() => ({}))) as T & Told;
  if (answer.ok) return told;
  const { code = "", what = "", why = "", next = "" } = told.error ?? {};
  if (code === SIGNED_OUT && !anythingTyped()) window.location.reload();
  throw new Refused(answer.status, code, what, why, next);
}

/**
 * A piece of page, of a GET or of a form that was sent; a refused form comes back as a piece of page too.
 * A whole page in its place is why it was not done, or the one for signing in: raises Refused.
 */
export async function piece(address: string, form?: FormData): Promise<{ ok: boolean; html: string }> {
  const answer = await send(address, form, "text/html");
  const html = await answer.text();
  if (/^\s*<!doctype/i.test(html)) throw whole(answer, html);
  return { ok: answer.ok, html };
}

function whole(answer: Response, html: string): Refused {
  if (answer.redirected || answer.status === 401) return new Refused(401, SIGNED_OUT, "", "", "");
  const page = new DOMParser().parseFromString(html, "text/html");
  const said = (part: string): string => page.querySelector(`[data-refusal="${part}"]`)?.textContent.trim() ?? "";
  return new Refused(answer.status, said("code"), said("what"), said("why"), said("next"));
}
