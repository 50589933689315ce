import type { ServerResponse } from 'node:http';
import type { Route } from '#src/ports/route.ts';
import type { Metrics, Scraped } from '#src/telemetry/metrics.ts';

/** One thing that must hold before people may rely on the bot. `ok` with a reason: it works, and somebody should look. */
export type Part = { readonly ok: true; readonly reason?: string } | { readonly ok: false; readonly reason: string };

export type HealthParts = {
  /** By name: `store`, `slack`, `recovery`. A check that throws counts as not ok. */
  readonly checks: { readonly [name: string]: () => Part | Promise<Part> };
  readonly metrics: Metrics;
  readonly counts: () => Promise<Scraped>;
};

/**
 * `/health`: the process answers. `/ready`: every part works, or 503 and why not; a supervisor restarts for the first
 * and only waits for the second. `/metrics`: Prometheus text.
 */
export function healthRoutes({ checks, metrics, counts }: HealthParts): readonly Route[] {
  const get = (path: string, handle: (res: ServerResponse) => void | Promise<void>): Route => ({
    path,
    methods: ['GET', 'HEAD'],
    handle: (_req, res) => handle(res),
  });
  return [
    get('/health', res => send(res, 200, 'application/json', JSON.stringify({ status: 'alive' }))),
    get('/ready', async res => {
      const parts = await readiness(checks);
      const ready = Object.values(parts).every(part => part.ok);
      send(res, ready ? 200 : 503, 'application/json', JSON.stringify({ ready, parts }));
    }),
    get('/metrics', async res => {
      const text = await metrics.render(await counts().catch(() => null));
      send(res, 200, metrics.registry.contentType, text);
    }),
  ];
}

async function readiness(checks: HealthParts['checks']): Promise<{ [name: string]: Part }> {
  const entries = Object.entries(checks).map(async ([name, check]) => [name, await outcome(check)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function outcome(check: () => Part | Promise<Part>): Promise<Part> {
  try {
    return await check();
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Never cached: an old "ready" is worse than none. */
function send(res: ServerResponse, status: number, type: string, body: string): void {
  res.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
}
