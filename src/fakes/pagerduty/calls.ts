import { appendFileSync } from 'node:fs';
import { createLog } from '../slack/calls.ts';
import type { FakeClock } from './options.ts';

/** One request as it arrived, in the form in which calls to vendors are recorded and checked everywhere. */
export type RecordedCall = {
  readonly vendor: 'pagerduty' | 'pagerduty-events';
  readonly run?: string;
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly headers: { readonly [name: string]: string };
  readonly body: unknown;
  /** Absent when the bot got no answer. */
  readonly status?: number;
  readonly response?: unknown;
};

export type CallLog = ReturnType<typeof createCallLog>;

type Options = {
  readonly clock: FakeClock;
  readonly keep: number;
  readonly recordTo: string | undefined;
  readonly run: string | undefined;
};

/** Remembers calls, and appends each to a file where one is given. */
export function createCallLog({ clock, keep, recordTo, run: firstRun }: Options) {
  const log = createLog<RecordedCall>(keep);
  let run = firstRun;
  return {
    log,
    /** The world the following calls belong to. */
    setRun(name: string | undefined) {
      run = name;
    },
    add(call: Omit<RecordedCall, 'run' | 'at'>) {
      const entry: RecordedCall = { ...(run !== undefined && { run }), at: clock.now(), ...call };
      log.add(entry);
      // Written at once: whoever reads the file after a crash of the bot must find the last call in it.
      if (recordTo !== undefined) appendFileSync(recordTo, `${JSON.stringify(entry)}\n`);
    },
  };
}
