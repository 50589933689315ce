import type { Instant } from '#src/base/time.ts';
import { SECOND } from '#src/base/time.ts';
import { GonogoError } from '#src/errors.ts';
import type { OnCall, PageNews, PageOrder, PageRef, Pager } from '#src/ports/pager.ts';

type Page = {
  readonly key: string;
  readonly summary: string;
  readonly state: 'triggered' | 'acknowledged' | 'resolved';
  readonly by: string;
  readonly at: Instant;
};

export type MemoryPagerFault = 'unreachable' | 'rate-limited' | 'answer-lost' | 'accept-and-drop';

export type MemoryPagerOptions = {
  readonly now: () => Instant;
  readonly onCall?: readonly OnCall[];
  /** Names of the keys that are set. Default: any. */
  readonly keys?: readonly string[];
  /** False: nobody can look. Default true. */
  readonly sees?: boolean;
  /** What a webhook would bring. Default: nobody listens. */
  readonly news?: (news: PageNews) => void;
};

const LI: OnCall = { name: 'Li Wei', email: 'li@shop.example', until: null };

/** A pager without a wire, for simulations: it passes the same contract as the real one. */
export function createMemoryPager(options: MemoryPagerOptions) {
  const { now, onCall = [LI], keys, news = () => undefined } = options;
  let pages: readonly Page[] = [];
  let rings: readonly { readonly at: Instant; readonly dedupKey: string; readonly summary: string }[] = [];
  let faults: readonly MemoryPagerFault[] = [];
  let count = 0;
  const changes: string[] = [];

  const openOne = (key: string) => pages.find(one => one.key === key && one.state !== 'resolved');

  function put(page: Page, what: PageNews['what']) {
    const open = openOne(page.key);
    pages = open ? pages.map(one => (one === open ? page : one)) : [...pages, page];
    count += 1;
    news({ id: `news-${count}`, dedupKey: page.key, what, by: page.by, at: page.at, url: null });
  }

  function move(dedupKey: string, state: 'acknowledged' | 'resolved', by: string) {
    const open = openOne(dedupKey);
    if (open) put({ ...open, state, by, at: now() }, state);
  }

  /** Each call meets at most one fault: the next that was ordered. */
  async function through<Result>(act: (dropped: boolean) => Result): Promise<Result> {
    const [fault, ...later] = faults;
    faults = later;
    if (fault === 'unreachable') throw new GonogoError('pager.failed', 'not sent', { retryable: true });
    if (fault === 'rate-limited')
      throw new GonogoError('pager.rate-limited', 'later', { retryable: true, retryAfterMs: 20 * SECOND });
    const result = act(fault === 'accept-and-drop');
    if (fault === 'answer-lost') throw new GonogoError('pager.failed', 'no answer', { retryable: true, unknown: true });
    return result;
  }

  /** Asking changes nothing, so nothing is ever unknown. */
  async function ask<Result>(act: () => Result): Promise<Result> {
    return through(act).catch((error: GonogoError) => {
      throw new GonogoError(error.code, error.message, { retryable: true, ...withoutUnknown(error) });
    });
  }

  function event(ref: Pick<PageRef, 'key'>, act: () => void) {
    return through(dropped => {
      if (keys && !keys.includes(ref.key)) throw new GonogoError('pager.refused', `${ref.key} is not set`);
      if (!dropped) act();
      return { says: 'Event processed' };
    });
  }

  function open(order: PageOrder) {
    if (openOne(order.dedupKey)) return;
    rings = [...rings, { at: now(), dedupKey: order.dedupKey, summary: order.summary }];
    put({ key: order.dedupKey, summary: order.summary, state: 'triggered', by: 'Shop', at: now() }, 'triggered');
  }

  const pager: Pager = {
    trigger: order => event(order, () => open(order)),
    acknowledge: ref => event(ref, () => move(ref.dedupKey, 'acknowledged', 'Shop')),
    resolve: ref => event(ref, () => move(ref.dedupKey, 'resolved', 'Shop')),
    change: order => event(order, () => void changes.push(order.summary)),
    async readBack({ dedupKey }) {
      if (options.sees === false) return { state: 'cannot-ask' };
      return ask(() => {
        const page = openOne(dedupKey) ?? pages.findLast(one => one.key === dedupKey);
        if (!page) return { state: 'absent' as const };
        const assigned = page.state === 'resolved' ? [] : onCall.map(one => one.name);
        return { state: page.state, by: page.by, at: page.at, url: null, assigned };
      });
    },
    async onCall({ schedule, policy }) {
      if (options.sees === false) return 'cannot-ask';
      if (schedule === null && policy === null) throw new GonogoError('pager.refused', 'by what?');
      return ask(() => onCall);
    },
  };

  return {
    pager,
    /** What a person does; nothing when the page is not open. */
    acknowledge: (dedupKey: string, by = LI.name) => move(dedupKey, 'acknowledged', by),
    resolve: (dedupKey: string, by = LI.name) => move(dedupKey, 'resolved', by),
    /** An acknowledgement ran out: it rings anew. */
    unacknowledge(dedupKey: string) {
      const open = openOne(dedupKey);
      if (open?.state === 'acknowledged') put({ ...open, state: 'triggered', by: 'Shop', at: now() }, 'unacknowledged');
    },
    /** The next call meets this; several are met one after another. */
    fail(...next: readonly MemoryPagerFault[]) {
      faults = [...faults, ...next];
    },
    /** Every time a phone began to ring. */
    get rings() {
      return rings;
    },
    /** The summaries of what changed. */
    changes: changes as readonly string[],
    /** Pages that still ring or were acknowledged. */
    openPages: () => pages.filter(one => one.state !== 'resolved'),
  };
}

function withoutUnknown({ retryAfterMs }: GonogoError) {
  return retryAfterMs === undefined ? {} : { retryAfterMs };
}
