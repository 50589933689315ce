import type { Instant } from '#src/base/time.ts';
import type { WorldCommand } from '#src/domain/commands.ts';
import type { Fact } from '#src/domain/fact.ts';
import type { Run } from '#src/domain/procedure/state.ts';
import type { State } from '#src/domain/state.ts';
import type { EffectRow, MessageRow, RunFilter, RunSummary } from './store.ts';

/** How one kind of effect is done. One file a kind in src/effects. */
export type EffectKind = {
  /**
   * After an answer was lost: `safe` is simply done again, `look-first` asks the world for the effect id before it is,
   * `never` is looked up and otherwise left to a person.
   */
  readonly repeat: 'safe' | 'look-first' | 'never';
  /** How long an unknown outcome rests before it is looked up: the longest the world may still be working on it. */
  readonly settleMs: number;
  /** Definite failures in a row before it is given up; of some kinds it goes by what is to be done. */
  readonly attemptsMax: number | ((row: EffectRow) => number);
  /** The longest wait between two attempts, in ms. Default 5 min. */
  readonly backoffMaxMs?: number;
  /** At least so long between two of one lane. Default 0. */
  readonly gapMs?: number;
  run(task: Task): Promise<Finish>;
  /** What became of an earlier attempt; `absent`: it certainly never happened. */
  lookUp?(task: Task): Promise<Finish | 'absent'>;
};

export type EffectKinds = { readonly [kind: string]: EffectKind };

/** One effect in hand, with the run as it is now. */
export type Task = {
  readonly row: EffectRow;
  /** Whose effect it is, as it is now. */
  readonly state: State;
  /** The same, where it is a run. */
  readonly run: Run;
  now(): Instant;
  message(name: string): Promise<MessageRow | null>;
  /** The first that wait in the lane of this one, in their order, at most `limit`. */
  waiting(limit: number): Promise<readonly EffectRow[]>;
  /** The effect of this kind that is in hand for a step. */
  inHand(kind: string): Promise<readonly EffectRow[]>;
  runs(filter: RunFilter): Promise<readonly RunSummary[]>;
  /** The run's row in lists: how long its timeline is on disk, and the hash of its last event. */
  summary(): Promise<RunSummary | null>;
  /** Tells another run something, once whatever the retries (`key`), and answers that run as it is then; null: there is none. */
  tellRun(stream: string, command: WorldCommand, key: string): Promise<Run | null>;
  /** The facts of this run's timeline so far, in their order. */
  timeline(): Promise<readonly Fact[]>;
  /** Tells the run something while the effect goes on (a command's output). */
  tell(command: WorldCommand): Promise<void>;
};

export type Finish =
  | {
      readonly end: 'done';
      /** What the run is told, in the same transaction that ends the effect. */
      readonly command?: WorldCommand;
      readonly messages?: readonly { readonly name: string; readonly channel: string; readonly ts: string }[];
      readonly blobs?: readonly { readonly hash: string; readonly bytes: Uint8Array }[];
      /** Effects this one has done along with its own (joined posts). */
      readonly cancel?: readonly string[];
    }
  /** Not now: a pace, or an answer that needs a second look. Does not count as a failure. */
  | { readonly end: 'later'; readonly dueAt: Instant };
