import type { Instant } from '#src/base/time.ts';
import { DAY, MINUTE, sayDuration } from '#src/base/time.ts';
import type { Ask, PersonCommand } from '#src/domain/commands.ts';
import { allSteps, stateOf } from '#src/domain/procedure/sections.ts';
import type { DrillRun, ReleaseRun, Run } from '#src/domain/procedure/state.ts';
import { titleOf } from '#src/domain/procedure/titles.ts';
import { isOver } from '#src/domain/release/over.ts';
import type { DrillRunbook, ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import { effectKinds } from '#src/effects/index.ts';
import type { Engine } from '#src/engine/engine.ts';
import { createEngine } from '#src/engine/engine.ts';
import type { Log } from '#src/ports/log.ts';
import type { Store } from '#src/ports/store.ts';
import type { Cast } from './cast.ts';
import { actorOf, castOf, somebody } from './cast.ts';
import { noteFacts } from './facts.ts';
import { rehearsed } from './in-hand.ts';
import { LogBook } from './log-book.ts';
import type { Press } from './people.ts';
import { answerTo, waiting } from './people.ts';
import { recordingPorts, TYPED_VERSION } from './ports.ts';
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
  readonly run: ReleaseRun | DrillRun;
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
export async function rehearse(
  runbook: ReleaseRunbook | DrillRunbook,
  options: Options,
  openStore: OpenStore,
): Promise<Rehearsal> {
  await using store = await openStore();
  const stage = new Stage(runbook, options, store);
  // Awaited here: the store is closed when this function returns.
  return await stage.play();
}

class Stage {
  readonly #runbook: ReleaseRunbook | DrillRunbook;
  readonly #options: Options;
  readonly #cast: Cast;
  readonly #book: LogBook;
  readonly #engine: Engine;
  readonly #stream: string;
  readonly #asked: Asked[] = [];
  /** When each open question was asked. */
  readonly #open = new Map<string, Instant>();
  readonly #refused = new Set<string>();
  #now: Instant;
  #run!: ReleaseRun | DrillRun;

  constructor(runbook: ReleaseRunbook | DrillRunbook, options: Options, store: Store) {
    this.#runbook = runbook;
    this.#options = options;
    this.#now = options.now;
    this.#cast = castOf(runbook.product);
    this.#stream = runbook.kind === 'release' ? 'release:REL-1' : 'drill:DRILL-1';
    const now = () => this.#now;
    this.#book = new LogBook(now);
    const book = this.#book;
    const ports = recordingPorts({ book, now, bad: () => this.#bad() });
    this.#engine = createEngine({
      store,
      clock: { now },
      kinds: rehearsed(effectKinds(ports), options.scene),
      log: logInto(this.#book),
      fatal: cause => {
        throw cause;
      },
      onFacts({ run, facts }) {
        // Alerts judge all the time, without a run.
        if (run.kind !== 'alerts') noteFacts(book, run, facts, options.scene);
      },
    });
  }

  async play(): Promise<Rehearsal> {
    await this.#begin();
    for (let turns = 0; turns < TURNS_MAX; turns += 1) {
      const due = await this.#settle();
      if (isOver(this.#run)) return this.#end();
      const press = this.#next();
      const at = press === null ? null : this.#answerAt(press);
      const next = Math.min(due ?? Number.POSITIVE_INFINITY, at ?? Number.POSITIVE_INFINITY);
      if (next === Number.POSITIVE_INFINITY || next - this.#now > STILL_MAX_MS) return this.#stuck(due);
      this.#now = Math.max(this.#now, next);
      if (press !== null && at !== null && at <= this.#now) await this.#press(press);
    }
    this.#book.problem('It goes round in circles and never ends.');
    return this.#end();
  }

  async #begin(): Promise<void> {
    const { product } = this.#runbook;
    const starters = this.#starters();
    const user = somebody(this.#cast, starters);
    if (user === null) this.#book.problem(`Nobody may start it: ${starters.join(', ') || 'no role is named'}.`);
    const shared = {
      actor: actorOf(this.#cast, user ?? 'nobody'),
      executables: Object.fromEntries(Object.keys(product.executables).map(name => [name, name])),
      people: this.#cast,
      channel: '#releases',
    };
    const { inputs, T } = this.#options;
    const command: PersonCommand =
      this.#runbook.kind === 'drill'
        ? { ...shared, type: 'start-drill', id: 'DRILL-1', runbook: this.#runbook }
        : { ...shared, type: 'start', id: 'REL-1', runbook: this.#runbook, inputs, T, version: this.#version() };
    const handled = await this.#engine.handle(this.#stream, command);
    if (handled.kind === 'done' && handled.run) this.#run = handled.run as ReleaseRun | DrillRun;
    else throw new NotRehearsed(handled.kind === 'refused' ? handled.refusal.text : handled.kind);
  }

  #starters(): readonly string[] {
    if (this.#runbook.kind === 'drill') return this.#runbook.roles;
    const row = this.#runbook.product.raci['start'];
    return row ? [...row.responsible, ...row.accountable] : (this.#runbook.phases[0]?.roles ?? []);
  }

  #version(): string | null {
    return this.#runbook.kind === 'release' && this.#runbook.type.bump === 'ask' ? TYPED_VERSION : null;
  }

  /** Everything that is due now happens; answers when something is due again. */
  async #settle(): Promise<Instant | null> {
    await this.#engine.idle();
    this.#run = (await this.#engine.run(this.#stream)) as ReleaseRun | DrillRun;
    return this.#engine.tick();
  }

  /** What somebody does next: the way back where the scene wants it, an answer, a way out of a standstill. */
  #next(): Press | null {
    const run = this.#run;
    const { scene } = this.#options;
    if (run.kind === 'release' && scene.rollBackAt !== null && !run.rollback && hasBegun(run, scene.rollBackAt))
      return this.#turnRound('It was to be rehearsed');
    const standing = run.kind === 'release' && run.status === 'paused' ? run.pause?.says : stuckStep(run);
    if (standing) return this.#turnRound(standing);
    for (const step of waiting(run)) {
      const press = answerTo(run, step, this.#cast, scene.fail);
      if (press === null || this.#refused.has(press.key)) continue;
      if (press.user !== null) return press;
      const roles = press.roles.join(', ') || 'nobody';
      this.#book.problem(`“${titleOf(run, step)}” waits for ${roles}, and nobody is left who may answer.`);
    }
    return null;
  }

  /** Back where there is a way back, else an end. */
  #turnRound(reason: string): Press | null {
    const run = this.#run;
    const roles = run.kind === 'drill' ? run.runbook.roles : leaders(run);
    const back =
      run.kind === 'release' && run.rollback === null && run.runbook.rollback !== null && run.touchedProduction;
    const ask: Ask = back ? { type: 'rollback', reason } : { type: 'abort', reason };
    const key = `${ask.type} ${run.kind === 'release' && run.rollback !== null}`;
    if (this.#refused.has(key)) return null;
    if (run.kind === 'release' && run.rollback !== null)
      this.#book.problem(`The way back itself stands still: ${reason}`);
    const user = somebody(this.#cast, roles) ?? run.initiator;
    return { key, ask, roles, user, says: back ? 'rolls back' : 'aborts' };
  }

  #answerAt(press: Press): Instant {
    const since = this.#open.get(press.key);
    if (since !== undefined) return since + ANSWER_MS;
    this.#open.set(press.key, this.#now);
    this.#book.add('asked', press.roles.length > 0 ? press.roles.join(' or ') : String(press.user));
    return this.#now + ANSWER_MS;
  }

  async #press({ key, ask, roles, user, says }: Press): Promise<void> {
    if (user === null) return;
    this.#book.add('does', `${user} ${says}`);
    this.#asked.push({ roles, user, waitedMs: this.#now - (this.#open.get(key) ?? this.#now) });
    this.#open.delete(key);
    const command = { ...ask, actor: actorOf(this.#cast, user) } as PersonCommand;
    const handled = await this.#engine.handle(this.#stream, command);
    if (handled.kind !== 'refused') return;
    this.#refused.add(key);
    this.#book.problem(`${user} (${roles.join(', ')}) may not answer: ${handled.refusal.text}`);
  }

  /** Nobody can press anything and nothing is due: what a team would find out at night. */
  #stuck(due: Instant | null): Rehearsal {
    const steps = waiting(this.#run).map(step => `“${titleOf(this.#run, step)}”`);
    const what = steps.length === 0 ? '' : ` It waits at ${steps.join(', ')}.`;
    const when = due === null ? 'Nothing goes on any more.' : `Nothing happens for ${sayDuration(due - this.#now)}.`;
    this.#book.problem(`${when}${what}${whyHeld(this.#run)}`);
    return this.#end();
  }

  #end(): Rehearsal {
    const run = this.#run;
    for (const trouble of run.troubles) this.#book.problem(`Trouble: ${trouble}`);
    if (isWell(this.#options.scene) && !WELL.has(run.status))
      this.#book.problem(`Nothing was made to fail, and it ended as ${run.status} all the same.`);
    const unreached = allSteps(run)
      .filter(step => stateOf(run, step.id).attempt === 0 && stateOf(run, step.id).status === 'pending')
      .map(step => step.id);
    return { run, options: this.#options, book: this.#book, endedAt: this.#now, asked: this.#asked, unreached };
  }

  #bad() {
    const { fail, metric } = this.#options.scene;
    if (metric !== null) {
      // The old version has good figures: the way back is rehearsed to its end.
      if (this.#run?.kind === 'release' && this.#run.rollback !== null) return null;
      const from = metric.from === null ? this.#options.now : this.#run && beganAt(this.#run, metric.from);
      if (from == null || this.#now < from + metric.afterMs) return null;
      return { metric: metric.name, watch: null, value: metric.value };
    }
    return fail === null ? null : { metric: null, watch: fail, value: null };
  }
}

/** How a run ends when nothing went wrong. */
const WELL: ReadonlySet<string> = new Set(['completed', 'passed']);

/** The run could not even be started. */
export class NotRehearsed extends Error {}

function leaders(run: ReleaseRun): readonly string[] {
  const row = run.runbook.product.raci[run.runbook.rollback?.activity ?? 'rollback'];
  const phase = run.runbook.phases.find(one => run.phases[one.id]?.status === 'running') ?? run.runbook.phases[0];
  return row ? [...row.responsible, ...row.accountable] : (phase?.roles ?? []);
}

function beganAt(run: Run, id: string): Instant | null {
  return run.phases[id]?.startedAt ?? run.steps[id]?.startedAt ?? null;
}

function hasBegun(run: ReleaseRun, id: string): boolean {
  return beganAt(run, id) !== null;
}

/** A step of a drill that failed and holds it back; empty: none. */
function stuckStep(run: ReleaseRun | DrillRun): string {
  if (run.kind !== 'drill' || run.status !== 'running') return '';
  const step = allSteps(run).find(one => {
    const { status } = stateOf(run, one.id);
    return status === 'interrupted' || (status === 'failed' && one.onFailure !== 'continue');
  });
  return step === undefined ? '' : `“${titleOf(run, step)}” ${stateOf(run, step.id).says}`;
}

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
