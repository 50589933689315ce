import type {
  AppendAnswer,
  Change,
  Claim,
  ClockJump,
  EffectState,
  RunFilter,
  Settlement,
  Store,
  TimerRow,
} from '#src/ports/store.ts';
import { assertWellFormed } from './admit.ts';
import { readBlob } from './blobs.ts';
import { claimEffects } from './claim-effects.ts';
import { clockJump, clockJumpTold, hasten, lastAt } from './clock-jump.ts';
import { nextNumber } from './counters.ts';
import { readCounts } from './counts.ts';
import { dueTimers } from './due-timers.ts';
import { Gathering, type Write } from './gather.ts';
import { readMessage } from './messages.ts';
import { readMeta, setMeta } from './meta.ts';
import { nextDue } from './next-due.ts';
import { postpone } from './postpone.ts';
import { PRUNED_MAX, pruneEffects, pruneRequests, pruneSweeps } from './prune.ts';
import { effectsOf, inFlight, readEffect, waitingIn } from './read-effects.ts';
import { readStream } from './read-stream.ts';
import { type RecoveryPlan, recoverEffects } from './recover-effects.ts';
import { readRequest } from './requests.ts';
import { readRun, readRuns } from './runs.ts';
import type { Db } from './schema.ts';
import { settleEffect } from './settle-effect.ts';
import { assertSaysWhen } from './settlement.ts';

type Parts = {
  readonly db: Db;
  readonly epoch: number;
  /** Releases what belongs to the database: connection and process lock. */
  readonly release: () => Promise<void>;
};

/**
 * The store over Kysely: every write goes through one gathering, every read waits for the transaction in hand (Kysely has
 * one connection and a mutex) and sees the last commit, never half of one. What is appended but not yet committed is not seen.
 */
export class SqlStore implements Store, AsyncDisposable {
  readonly epoch: number;
  readonly #db: Db;
  readonly #gathering: Gathering;
  readonly #release: () => Promise<void>;
  #closed: Promise<void> | undefined;

  constructor({ db, epoch, release }: Parts) {
    this.epoch = epoch;
    this.#db = db;
    this.#gathering = new Gathering(db);
    this.#release = release;
  }

  async append(change: Change): Promise<AppendAnswer> {
    assertWellFormed(change);
    return this.#gathering.append(change);
  }

  async settle(settlement: Settlement) {
    assertSaysWhen(settlement);
    return this.#gathering.write(tx => settleEffect(tx, settlement));
  }

  claimEffects(claim: Claim) {
    return this.#gathering.write(tx => claimEffects(tx, this.epoch, claim));
  }

  recoverEffects(plan: RecoveryPlan) {
    return this.#gathering.write(tx => recoverEffects(tx, this.epoch, plan));
  }

  nextNumber(name: string) {
    return this.#gathering.write(tx => nextNumber(tx, name));
  }

  setMeta(key: string, value: string) {
    return this.#gathering.write(tx => setMeta(tx, key, value));
  }

  async prune(now: number) {
    await this.#untilFew(tx => pruneEffects(tx, now));
    await this.#untilFew(tx => pruneSweeps(tx, now));
    await this.#untilFew(tx => pruneRequests(tx, now));
  }

  dueTimers(now: number, limit: number) {
    return this.#read(db => dueTimers(db, now, limit));
  }

  postpone(timer: TimerRow, to: number) {
    return this.#gathering.write(tx => postpone(tx, timer, to));
  }

  nextDue() {
    return this.#read(nextDue);
  }

  lastAt() {
    return this.#read(lastAt);
  }

  hasten(byMs: number, now: number) {
    return this.#gathering.write(tx => hasten(tx, byMs, now));
  }

  clockJump() {
    return this.#read(clockJump);
  }

  clockJumpTold(jump: ClockJump) {
    return this.#gathering.write(tx => clockJumpTold(tx, jump));
  }

  inFlight() {
    return this.#read(db => inFlight(db, this.epoch));
  }

  readStream(stream: string, afterSeq = 0) {
    return this.#read(db => readStream(db, stream, afterSeq));
  }

  readEffect(id: string) {
    return this.#read(db => readEffect(db, id));
  }

  effectsOf(stream: string, states: readonly EffectState[]) {
    return this.#read(db => effectsOf(db, stream, states));
  }

  waitingIn(lane: string, limit: number) {
    return this.#read(db => waitingIn(db, lane, limit));
  }

  readRequest(key: string) {
    return this.#read(db => readRequest(db, key));
  }

  runs(filter: RunFilter) {
    return this.#read(db => readRuns(db, filter));
  }

  run(stream: string) {
    return this.#read(db => readRun(db, stream));
  }

  message(stream: string, name: string) {
    return this.#read(db => readMessage(db, stream, name));
  }

  blob(hash: string) {
    return this.#read(db => readBlob(db, hash));
  }

  meta(key: string) {
    return this.#read(db => readMeta(db, key));
  }

  counts() {
    return this.#read(readCounts);
  }

  /** Writes what waits, then lets go of the database. A second call does nothing more. */
  close(): Promise<void> {
    this.#closed ??= this.#gathering.end().then(this.#release);
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #read<Answer>(statement: (db: Db) => Promise<Answer>): Promise<Answer> {
    this.#gathering.refuseWhenOver();
    return statement(this.#db);
  }

  async #untilFew(prune: Write<number>): Promise<void> {
    let pruned = PRUNED_MAX;
    while (pruned === PRUNED_MAX) pruned = await this.#gathering.write(prune);
  }
}
