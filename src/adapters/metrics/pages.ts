import type { Headers } from '#src/domain/runbook/model/metric.ts';
import { GonogoError } from '#src/errors.ts';
import type { Http, HttpAnswer } from '#src/ports/http.ts';
import { type Exposition, parseExposition, UnreadablePage } from './exposition.ts';
import { Unmeasured } from './unmeasured.ts';

/** Addresses asked within one sweep: each once, however many metrics stand behind it. */
export type Pages = {
  /** Whatever status came. Throws `Unmeasured`, silent where nobody answered. */
  get(address: Address): Promise<HttpAnswer>;
  /** A page of metrics, with how long it took. Throws `Unmeasured`. */
  exposition(address: Address): Promise<{ readonly page: Exposition; readonly latencyMs: number }>;
};

export type Address = { readonly url: string; readonly headers: Headers };

export function openPages(http: Http): Pages {
  const answers = new Map<string, Promise<HttpAnswer>>();
  const expositions = new Map<string, Promise<Exposition>>();
  const get = (address: Address) => once(answers, keyOf(address), () => ask(http, address));
  return {
    get,
    async exposition(address) {
      const answer = await get(address);
      const page = await once(expositions, keyOf(address), () => read(answer));
      return { page, latencyMs: answer.latencyMs };
    },
  };
}

/** Throws `Unmeasured` unless it is a 2xx: an error page is no measurement. */
export function expectSuccess(answer: HttpAnswer): HttpAnswer {
  if (answer.status < 200 || answer.status > 299) throw new Unmeasured(`HTTP ${answer.status}`);
  return answer;
}

function keyOf({ url, headers }: Address): string {
  return JSON.stringify([url, headers]);
}

function once<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const made = known.get(key) ?? make();
  known.set(key, made);
  return made;
}

async function ask(http: Http, { url, headers }: Address): Promise<HttpAnswer> {
  try {
    return await http.send({ method: 'GET', url, headers });
  } catch (error) {
    if (!(error instanceof GonogoError)) throw error;
    // What may work later is silence; what never will (a bad address, a missing secret) is our own mistake.
    throw new Unmeasured(error.message, { silent: error.retryable });
  }
}

async function read(answer: HttpAnswer): Promise<Exposition> {
  expectSuccess(answer);
  const type = answer.headers['content-type'] ?? '';
  if (type.includes('openmetrics') && !answer.text.trimEnd().endsWith('# EOF')) {
    throw new Unmeasured('the page ends before its end (# EOF is missing)');
  }
  try {
    return parseExposition(answer.text);
  } catch (error) {
    if (error instanceof UnreadablePage) throw new Unmeasured(error.message);
    throw error;
  }
}
