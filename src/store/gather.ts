import { setImmediate } from 'node:timers';
import { GonogoError } from '#src/errors.ts';
import type { AppendAnswer, Change } from '#src/ports/store.ts';
import { appendAll } from './append.ts';
import type { Db } from './schema.ts';

/** Changes, and other writes, in one transaction: enough to share an fsync, few enough to keep the loop moving. */
const GATHERED_MAX = 64;

/** A statement that changes something and runs inside the transaction of a gathering. */
export type Write<Answer> = (tx: Db) => Promise<Answer>;

type Waiting<Item, Answer> = {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (failure: GonogoError) => void;
};

/**
 * Gathers what one turn of the event loop wants to write into one transaction, changes first, and answers each after the
 * commit. The fsync blocks the loop; shared by all who wait it costs a command almost nothing.
 *
 * Fails for good: when a transaction fails nobody knows what of it is on disk (after a failed fsync the rows may appear at
 * the next start), so everyone who waits is rejected and nothing is taken any more.
 */
export class Gathering {
  readonly #db: Db;
  readonly #changes: Waiting<Change, AppendAnswer>[] = [];
  readonly #writes: Waiting<Write<unknown>, unknown>[] = [];
  #running: Promise<void> | undefined;
  #refusal: GonogoError | undefined;

  constructor(db: Db) {
    this.#db = db;
  }

  append(change: Change): Promise<AppendAnswer> {
    return new Promise((resolve, reject) => {
      this.refuseWhenOver();
      this.#changes.push({ item: change, resolve, reject });
      this.#start();
    });
  }

  write<Answer>(work: Write<Answer>): Promise<Answer> {
    return new Promise<unknown>((resolve, reject) => {
      this.refuseWhenOver();
      this.#writes.push({ item: work, resolve, reject });
      this.#start();
    }) as Promise<Answer>;
  }

  /** Throws `store.failed` after a failed commit and after `end`. */
  refuseWhenOver(): void {
    if (this.#refusal) throw this.#refusal;
  }

  /** Takes nothing more and resolves when what waits is written. */
  async end(): Promise<void> {
    this.#refusal ??= new GonogoError('store.failed', 'The store is closed.');
    await this.#running;
  }

  #start(): void {
    this.#running ??= this.#run();
  }

  async #run(): Promise<void> {
    while (this.#changes.length + this.#writes.length > 0) {
      await new Promise(resolve => setImmediate(resolve));
      await this.#commit(this.#changes.splice(0, GATHERED_MAX), this.#writes.splice(0, GATHERED_MAX));
    }
    this.#running = undefined;
  }

  async #commit(
    changes: readonly Waiting<Change, AppendAnswer>[],
    writes: readonly Waiting<Write<unknown>, unknown>[],
  ): Promise<void> {
    try {
      const answers = await this.#db.transaction().execute(async tx => {
        const toChanges = await appendAll(
          tx,
          changes.map(waiting => waiting.item),
        );
        const toWrites: unknown[] = [];
        for (const { item } of writes) toWrites.push(await item(tx));
        return { toChanges, toWrites };
      });
      for (const [index, { resolve }] of changes.entries()) resolve(answers.toChanges[index] as AppendAnswer);
      for (const [index, { resolve }] of writes.entries()) resolve(answers.toWrites[index]);
    } catch (cause) {
      this.#fail(cause, [...changes, ...writes]);
    }
  }

  #fail(cause: unknown, waiting: readonly { readonly reject: (failure: GonogoError) => void }[]): void {
    const failure = storeFailed(cause);
    this.#refusal = failure;
    for (const { reject } of [...waiting, ...this.#changes.splice(0), ...this.#writes.splice(0)]) reject(failure);
  }
}

function storeFailed(cause: unknown): GonogoError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new GonogoError(
    'store.failed',
    `The database did not take a transaction (${reason}). Nothing of it was acknowledged, but some of it may be on disk: stop, see to the disk, and start again.`,
    { cause },
  );
}
