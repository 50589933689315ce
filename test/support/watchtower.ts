import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWorld, type World, type WorldOptions } from './bot.ts';

const WATCHTOWER = join(import.meta.dirname, '../scenarios/products/watchtower');

export const CAPTAIN = 'U0ANA';
export const ON_CALL = 'U0ONCALL';
export const INCIDENTS = 'C0INCIDENTS';
export const STAGING = 'C0STAGING';

export type Figures = { errors: number; p95: number };
type Company = { readonly [environment: string]: Figures } & {
  readonly production: Figures;
  readonly staging: Figures;
};

/** A world with alerts, and what its service measures: real HTTP, figures that a test turns. */
export type Watchtower = {
  readonly world: World;
  readonly figures: Company;
  /** What the service answers with: `up`, or everything with 503. */
  answers(how: 'up' | 'down'): void;
  /** Writes the product file anew; read at the next restart. */
  edit(find: string | RegExp, put: string): void;
  /** Messages of the bot in a channel that are no replies, as people read them. */
  messages(channel: string): readonly string[];
  replies(channel: string): readonly string[];
} & AsyncDisposable;

/** `broken`: its product file holds a line that means nothing, `nonsense: true`. */
export async function startWatchtower({
  broken = false,
  ...options
}: WorldOptions & { readonly broken?: boolean } = {}): Promise<Watchtower> {
  const figures = { production: { errors: 0.001, p95: 100 }, staging: { errors: 0.001, p95: 100 } };
  let up = true;
  const server = createServer((req, res) => {
    const path = (req.url ?? '').slice(1);
    const found = path === 'health' ? { ok: true } : figures[path as keyof typeof figures];
    res.writeHead(up && found ? 200 : 503, { 'content-type': 'application/json' }).end(JSON.stringify(found ?? {}));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const stack = new AsyncDisposableStack();
  stack.defer(async () => void server.close());
  // The world removes what lies below such a folder with itself (bot.ts).
  const folder = join(mkdtempSync(join(tmpdir(), 'gonogo-product-')), 'watchtower');
  cpSync(WATCHTOWER, folder, { recursive: true });
  const edit = (file: string, find: string | RegExp, put: string) =>
    writeFileSync(file, readFileSync(file, 'utf8').replace(find, put));
  edit(join(folder, 'product.yml'), 'http://kpi:8070', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  if (broken) edit(join(folder, 'product.yml'), 'title: Watchtower', 'title: Watchtower\nnonsense: true');
  const world = stack.use(await startWorld({ products: [folder], ...options }));
  const mine = (channel: string) => world.slack.workspace.messages.in(channel).filter(one => one.bot_id !== undefined);
  return {
    world,
    figures,
    answers: how => {
      up = how === 'up';
    },
    edit: (find, put) => edit(join(world.runbooks, 'watchtower', 'product.yml'), find, put),
    messages: channel =>
      mine(channel)
        .filter(one => one.thread_ts === undefined || one.thread_ts === one.ts)
        .map(world.read),
    replies: channel =>
      mine(channel)
        .filter(one => one.thread_ts !== undefined && one.thread_ts !== one.ts)
        .map(world.read),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
