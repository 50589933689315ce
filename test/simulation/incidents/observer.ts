import type { Database as RawDatabase } from 'better-sqlite3';
import { decode } from '#src/engine/codec.ts';
import type { EventRow } from '#src/ports/store.ts';
import type { World } from '../world/world.ts';
import { checkAlerts } from './checks/alerts.ts';
import type { Check, Scope } from './checks/check.ts';
import { checkClaims } from './checks/claims.ts';
import { checkHeld } from './checks/held.ts';
import { checkOrder } from './checks/order.ts';
import { checkReached } from './checks/reached.ts';
import { checkRhythm } from './checks/rhythm.ts';
import { UpTime } from './up-time.ts';

/** What is promised of incidents. */
const OF_INCIDENTS: readonly ((scope: Scope) => Check)[] = [
  checkRhythm,
  checkOrder,
  checkAlerts,
  checkClaims,
  checkReached,
  checkHeld,
];

/**
 * Sees what comes onto the disk and what the world is asked, with the world's instants, and holds every promise against it
 * as it goes. It reads past the bot and changes nothing.
 */
export class Observer {
  readonly #checks: readonly Check[];
  readonly #upTime: UpTime;
  readonly #newer: { all(position: number): unknown[] };
  #position = 0;

  constructor(world: World, raw: RawDatabase, problem: (says: string) => void, makes = OF_INCIDENTS) {
    this.#upTime = new UpTime(world.time);
    this.#newer = raw.prepare(
      'select position, stream, seq, at, type, line, hash from events where position > ? order by position',
    );
    const scope = { world, raw, problem, upTime: this.#upTime };
    this.#checks = makes.map(make => make(scope));
    const each =
      <Name extends keyof Check>(name: Name) =>
      (...told: Parameters<NonNullable<Check[Name]>>) => {
        for (const check of this.#checks) (check[name] as ((...all: typeof told) => void) | undefined)?.(...told);
      };
    const saying = each('saying');
    world.watch = {
      saying: said => {
        this.catchUp();
        saying(said);
      },
      posted: each('posted'),
      trouble: each('trouble'),
      paging: each('paging'),
    };
    this.rang = each('rang');
    this.#clockSet = each('clockSet');
    this.ends = each('ends');
    this.#bot = each('bot');
    this.#rests = each('rests');
    this.#fact = each('fact');
    this.#system = each('system');
  }

  readonly rang: (dedupKey: string) => void;
  readonly ends: () => void;
  readonly #clockSet: (byMs: number, seen: boolean) => void;
  /** A clock that was just set, and the bot has not looked since. */
  #jumpMs: number | null = null;
  readonly #bot: NonNullable<Check['bot']>;
  readonly #rests: () => void;
  readonly #fact: NonNullable<Check['fact']>;
  readonly #system: NonNullable<Check['system']>;

  /** What was written meanwhile is read, at this instant of the world. */
  catchUp(): void {
    for (const row of this.#newer.all(this.#position) as (EventRow & { position: number })[]) {
      this.#position = row.position;
      const noted = { ...decode(row), stream: row.stream };
      if (row.stream === 'system') this.#system(noted);
      else this.#fact(noted);
    }
  }

  clockSet(byMs: number, seen: boolean): void {
    this.#clockSet(byMs, seen);
    if (seen) this.#jumpMs = byMs;
  }

  bot(is: 'down' | 'up' | 'asleep' | 'awake'): void {
    this.catchUp();
    // It died before it looked: what it finds when it is back is less than what was set.
    if (is === 'down' && this.#jumpMs !== null) this.#clockSet(this.#jumpMs, false);
    if (is === 'down' || is === 'asleep') this.#upTime.hold(is);
    else this.#upTime.release(is === 'up' ? 'down' : 'asleep');
    this.#bot(is);
  }

  rests(): void {
    this.catchUp();
    this.#jumpMs = null;
    this.#rests();
  }
}
