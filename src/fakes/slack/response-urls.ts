import { MINUTE } from '#src/base/time.ts';
import type { FakeClock } from './options.ts';

export const RESPONSE_USES_MAX = 5;
export const RESPONSE_LIFE_MS = 30 * MINUTE;

/** Oldest ones are forgotten beyond this many, so that a long benchmark does not fill the memory. */
const REMEMBERED_MAX = 10_000;

/** Where an answer through a response_url goes, and what `replace_original` means there. */
export type AnswerTarget = {
  readonly channel: string;
  readonly user: string;
  readonly thread_ts?: string;
  /** The message whose button was pressed. */
  readonly message?: string;
  /** The ephemeral whose button was pressed. */
  readonly ephemeral?: string;
};

export type AnswerPass = AnswerTarget & { readonly issuedAt: number; uses: number };

export type Answers = ReturnType<typeof createAnswers>;

/** The response_urls that were given out. */
export function createAnswers(parts: {
  clock: FakeClock;
  newId: (kind: string) => string;
  origin: () => string;
  team: string;
}) {
  const passes = new Map<string, AnswerPass>();
  return {
    issue(target: AnswerTarget): string {
      const id = parts.newId('R');
      passes.set(id, { ...target, issuedAt: parts.clock.now(), uses: 0 });
      const [oldest] = passes.keys();
      if (passes.size > REMEMBERED_MAX && oldest !== undefined) passes.delete(oldest);
      return `${parts.origin()}/response/${parts.team}/${id}`;
    },
    get: (id: string) => passes.get(id),
  };
}
