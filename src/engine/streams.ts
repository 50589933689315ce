import { fold } from '#src/domain/fold.ts';
import type { State } from '#src/domain/state.ts';
import type { Store } from '#src/ports/store.ts';
import { decode, NO_HASH } from './codec.ts';

/** A stream as far as it has been decided, perhaps not yet committed. */
export type View = { readonly run: State | null; readonly version: number; readonly head: string };

/** Streams kept in memory; the least recently used is forgotten. A view is a cache, never the truth. */
const KEPT_MAX = 64;

/**
 * One queue a stream: commands are decided one after another on the newest state. The commit is awaited outside the
 * queue, so that decisions of one turn are gathered into one transaction.
 */
export class Streams {
  readonly #store: Store;
  readonly #cells = new Map<string, Cell>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Runs `work` alone on this stream, with its newest view. */
  async alone<T>(stream: string, work: (view: View, cell: Cell) => Promise<T>): Promise<T> {
    const cell = this.#cell(stream);
    const before = cell.turn;
    let free: () => void = () => undefined;
    cell.turn = new Promise(resolve => {
      free = resolve;
    });
    cell.users += 1;
    await before;
    try {
      const view = cell.view ?? (await this.#load(stream, cell));
      return await work(view, cell);
    } finally {
      cell.users -= 1;
      free();
    }
  }

  /** The state as committed or about to be. */
  async view(stream: string): Promise<View> {
    return this.alone(stream, async view => view);
  }

  async #load(stream: string, cell: Cell): Promise<View> {
    // What is still on its way to the disk belongs to the state that is read.
    await Promise.allSettled(cell.pending);
    const rows = await this.#store.readStream(stream);
    let run: State | null = null;
    for (const row of rows) {
      const fact = decode(row);
      run = fold(stream, run, fact);
    }
    cell.view = { run, version: rows.length, head: rows.at(-1)?.hash ?? NO_HASH };
    return cell.view;
  }

  #cell(stream: string): Cell {
    const known = this.#cells.get(stream);
    const cell = known ?? { view: null, turn: Promise.resolve(), pending: new Set(), users: 0 };
    this.#cells.delete(stream);
    this.#cells.set(stream, cell);
    if (this.#cells.size > KEPT_MAX) this.#forget();
    return cell;
  }

  #forget(): void {
    for (const [stream, cell] of this.#cells) {
      if (cell.users > 0 || cell.pending.size > 0) continue;
      this.#cells.delete(stream);
      return;
    }
  }
}

export type Cell = {
  view: View | null;
  turn: Promise<void>;
  readonly pending: Set<Promise<unknown>>;
  users: number;
};
