import { createRequire } from 'node:module';
import { oneByOne } from '#src/base/one-by-one.ts';
import type { Instant } from '#src/base/time.ts';
import type { Registry } from '#src/chat/desk.ts';
import { dispatch } from '#src/chat/dispatch.ts';
import type { Incoming } from '#src/chat/incoming.ts';
import type { Reply } from '#src/chat/reply.ts';
import { SILENT_AFTER_MS } from '#src/domain/alerts/quiet.ts';
import { fact } from '#src/domain/fact.ts';
import type { EffectPorts } from '#src/effects/index.ts';
import { effectKinds } from '#src/effects/index.ts';
import type { Engine, EngineParts } from '#src/engine/engine.ts';
import { createEngine } from '#src/engine/engine.ts';
import { recordSystem } from '#src/engine/system.ts';
import type { AlertsRefused } from '#src/ports/alert-sender.ts';
import type { CalendarEntry } from '#src/ports/calendar.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { Log } from '#src/ports/log.ts';
import type { PageNews } from '#src/ports/pager.ts';
import type { Rehearsals } from '#src/ports/rehearsals.ts';
import type { Store } from '#src/ports/store.ts';
import type { Loaded } from '#src/runbook/load.ts';
import { defineAlerts } from './bot/alerts.ts';
import type { AlertsTold } from './bot/alerts-told.ts';
import { alertsTold } from './bot/alerts-told.ts';
import { calendarEntries } from './bot/calendar-entries.ts';
import { tellFreezes } from './bot/calendars.ts';
import { createDesk } from './bot/desk.ts';
import { createHousekeeping } from './bot/housekeeping.ts';
import { createLiveLint } from './bot/lint-live.ts';
import { runLoop } from './bot/loop.ts';
import { pageNews } from './bot/page-news.ts';
import { defineProducts } from './bot/products.ts';
import { createRehearsing } from './bot/rehearse.ts';
import { createRoles } from './bot/roles.ts';
import { createRunbooks } from './bot/runbooks.ts';
import { stuckTeller } from './bot/stuck.ts';

export type BotParts = Omit<EffectPorts, 'people' | 'lookUp'> & {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly loaded: Loaded;
  readonly registry: Registry;
  readonly defaultProduct: string | null;
  readonly rehearsals: Rehearsals;
  /** How long the output of commands is kept. Default 90 days. */
  readonly keepCommandsMs?: number;
  /** How long the pager's provider is given before somebody looks whether a page rings. */
  readonly settlePagerMs: number;
  /** How long a sender of alerts may say nothing about what it said fires. Default 5 h. */
  readonly alertSilenceMs?: number;
  /** A store that failed: the process must stop and read again. */
  readonly fatal: (cause: unknown) => void;
  readonly count?: EngineParts['count'];
  readonly late?: EngineParts['late'];
  readonly onFacts?: EngineParts['onFacts'];
};

type StartOptions = { readonly loop?: boolean; readonly woundClock?: boolean };

export type Bot = {
  readonly engine: Engine;
  dispatch(incoming: Incoming): Promise<Reply>;
  /** What stands in the calendar feed, of one product or of all; null: there is no such product. */
  calendar(product: string | null): Promise<readonly CalendarEntry[] | null>;
  /** Something the pager's provider told by itself; resolves when it is on disk. */
  pageNews(news: PageNews): Promise<void>;
  /** What Alertmanager or Grafana told, already verified; resolves when it is on disk, or with why not all of it is. */
  alertsTold(told: AlertsTold): Promise<AlertsRefused | null>;
  /**
   * Recovers what an earlier start left in hand. With `loop` (default) it then looks for due work by itself until stopped.
   * A clock that is wound by hand (default: it is not) jumps without a record of it.
   */
  start(options?: StartOptions): Promise<void>;
  /** Recovery is over and nothing failed since. */
  readonly ready: boolean;
  /** Takes nothing new, waits for what is in hand (commands go on without us) and closes nothing it was given. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** The bot without its edges: store, clock and vendors are handed in, so tests and the practice workspace run the same one. */
export function createBot(parts: BotParts): Bot {
  const { store, clock, log } = parts;
  const runbooks = createRunbooks(parts.loaded, parts.defaultProduct);
  const { chat, pager, commands, settlePagerMs, rehearsals, alertSilenceMs: silentAfterMs = SILENT_AFTER_MS } = parts;
  const roles = createRoles({ chat, pager, clock, log });
  const alone = oneByOne();
  const engine = createEngine({
    ...parts,
    stuck: stuckTeller({ store, chat, loaded: parts.loaded, log }),
    kinds: effectKinds({ ...parts, people: roles.people, lookUp: roles.lookUp }, alone),
  });
  const rehearse = createRehearsing({ rehearsals, chat, log });
  const lintLive = createLiveLint({ ...parts, chat });
  const desk = { engine, store, clock, commands, roles, runbooks, chat, alone, settlePagerMs, rehearse, lintLive };
  let stopLoop: () => Promise<void> = async () => undefined;
  let ready = false;

  async function start({ loop = true, woundClock = false }: StartOptions = {}): Promise<void> {
    const orphans = await engine.recover();
    await defineProducts({ engine, store, loaded: parts.loaded });
    await tellFreezes(engine, store, { says: 'The freezes changed.', by: null });
    await recordSystem(store, started(store), clock.now());
    await defineAlerts({ engine, store, loaded: parts.loaded, settleMs: settlePagerMs, silentAfterMs });
    log.info({ epoch: store.epoch, orphans }, 'bot started');
    ready = true;
    if (loop)
      stopLoop = runLoop(
        engine,
        clock,
        log,
        woundClock ? () => undefined : jumped,
        createHousekeeping(parts),
        parts.fatal,
      );
  }

  function jumped(byMs: number, at: Instant): void {
    void recordSystem(store, fact('clock.jumped', { byMs: Math.round(byMs) }), at).catch(parts.fatal);
  }

  async function stop(): Promise<void> {
    ready = false;
    await stopLoop();
    await engine.drain();
  }

  return {
    engine,
    calendar: product => calendarEntries({ store, runbooks, now: clock.now() }, product),
    pageNews: news => pageNews(engine, news),
    alertsTold: told => alertsTold({ engine, loaded: parts.loaded, defaultProduct: parts.defaultProduct, log }, told),
    dispatch: incoming => dispatch(parts.registry, incoming, createDesk(desk, incoming)),
    start,
    get ready() {
      return ready;
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

function started(store: Store) {
  const { version } = createRequire(import.meta.url)('../package.json') as { version: string };
  return fact('bot.started', {
    version,
    epoch: store.epoch,
    node: process.versions.node,
    tzdata: process.versions['tz'] ?? 'unknown',
  });
}
