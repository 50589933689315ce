import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../clock.ts';
import { listen, readBody, requestUrl, sendJson, sendText } from '../../http.ts';
import { createFigureBook, type Figures } from '../figures.ts';
import { AT_HEADER } from '../proxy.ts';
import { createCi } from './ci.ts';
import { type HauskiConfig, readHauskiConfig } from './config.ts';
import { createHauskiExposition } from './exposition.ts';
import type { HauskiFault } from './faults.ts';
import { change, firstHauskiFleet, type HauskiFleet, isNew } from './fleet.ts';
import { createQueue } from './queue.ts';
import { warmthOf } from './warmth.ts';

/** What the page shows of hausKI. */
export type HauskiState = {
  readonly ready: boolean;
  readonly figures: Figures & { readonly celsius: number; readonly watt: number; readonly refused: number };
  readonly config: HauskiConfig;
  readonly fleet: HauskiFleet;
  readonly faults: readonly HauskiFault[];
};

export type Hauski = {
  readonly url: string;
  /** Where its CI is asked, as GitHub's REST API. */
  readonly githubUrl: string;
  state(): HauskiState;
  setFault(fault: HauskiFault, on: boolean): void;
} & AsyncDisposable;

const REFUSALS = [403, 429];

/** hausKI: real HTTP, real metrics, and the configuration of its repository. `POST /-/reload` has it read anew. */
export async function startHauski({ clock, repository }: { clock: Clock; repository: string }): Promise<Hauski> {
  let config = readHauskiConfig(repository);
  const on = new Set<HauskiFault>();
  const has = (fault: HauskiFault) => on.has(fault);
  const all = createFigureBook();
  const refused = createFigureBook();
  const queue = createQueue();
  const warmth = () => warmthOf({ hot: has('hauski-hot'), ...shareRefused(), safeMode: config.safeMode });
  const exposition = createHauskiExposition(warmth);
  let nth = 0;
  let fleet = firstHauskiFleet();

  function shareRefused() {
    const now = clock.now();
    const { requests } = all.lastMinute(now);
    return { refused: requests === 0 ? 0 : refused.lastMinute(now).requests / requests };
  }

  function answer(req: IncomingMessage, res: ServerResponse): void {
    const { pathname: path } = requestUrl(req);
    if (path !== '/-/fleet') req.resume();
    if (path === '/health') return sendJson(res, 200, { status: 'up', service: 'hauski' });
    if (path === '/ready') return sendJson(res, has('hauski-out') ? 503 : 200, { ready: !has('hauski-out') });
    if (path === '/metrics') return void exposition.text().then(text => sendText(res, 200, text));
    if (path === '/-/reload' && req.method === 'POST') return reload(res);
    if (path === '/-/fleet') return void changeFleet(req, res);
    if (path !== '/answer' && path !== '/index/upsert') return sendJson(res, 404, { error: `unknown address ${path}` });
    const at = Number(req.headers[AT_HEADER] ?? clock.now());
    nth += 1;
    const { status, ms } = queue.ask(at, config, has, isNew(fleet, nth));
    if (status === 200) exposition.index(path === '/answer' ? 'search' : 'upsert', 14 + (nth % 10) * 3);
    exposition.request({ path, status, ms });
    all.record({ at, track: path, status, ms });
    if (REFUSALS.includes(status)) refused.record({ at, track: path, status, ms });
    sendJson(res, status, status === 200 ? { answer: 'in the blue folder' } : { error: `answered with ${status}` });
  }

  function reload(res: ServerResponse): void {
    try {
      config = readHauskiConfig(repository);
      sendJson(res, 200, { ok: true });
    } catch (error) {
      // As a service does: it goes on with what it had and says what is wrong.
      sendJson(res, 422, { ok: false, error: String(error) });
    }
  }

  async function changeFleet(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (req.method !== 'POST') return sendJson(res, 200, fleet);
    const words = JSON.parse((await readBody(req)).toString('utf8')) as string[];
    const next = change(fleet, words);
    if (typeof next === 'string') return sendJson(res, 409, { error: next });
    fleet = next;
    sendJson(res, 200, fleet);
  }

  const stack = new AsyncDisposableStack();
  const listening = stack.use(await listen(answer));
  const github = stack.use(await listen(createCi({ clock, isRed: () => has('hauski-ci-red') })));
  return {
    url: listening.url,
    githubUrl: github.url,
    state: () => ({
      ready: !has('hauski-out'),
      figures: { ...all.lastMinute(clock.now()), ...warmth(), ...shareRefused() },
      config,
      fleet,
      faults: [...on],
    }),
    setFault: (fault, value) => void (value ? on.add(fault) : on.delete(fault)),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
