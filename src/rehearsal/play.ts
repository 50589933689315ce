import type { Instant } from '#src/base/time.ts';
import type { PersonCommand } from '#src/domain/commands.ts';
import type { Page } from '#src/domain/incident/state.ts';
import type { IncidentRun, Run } from '#src/domain/procedure/state.ts';
import type { Cast } from './cast.ts';
import type { LogBook } from './log-book.ts';
import type { Press } from './people.ts';
import type { Bad } from './ports.ts';
import type { Options } from './scene.ts';

/** What is played with. */
export type Props = {
  readonly options: Options;
  readonly cast: Cast;
  readonly book: LogBook;
  /** Keys of presses that were refused: nobody tries them again. */
  readonly refused: Set<string>;
};

export type Beginning = {
  readonly actor: PersonCommand['actor'];
  readonly executables: { readonly [name: string]: string };
  readonly people: Cast;
};

/** How one kind of run is played: how it begins, what people do next, and when it is over. */
export type Play = {
  readonly stream: string;
  /** Roles of whoever begins it. */
  readonly starters: readonly string[];
  begin(beginning: Beginning): PersonCommand;
  isOver(run: Run): boolean;
  /** What somebody does next; null: nobody has anything to do. */
  next(run: Run, now: Instant): Press | null;
  /** Why nobody waits for its end any longer, in a sentence; null: it may still come. */
  standsStill(run: Run, now: Instant): string | null;
  /** What is bad now; `run` null: it has not begun. */
  bad(run: Run | null, now: Instant): Bad | null;
  /** Does somebody answer the phone that rings for this page? */
  picksUp(run: IncidentRun, page: Page): boolean;
};
