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

/** The JSON that a POST is answered with; raises Refused. */
export async function order<T>(address: string, form: FormData | Record<string, string> = {}): Promise<T> {
  const answer = await send(address, form, "application/json");
  const told = (await answer.json().catch(() => ({}))) as T & Told;
  if (answer.ok) return told;
  const { code = "", what = "", why = "", next = "" } = told.error ?? {};
  if (code === "console-sign-in-needed") window.location.reload();
  throw new Refused(answer.status, code, what, why, next);
}

/** A piece of page, of a GET or of a form that was sent; a refused form comes back as a piece of page too. */
export async function piece(address: string, form?: FormData): Promise<{ ok: boolean; html: string }> {
  const answer = await send(address, form, "text/html");
  return { ok: answer.ok, html: await answer.text() };
}
