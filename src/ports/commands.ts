import type { Instant } from '#src/base/time.ts';

/**
 * Child processes that outlive the bot. A command is started at most once: its run directory is made with O_EXCL, so
 * "exists" means "may have started". Output goes to files; nobody holds pipes.
 */
export interface Commands {
  /** The absolute path of an executable on GONOGO_PATH, or null. */
  find(name: string): Promise<string | null>;
  /** Starts it. Does nothing when its run directory exists already. Throws `command.failed` when it certainly did not start. */
  start(order: CommandOrder): Promise<void>;
  look(id: string): Promise<CommandLook>;
  /** Waits for the end. `onOutput` is told the tail, at most every 2 s and only when it changed. */
  follow(id: string, onOutput: (tail: string) => void): Promise<CommandEnd>;
  /**
   * Runs a command that only reads, and answers what it printed. Nothing of it reaches the disk: it is for output that may
   * be secret, and for the caller's eyes alone. Ends with the bot. Throws `command.failed` when it could not be started.
   */
  capture(order: Omit<CommandOrder, 'id'>): Promise<Captured>;
  /** Forgets the output of commands that ended before this instant; answers how many. */
  prune(before: Instant): Promise<number>;
  /** Asks the keeper to end it: TERM, 10 s, KILL, for the whole process group. Safe to repeat. */
  stop(id: string): Promise<void>;
}

export type CommandOrder = {
  /** The effect id; also the name of the run directory. */
  readonly id: string;
  /** argv[0] is an absolute path. No shell. */
  readonly argv: readonly string[];
  readonly cwd: string;
  /** The whole environment of the child. May hold `${{ secrets.NAME }}`; resolved by the adapter and nowhere earlier. */
  readonly env: { readonly [name: string]: string };
};

export type Captured =
  | { readonly how: 'exited'; readonly code: number | null; readonly signal: string | null; readonly stdout: string }
  /** It did not end in time, or printed more than anybody reads; it was killed. */
  | { readonly how: 'too-slow' }
  | { readonly how: 'too-much' };

export type CommandLook =
  | { readonly state: 'absent' }
  | { readonly state: 'running'; readonly tail: string }
  | { readonly state: 'ended'; readonly end: CommandEnd };

export type CommandEnd =
  | {
      readonly how: 'exited';
      /** null when a signal ended it; 127 also when it was not started at all, then `tail` says why. */
      readonly code: number | null;
      readonly signal: string | null;
      /** It was asked to stop. */
      readonly stopped: boolean;
      readonly startedAt: Instant;
      readonly endedAt: Instant;
      /** Whole, up to 64 KB, secrets masked. */
      readonly stdout: string;
      /** Last 4 KB of stdout and stderr, secrets masked. */
      readonly tail: string;
    }
  /** Its keeper died without a word: nobody knows how far it came. */
  | { readonly how: 'interrupted'; readonly tail: string };
