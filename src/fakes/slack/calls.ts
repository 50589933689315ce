import { appendFileSync } from 'node:fs';
import type { Json } from '#src/base/json.ts';
import type { FakeClock } from './options.ts';

/** One request as it arrived, in the form in which calls to vendors are recorded and checked everywhere. */
export type RecordedCall = {
  readonly vendor: 'slack';
  readonly run?: string;
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly headers: { readonly [name: string]: string };
  readonly body: unknown;
  /** Absent when the bot got no answer. */
  readonly status?: number;
  readonly response?: Json;
  readonly as?: 'response_url' | 'upload' | 'file';
};

/** Keeps the newest entries and forgets the oldest. */
export function createLog<Entry>(keep: number) {
  let entries: Entry[] = [];
  return {
    get entries(): readonly Entry[] {
      return entries;
    },
    add(entry: Entry) {
      entries.push(entry);
      // Cut in one go at twice the size: shifting one by one would cost more than all the rest of a call.
      if (entries.length > 2 * keep) entries = entries.slice(-keep);
    },
    clear() {
      entries = [];
    },
  };
}

export type CallLog = ReturnType<typeof createCallLog>;

/** Remembers calls, and appends each to a file where one is given. */
export function createCallLog(options: {
  clock: FakeClock;
  keep: number;
  recordTo: string | undefined;
  run: string | undefined;
}) {
  const log = createLog<RecordedCall>(options.keep);
  let run = options.run;
  return {
    log,
    /** The world the following calls belong to. */
    setRun(name: string | undefined) {
      run = name;
    },
    add(call: Omit<RecordedCall, 'vendor' | 'run' | 'at'>) {
      const entry: RecordedCall = {
        vendor: 'slack',
        ...(run === undefined ? {} : { run }),
        at: options.clock.now(),
        ...call,
      };
      log.add(entry);
      // Written at once: whoever reads the file after a crash of the bot must find the last call in it.
      if (options.recordTo !== undefined) appendFileSync(options.recordTo, `${JSON.stringify(entry)}\n`);
    },
  };
}

const MASKED = new Set(['authorization', 'cookie', 'x-slack-signature']);

/** Headers in lower case, secrets masked. */
export function recordableHeaders(headers: NodeJS.Dict<string | string[]>): { [name: string]: string } {
  const entries = Object.entries(headers).map(([name, value]) => [name, MASKED.has(name) ? '***' : String(value)]);
  return Object.fromEntries(entries);
}
