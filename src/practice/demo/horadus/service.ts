import type { IncomingMessage, ServerResponse } from 'node:http';
import { Counter, Registry } from 'prom-client';
import type { Clock } from '../../clock.ts';
import { listen, requestUrl, sendJson, sendText } from '../../http.ts';
import { createFigureBook, type Figures } from '../figures.ts';
import { AT_HEADER } from '../proxy.ts';
import type { HoradusFault } from './faults.ts';
import { FIRST_HORADUS, type Fleet, firstFleet } from './fleet.ts';

/** What the page shows of Horadus. */
export type HoradusState = {
  readonly fleet: Fleet;
  readonly healthy: boolean;
  readonly figures: Figures;
  /** Items the worker has processed since practice began. */
  readonly processed: number;
  readonly faults: readonly HoradusFault[];
};

export type Horadus = {
  readonly url: string;
  fleet(): Fleet;
  setFleet(next: Fleet): void;
  state(): HoradusState;
  setFault(fault: HoradusFault, on: boolean): void;
} & AsyncDisposable;

/** One request in so many fails while the new version is broken: well above the limit of the runbook. */
const BROKEN_EVERY = 8;
const ANSWER_MS = 40;

/** Horadus: real HTTP and real metrics, by the versions its containers run. */
export async function startHoradus({ clock }: { readonly clock: Clock }): Promise<Horadus> {
  let fleet = firstFleet();
  let nth = 0;
  let processed = 0;
  const on = new Set<HoradusFault>();
  const book = createFigureBook();
  const registers = [new Registry()];
  const requests = new Counter({
    ...{ name: 'http_requests_total', help: 'Requests answered.', labelNames: ['status'] as const, registers },
  });
  const items = new Counter({ name: 'horadus_items_processed_total', help: 'Items processed.', registers });

  /** A fault is of the new version, and gone with it. */
  const has = (fault: HoradusFault, service: string) => on.has(fault) && fleet.running[service] !== FIRST_HORADUS;
  const healthy = () => !has('horadus-down', 'api');

  function answer(req: IncomingMessage, res: ServerResponse): void {
    const { pathname: path } = requestUrl(req);
    req.resume();
    if (!healthy()) return sendJson(res, 503, { error: 'the api does not answer' });
    if (path === '/health') return sendJson(res, 200, { status: 'healthy', version: fleet.running['api'] });
    if (path === '/metrics') return void registers[0]?.metrics().then(text => sendText(res, 200, text));
    if (path !== '/trends') return sendJson(res, 404, { error: `unknown address ${path}` });
    nth += 1;
    const status = has('horadus-errors', 'api') && nth % BROKEN_EVERY === 0 ? 500 : 200;
    requests.inc({ status: String(status) });
    book.record({ at: Number(req.headers[AT_HEADER] ?? clock.now()), track: 'api', status, ms: ANSWER_MS });
    if (!has('horadus-stalls', 'worker')) {
      processed += 1;
      items.inc();
    }
    sendJson(res, status, status === 200 ? { trends: ['up'] } : { error: 'internal error' });
  }

  const listening = await listen(answer);
  return {
    url: listening.url,
    fleet: () => fleet,
    setFleet: next => {
      fleet = next;
    },
    state: () => ({ fleet, healthy: healthy(), figures: book.lastMinute(clock.now()), processed, faults: [...on] }),
    setFault: (fault, value) => void (value ? on.add(fault) : on.delete(fault)),
    [Symbol.asyncDispose]: listening[Symbol.asyncDispose],
  };
}
