import { type Instant, SECOND } from '#src/base/time.ts';
import type { Clock } from '../clock.ts';
import { listen, sendJson } from '../http.ts';
import { answerAnalytics } from './analytics.ts';
import { createAuditLog } from './audit.ts';
import { startBackend } from './backend.ts';
import { FIRST_VERSION } from './behaviour.ts';
import { type Cluster, firstCluster } from './cluster.ts';
import { createConsumer } from './consumer.ts';
import { answerControl } from './control.ts';
import { createExposition } from './exposition.ts';
import { createFaults, type Fault } from './faults.ts';
import { createFigureBook, type FigureBook, type Figures } from './figures.ts';
import { type Horadus, type HoradusState, startHoradus } from './horadus/service.ts';
import { createJournal, type Invocation } from './journal.ts';
import { answerAudit, answerNotifications } from './neighbours.ts';
import { startProxy } from './proxy.ts';
import { startWimmelwelt, type Wimmelwelt, type WimmelweltState } from './wimmelwelt/service.ts';

/** Where the demo company's services answer, all on loopback. */
export type DemoAddresses = {
  readonly document: string;
  readonly notifications: string;
  readonly audit: string;
  readonly analytics: string;
  readonly horadus: string;
  readonly wimmelwelt: string;
  readonly wimmelwelt_staging: string;
  /** For the stand-ins only. */
  readonly control: string;
};

/** What the page shows of the demo service. */
export type DemoState = {
  readonly cluster: Cluster;
  readonly figures: Figures & { readonly consumerLag: number };
  /** The last quarter of an hour in halves of minutes, the newest last. */
  readonly history: readonly Figures[];
  readonly faults: readonly Fault[];
  readonly horadus: HoradusState;
  readonly wimmelwelt: WimmelweltState;
};

/** A small company that has something to release: real HTTP, real metrics, faults to switch on. */
export type DemoWorld = {
  readonly urls: DemoAddresses;
  state(): DemoState;
  setFault(fault: Fault, on: boolean): void;
  journal(): readonly Invocation[];
  readonly horadus: Pick<Horadus, 'state' | 'setFault'>;
  readonly wimmelwelt: Pick<Wimmelwelt, 'state' | 'setFault'>;
} & AsyncDisposable;

export type DemoOptions = {
  readonly clock: Clock;
  /** Real milliseconds between two lines of a stand-in. Default 400. */
  readonly beatMs?: number;
};

/** Starts the demo company. Everything is in this process and ends with it. */
export async function startDemoWorld({ clock, beatMs = 400 }: DemoOptions): Promise<DemoWorld> {
  let cluster = firstCluster(`valero-neuroerp:${FIRST_VERSION}`);
  let rolloutBegan: Instant | undefined;
  const faults = createFaults();
  const figures = createFigureBook();
  const consumer = createConsumer();
  const audit = createAuditLog(clock);
  const journal = createJournal(clock);
  const exposition = createExposition({ consumer, clock });
  for (const subject of ['contract 1', 'contract 2', 'delivery note 3']) audit.append('document.created', subject);

  const readCluster = () => cluster;
  const setCluster = (next: Cluster) => {
    // A new image begins a rollout; the waves that follow belong to it.
    if (next.newest !== cluster.newest) rolloutBegan = clock.now();
    cluster = next;
  };
  const stack = new AsyncDisposableStack();
  const backends = new Map<string, number>();
  for (const name of Object.keys(cluster.deployments)) {
    backends.set(name, stack.use(await startBackend(name, { cluster: readCluster, faults })).port);
  }
  const portOf = (name: string) => backends.get(name);
  const proxy = stack.use(
    await startProxy({ clock, faults, figures, exposition, consumer, cluster: readCluster, portOf }),
  );
  const notifications = stack.use(await listen(answerNotifications));
  const audits = stack.use(await listen((req, res) => void answerAudit({ audit, clock, faults }, req, res)));
  const analyticsParts = { clock, faults, figures, consumer, rolloutBegan: () => rolloutBegan };
  const analytics = stack.use(await listen((req, res) => answerAnalytics(analyticsParts, req, res)));
  const visit = async (name: string, path: string) => (await fetch(`http://127.0.0.1:${portOf(name)}${path}`)).status;
  const horadus = stack.use(await startHoradus({ clock }));
  const wimmelwelt = stack.use(await startWimmelwelt({ clock }));
  const world = { cluster: readCluster, setCluster, visit, images: new Map(), redis: new Map(), horadus, wimmelwelt };
  const control = stack.use(
    await listen((req, res) => {
      answerControl({ world, journal, audit, beatMs }, req, res).catch(error =>
        sendJson(res, 500, { error: `${error}` }),
      );
    }),
  );

  return {
    urls: {
      document: proxy.url,
      notifications: notifications.url,
      audit: audits.url,
      analytics: analytics.url,
      horadus: horadus.url,
      wimmelwelt: wimmelwelt.urls.production,
      wimmelwelt_staging: wimmelwelt.urls.staging,
      control: control.url,
    },
    state: () => ({
      cluster,
      figures: { ...figures.lastMinute(clock.now()), consumerLag: consumer.lag(clock.now()) },
      history: historyOf(figures, clock.now()),
      faults: faults.list(),
      horadus: horadus.state(),
      wimmelwelt: wimmelwelt.state(),
    }),
    setFault(fault, on) {
      faults.set(fault, on);
      if (fault === 'integrity-broken') audit.tamper(on);
    },
    journal: journal.list,
    horadus,
    wimmelwelt,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

const HISTORY_POINTS = 30;
const POINT_MS = 30 * SECOND;

function historyOf(figures: FigureBook, now: Instant): Figures[] {
  return Array.from({ length: HISTORY_POINTS }, (_, nth) => {
    const to = now - (HISTORY_POINTS - 1 - nth) * POINT_MS;
    return figures.between(to - POINT_MS, to);
  });
}
