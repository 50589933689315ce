import { join } from 'node:path';
import { HOUR, type Instant, MINUTE } from '#src/base/time.ts';
import type { Clock } from './clock.ts';
import { placesOf } from './company/company.ts';
import { DOCUMENT_READERS, QUESTIONERS, TREND_READERS } from './crowds.ts';
import { type Hauski, startHauski } from './demo/hauski/service.ts';
import { type DemoWorld, startDemoWorld } from './demo/world.ts';
import { makeHauskiRepo } from './hauski-repo.ts';
import { makeHoradusRepo } from './horadus-repo.ts';
import { freePort } from './http.ts';
import { makeScratchRepo } from './scratch-repo.ts';
import { installStandIns } from './stand-ins/install.ts';
import { createTraffic } from './traffic.ts';
import { makeWimmelweltRepo } from './wimmelwelt-repo.ts';

/** The demo company: its services with their customers, its repositories, its tools. */
export type Services = {
  readonly demo: DemoWorld;
  readonly hauski: Hauski;
  /** What variables of product files are turned to: addresses and repositories. */
  readonly places: { readonly [variable: string]: string };
  /** PATH of commands. */
  readonly path: string;
  /** Sends every service the requests of (from, to]. */
  pass(from: Instant, to: Instant): Promise<unknown>;
} & AsyncDisposable;

export type ServicesOptions = {
  readonly clock: Clock;
  /** Made anew below it: `repos` and `bin`. */
  readonly folder: string;
  readonly hostPath: string;
  /** Whose services have customers. */
  readonly products: readonly string[];
  /** Real milliseconds between two lines of a stand-in. */
  readonly beatMs?: number;
};

/** Starts the company; it has been at work for an hour when this resolves. */
export async function startServices({
  clock,
  folder,
  hostPath,
  products,
  ...beat
}: ServicesOptions): Promise<Services> {
  const stack = new AsyncDisposableStack();
  const repos = join(folder, 'repos');
  const hauskiRepo = makeHauskiRepo({ folder: repos, hostPath, now: clock.now() });
  const wimmelweltRepo = makeWimmelweltRepo({ folder: repos, hostPath });
  const horadusRepo = makeHoradusRepo({ folder: repos, hostPath });
  const scratch = makeScratchRepo({ folder: repos, hostPath });
  const demo = stack.use(await startDemoWorld({ clock, ...beat }));
  const hauski = stack.use(await startHauski({ clock, repository: hauskiRepo }));
  const { document, horadus, wimmelwelt, wimmelwelt_staging } = demo.urls;
  const customers = [
    { of: 'valero', url: document, crowd: DOCUMENT_READERS },
    { of: 'hauski', url: hauski.url, crowd: QUESTIONERS },
    { of: 'horadus', url: horadus, crowd: TREND_READERS },
    { of: 'wimmelwelt', url: wimmelwelt, crowd: TREND_READERS },
    { of: 'wimmelwelt', url: wimmelwelt_staging, crowd: TREND_READERS },
  ];
  const crowds = customers
    .filter(one => products.includes(one.of))
    .map(({ url, crowd }) => stack.use(createTraffic(url, crowd)));
  const pass = (from: Instant, to: Instant) => Promise.all(crowds.map(one => one.pass(from, to)));
  await runBefore(pass, clock.now());
  return {
    ...{ demo, hauski, pass },
    places: {
      ...placesOf(demo.urls),
      HAUSKI: hauski.url,
      REPO: scratch.path,
      HAUSKI_REPO: hauskiRepo,
      ...hauskiPlaces(hauski, await freePort()),
      HORADUS_REPO: horadusRepo,
      WIMMELWELT_REPO: wimmelweltRepo,
    },
    path: installStandIns({ folder: join(folder, 'bin'), controlUrl: demo.urls.control, hostPath }),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** Beside its address: its CI, and where a server for a smoke test may listen. */
export function hauskiPlaces({ githubUrl }: Hauski, smokePort: number): { readonly [variable: string]: string } {
  const bind = `127.0.0.1:${smokePort}`;
  return { GITHUB: githubUrl, SMOKE: `http://${bind}`, SMOKE_BIND: bind };
}

/** The services have run before anybody looks: comparisons look back an hour, the small curves a quarter of one. */
async function runBefore(pass: Services['pass'], now: Instant): Promise<void> {
  await pass(now - HOUR, now - 15 * MINUTE);
  for (let from = now - 15 * MINUTE; from < now; from += 3 * MINUTE) await pass(from, from + 3 * MINUTE);
}
