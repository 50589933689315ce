import { iso } from '#src/base/time.ts';
import type { Clock } from '../clock.ts';

/** One start of a stand-in. `ended` is null while it runs, `exit` null when it was stopped before its end. */
export type Invocation = {
  readonly nth: number;
  readonly command: string;
  readonly startedAt: string;
  readonly ended: { readonly at: string; readonly exit: number | null } | null;
};

/** Every stand-in ever started, so that anybody can see that nothing ran twice. */
export type Journal = {
  /** Answers the number to end it by. */
  begin(name: string, argv: readonly string[]): number;
  /** The first end counts. Answers whether this was it. */
  end(nth: number, exit: number | null): boolean;
  list(): readonly Invocation[];
};

export function createJournal(clock: Clock): Journal {
  const invocations: Invocation[] = [];
  return {
    begin(name, argv) {
      const nth = invocations.length + 1;
      invocations.push({ nth, command: [name, ...argv].join(' '), startedAt: iso(clock.now()), ended: null });
      return nth;
    },
    end(nth, exit) {
      const begun = invocations[nth - 1];
      if (!begun || begun.ended !== null) return false;
      invocations[nth - 1] = { ...begun, ended: { at: iso(clock.now()), exit } };
      return true;
    },
    list: () => invocations,
  };
}
