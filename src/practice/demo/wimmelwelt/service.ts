import type { IncomingMessage, ServerResponse } from 'node:http';
import { Counter, Histogram, Registry } from 'prom-client';
import { HOUR, iso, SECOND } from '#src/base/time.ts';
import type { Clock } from '../../clock.ts';
import { type Listening, listen, requestUrl, sendJson, sendText } from '../../http.ts';
import type { WimmelweltFault } from './faults.ts';
import { deploymentOf, FIRST_WIMMELWELT, firstSites, type SiteName, type Sites } from './site.ts';

/** What the page shows of Wimmelwelt. */
export type WimmelweltState = { readonly sites: Sites; readonly faults: readonly WimmelweltFault[] };

export type Wimmelwelt = {
  readonly urls: { readonly [name in SiteName]: string };
  sites(): Sites;
  setSites(next: Sites): void;
  /** What health, auth, messaging and upload answer on one deployment, whoever has the users. */
  smoke(site: SiteName, deployment: string): readonly { readonly what: string; readonly ok: boolean }[];
  ciIsRed(): boolean;
  state(): WimmelweltState;
  setFault(fault: WimmelweltFault, on: boolean): void;
} & AsyncDisposable;

/** One request in so many fails while the new version is broken: half of the users make it 6 %. */
const BROKEN_EVERY = 8;
/** Every third push of a broken service is lost. */
const LOST_EVERY = 3;
const FASTEST_MS = 60;
const SPREAD_MS = 120;
/** Over every limit of the database, and of whoever waits for it. */
const DATABASE_SLOW_MS = 500;
/** It writes a line with every request, and somebody always asks. */
const LOGGED_AGO_MS = 2 * SECOND;

/** Wimmelwelt: two environments with real HTTP and real metrics, by the versions that are deployed. */
export async function startWimmelwelt({ clock }: { readonly clock: Clock }): Promise<Wimmelwelt> {
  let sites = firstSites();
  const on = new Set<WimmelweltFault>();
  /** A fault is of the new version, and gone with it. */
  const has = (fault: WimmelweltFault, version: string | undefined) => on.has(fault) && version !== FIRST_WIMMELWELT;
  const stack = new AsyncDisposableStack();
  const open = async (name: SiteName): Promise<Listening> => stack.use(await listen(site(name)));

  function site(name: SiteName): (req: IncomingMessage, res: ServerResponse) => void {
    const metrics = counters();
    let nth = 0;
    return (req, res) => {
      const { pathname: path } = requestUrl(req);
      const now = sites[name];
      req.resume();
      if (path === '/metrics') return void metrics.registry.metrics().then(text => sendText(res, 200, text));
      if (path === '/health') return sendJson(res, 200, { status: 'up', live: now.live });
      if (path === '/readiness')
        return sendJson(res, now.databaseBlocked ? 503 : 200, { database: !now.databaseBlocked });
      if (path === '/ops/logs/latest') return sendJson(res, 200, { at: iso(clock.now() - LOGGED_AGO_MS) });
      if (path === '/ops/backups/latest')
        return sendJson(res, 200, { finishedAt: iso(clock.now() - (on.has('wimmel-backup-old') ? 72 : 6) * HOUR) });
      nth += 1;
      const version = now.versions[deploymentOf(now, nth)];
      const failing = on.has('wimmel-outage') || has('wimmel-errors', version);
      const broken = now.databaseBlocked || (failing && nth % BROKEN_EVERY === 0);
      const status = broken ? 500 : 200;
      metrics.requests.inc({ code: String(status) });
      const waitsMs = on.has('wimmel-database-slow') ? DATABASE_SLOW_MS : 0;
      metrics.database.observe((waitsMs + FASTEST_MS / 4 + ((nth * 13) % FASTEST_MS)) / 1_000);
      metrics.duration.observe((waitsMs + FASTEST_MS + ((nth * 37) % SPREAD_MS)) / 1_000);
      metrics.readiness.inc({ result: now.databaseBlocked ? 'failed' : 'passed' });
      const lost = has('wimmel-push', version) && nth % LOST_EVERY === 0;
      metrics.push.inc({ result: lost ? 'lost' : 'delivered' });
      sendJson(res, status, { version });
    };
  }

  const [staging, production] = [await open('staging'), await open('production')];
  return {
    urls: { staging: staging.url, production: production.url },
    sites: () => sites,
    setSites: next => {
      sites = next;
    },
    smoke: (name, deployment) => {
      const version = sites[name].versions[deployment];
      const up = !sites[name].databaseBlocked;
      const upload = up && !sites[name].storageBlocked && !has('wimmel-smoke', version);
      const parts = { health: true, auth: up, messaging: up, upload };
      return Object.entries(parts).map(([what, ok]) => ({ what, ok }));
    },
    ciIsRed: () => on.has('wimmel-ci-red'),
    state: () => ({ sites, faults: [...on] }),
    setFault: (fault, value) => void (value ? on.add(fault) : on.delete(fault)),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

function counters() {
  const registry = new Registry();
  const registers = [registry];
  const counter = <L extends string>(name: string, help: string, label: L) =>
    new Counter({ name, help, labelNames: [label], registers });
  const buckets = [0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 1];
  const histogram = (name: string, help: string) => new Histogram({ name, help, buckets, registers });
  return {
    registry,
    requests: counter('http_requests_total', 'Requests answered.', 'code'),
    readiness: counter('readiness_checks_total', 'Looks at what the service needs.', 'result'),
    push: counter('push_messages_total', 'Push messages sent.', 'result'),
    duration: histogram('http_request_duration_seconds', 'Time to answer.'),
    database: histogram('mongodb_command_duration_seconds', 'Time the database took.'),
  };
}
