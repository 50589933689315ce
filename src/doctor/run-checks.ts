import { type Finding, failed, problem, type Seen } from './finding.ts';

/** Longer than any single question may take, so that its own, better sentence comes first. */
export const CHECK_MAX_MS = 30_000;
/** Questions to one vendor at a time: quick for a hundred people, and below every limit. */
const AT_ONCE_MAX = 6;

export type Check = {
  /** What it looks at: the heading of its findings. */
  readonly name: string;
  /** Said where the check itself could not be made. */
  readonly remedy: string;
  readonly run: () => readonly Seen[] | Promise<readonly Seen[]>;
};

/** Makes all checks side by side. One that fails or hangs is a finding of its own and hides none of the others. */
export async function runChecks(checks: readonly Check[], timeoutMs = CHECK_MAX_MS): Promise<readonly Finding[]> {
  const found = await Promise.all(
    checks.map(async check => (await seen(check, timeoutMs)).map(one => ({ check: check.name, ...one }))),
  );
  return found.flat();
}

async function seen({ run, remedy }: Check, timeoutMs: number): Promise<readonly Seen[]> {
  const patience = Promise.withResolvers<readonly Seen[]>();
  const late = problem(`No answer within ${timeoutMs / 1_000} s.`, remedy);
  const timer = setTimeout(() => patience.resolve([late]), timeoutMs);
  try {
    return await Promise.race([Promise.resolve().then(run), patience.promise]);
  } catch (cause) {
    return [failed('It could not be looked at', cause, remedy)];
  } finally {
    clearTimeout(timer);
  }
}

export type Asked<Item, Answer> =
  | { readonly item: Item; readonly answer: Answer }
  | { readonly item: Item; readonly cause: unknown };

/** Asks about each of many things, a few at a time, in their order. A question that fails stops none of the others. */
export async function askEach<Item, Answer>(
  items: readonly Item[],
  ask: (item: Item) => Promise<Answer>,
): Promise<readonly Asked<Item, Answer>[]> {
  const asked: Asked<Item, Answer>[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE_MAX) {
    const some = items.slice(at, at + AT_ONCE_MAX);
    const answers = await Promise.allSettled(some.map(ask));
    for (const [index, item] of some.entries()) {
      const settled = answers[index];
      if (settled?.status === 'fulfilled') asked.push({ item, answer: settled.value });
      else asked.push({ item, cause: settled?.reason });
    }
  }
  return asked;
}
