import type { Instant } from '#src/base/time.ts';
import { DAY, MINUTE, sayDuration } from '#src/base/time.ts';
import { BOT } from '#src/domain/actor.ts';
import type { Command } from '#src/domain/commands.ts';
import { allSteps, stateOf } from '#src/domain/procedure/sections.ts';
import type { Run } from '#src/domain/procedure/state.ts';
import { titleOf } from '#src/domain/procedure/titles.ts';
import type { Runbook } from '#src/domain/runbook/model/runbook.ts';
import { asRun } from '#src/domain/state.ts';
import { effectKinds } from '#src/effects/index.ts';
import type { Engine } from '#src/engine/engine.ts';
import { createEngine } from '#src/engine/engine.ts';
import type { Log } from '#src/ports/log.ts';
import type { Store } from '#src/ports/store.ts';
import type { Cast } from './cast.ts';
import { actorOf, castOf, somebody } from './cast.ts';
import { noteFacts } from './facts.ts';
import { rehearsed } from './in-hand.ts';
import { incidentPlay } from './incident-play.ts';
import { LogBook } from './log-book.ts';
import type { Press } from './people.ts';
import { waiting } from './people.ts';
import type { Play } from './play.ts';
import { recordingPorts } from './ports.ts';
import { procedurePlay } from './procedure-play.ts';
import type { Options } from './scene.ts';
import { isWell } from './scene.ts';

/** Whoever is asked answers after so long. */
const ANSWER_MS = MINUTE;
/** A run that does nothing for so long waits for a moment that does not come. */
const STILL_MAX_MS = 30 * DAY;
/** Turns before it is said that a run goes round in circles: a day of sweeps every 15 s, twice. */
const TURNS_MAX = 12_000;

export type Asked = { readonly roles: readonly string[]; readonly user: string; readonly waitedMs: number };

export type Rehearsal = {
  readonly run: Run;
  readonly options: Options;
  readonly book: LogBook;
  readonly endedAt: Instant;
  readonly asked: readonly Asked[];
  /** Ids of steps that never began, and were neither off nor passed over. */
  readonly unreached: readonly string[];
};

/** Where it is remembered: in memory, and nowhere else. */
export type OpenStore = () => Promise<Store & AsyncDisposable>;

/**
 * Runs a runbook from its start to its end in virtual time: the real engine, the real decisions, ports that only write
 * down. People answer a minute after they are asked, as far as their roles have people.
 */
export async function rehearse(runbook: Runbook, options: Options, openStore: OpenStore): Promise<Rehearsal> {
  await using store = await openStore();
  const stage = new Stage(runbook, options, store);
  // Awaited here: the store is closed when this function returns.
  return await stage.play();
}

class Stage {
  readonly #runbook: Runbook;
  readonly #options: Options;
  readonly #cast: Cast;
  readonly #book: LogBook;
  readonly #engine: Engine;
  readonly #play: Play;
  readonly #asked: Asked[] = [];
  /** When each open question was asked. */
  readonly #open = new Map<string, Instant>();
  readonly #refused = new Set<string>();
  #now: Instant;
  #run: Run | null = null;

  constructor(runbook: Runbook, options: Options, store: Store) {
    this.#runbook = runbook;
    this.#options = options;
    this.#now = options.now;
    this.#cast = castOf(runbook.product);
    const now = () => this.#now;
    this.#book = new LogBook(now);
    const book = this.#book;
    const with_ = { options, cast: this.#cast, book, refused: this.#refused };
    this.#play = runbook.kind === 'incident' ? incidentPlay(runbook, with_) : procedurePlay(runbook, with_);
    const play = this.#play;
    const ports = recordingPorts({
      book,
      now,
      bad: () => play.bad(this.#run, this.#now),
      pagerIsDown: options.scene.story === 'pager-down',
      picksUp: page => this.#run?.kind === 'incident' && play.picksUp(this.#run, page),
    });
    this.#engine = createEngine({
      store,
      clock: { now },
      kinds: rehearsed(effectKinds(ports), options.scene, book),
      log: logInto(book),
      fatal: cause => {
        throw cause;
      },
      onFacts({ run, facts }) {
        const rehearsed = asRun(run);
        if (rehearsed !== null) noteFacts(book, rehearsed, facts, options.scene);
      },
    });
  }

  async play(): Promise<Rehearsal> {
    let run = await this.#begin();
    for (let turns = 0; turns < TURNS_MAX; turns += 1) {
      const due = await this.#settle();
      run = await this.#look();
      if (this.#play.isOver(run)) return this.#end(run);
      const still = this.#play.standsStill(run, this.#now);
      if (still !== null) {
        this.#book.problem(still);
        return this.#end(run);
      }
      const press = this.#play.next(run, this.#now);
      const at = press === null ? null : this.#answerAt(press);
      const next = Math.min(due ?? Number.POSITIVE_INFINITY, at ?? Number.POSITIVE_INFINITY);
      if (next === Number.POSITIVE_INFINITY || next - this.#now > STILL_MAX_MS) return this.#stuck(run, due);
      this.#now = Math.max(this.#now, next);
      if (press !== null && at !== null && at <= this.#now) await this.#press(press);
    }
    this.#book.problem('It goes round in circles and never ends.');
    return this.#end(run);
  }

  async #begin(): Promise<Run> {
    const { product } = this.#runbook;
    const starters = this.#play.starters;
    const user = somebody(this.#cast, starters);
    if (user === null) this.#book.problem(`Nobody may start it: ${starters.join(', ') || 'no role is named'}.`);
    const command = this.#play.begin({
      actor: actorOf(this.#cast, user ?? 'nobody'),
      executables: Object.fromEntries(Object.keys(product.executables).map(name => [name, name])),
      people: this.#cast,
    });
    const handled = await this.#engine.handle(this.#play.stream, command);
    if (handled.kind === 'done' && handled.run) return this.#look();
    throw new NotRehearsed(handled.kind === 'refused' ? handled.refusal.text : handled.kind);
  }

  async #look(): Promise<Run> {
    this.#run = (await this.#engine.run(this.#play.stream)) as Run;
    return this.#run;
  }

  /** Everything that is due now happens; answers when something is due again. */
  async #settle(): Promise<Instant | null> {
    await this.#engine.idle();
    return this.#engine.tick();
  }

  #answerAt(press: Press): Instant {
    const since = this.#open.get(press.key);
    if (since !== undefined) return Math.max(since + ANSWER_MS, press.notBefore ?? 0);
    this.#open.set(press.key, this.#now);
    if (press.roles.length > 0) this.#book.add('asked', press.roles.join(' or '));
    return Math.max(this.#now + ANSWER_MS, press.notBefore ?? 0);
  }

  async #press({ key, ask, roles, user, says }: Press): Promise<void> {
    if (user === null) return;
    this.#book.add('does', `${user} ${says}`);
    const waitedMs = this.#now - (this.#open.get(key) ?? this.#now);
    if (roles.length > 0) this.#asked.push({ roles, user, waitedMs });
    this.#open.delete(key);
    const actor = ask.type === 'linked' ? BOT : actorOf(this.#cast, user);
    const handled = await this.#engine.handle(this.#play.stream, { ...ask, actor } as Command);
    if (handled.kind !== 'refused' || handled.refusal.code === 'resolve.refused') return;
    this.#refused.add(key);
    this.#book.problem(`${user} (${roles.join(', ')}) may not answer: ${handled.refusal.text}`);
  }

  /** Nobody can press anything and nothing is due: what a team would find out at night. */
  #stuck(run: Run, due: Instant | null): Rehearsal {
    const steps = waiting(run).map(step => `“${titleOf(run, step)}”`);
    const what = steps.length === 0 ? '' : ` It waits at ${steps.join(', ')}.`;
    const when = due === null ? 'Nothing goes on any more.' : `Nothing happens for ${sayDuration(due - this.#now)}.`;
    this.#book.problem(`${when}${what}${whyHeld(run)}`);
    return this.#end(run);
  }

  #end(run: Run): Rehearsal {
    for (const trouble of run.troubles) this.#book.problem(`Trouble: ${trouble}`);
    if (isWell(this.#options.scene) && !WELL.has(run.status))
      this.#book.problem(`Nothing was made to fail, and it ended as ${run.status} all the same.`);
    const unreached = allSteps(run)
      .filter(step => stateOf(run, step.id).attempt === 0 && stateOf(run, step.id).status === 'pending')
      .map(step => step.id);
    return { run, options: this.#options, book: this.#book, endedAt: this.#now, asked: this.#asked, unreached };
  }
}

/** How a run ends when nothing went wrong. */
const WELL: ReadonlySet<string> = new Set(['completed', 'passed', 'resolved']);

/** The run could not even be started. */
export class NotRehearsed extends Error {}

/** What a go/no-go lacks. */
function whyHeld(run: Run): string {
  const reasons = Object.values(run.steps).flatMap(({ gate, status }) =>
    status === 'waiting' && gate !== null ? gate.facts.filter(one => one.outcome !== 'holds') : [],
  );
  return reasons.map(one => ` ${one.fact}: ${one.says}.`).join('');
}

/** What the operator would read: a warning is no problem of the runbook, a defect is. */
function logInto(book: LogBook): Log {
  const quiet = () => undefined;
  return {
    debug: quiet,
    info: quiet,
    warn: quiet,
    error: (fields, message) => book.problem(`${message}: ${said(fields)}`),
  };
}

function said(fields: object): string {
  const { err } = fields as { readonly err?: unknown };
  return err instanceof Error ? err.message : '';
}
