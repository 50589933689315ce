import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { GonogoError } from '#src/errors.ts';
import type { ChangeOrder, PageOrder, Pager } from '#src/ports/pager.ts';

/** What goes wrong on the way: before the event arrives, after it did, or in spite of a friendly answer. */
export type PagerFault = 'unreachable' | 'rate-limited' | 'answer-lost' | 'accept-and-drop';

/** A provider whose user Li is on call by schedule `PSCHED1` and first in policy `PPOLICY`; Tom is second there. */
export type PagerPlace = {
  readonly pager: Pager;
  /** The same provider for somebody who may not look. */
  readonly blind: Pager;
  /** What Li does on the phone. */
  acknowledge(dedupKey: string): Promise<void>;
  resolve(dedupKey: string): Promise<void>;
  /** The summaries that made Li's phone ring, oldest first. */
  rings(): readonly string[];
  /** The summaries of what changed, oldest first. */
  changes(): readonly string[];
  /** The next call goes wrong. */
  fail(fault: PagerFault): void | Promise<void>;
  now(): number;
} & AsyncDisposable;

export const KEY = 'PAGERDUTY_ROUTING_KEY';
const PAGE = { key: KEY, dedupKey: 'gonogo-INC-7-on-call' };

export function order(changes: Partial<PageOrder> = {}): PageOrder {
  return {
    ...PAGE,
    summary: 'SEV1: checkout is down',
    source: 'gonogo INC-7',
    severity: 'critical',
    at: Date.UTC(2026, 10, 21, 12),
    component: 'checkout',
    details: { commander: 'Ana Lima' },
    links: [{ href: 'https://shop.slack.example/archives/C1/p1', text: 'Thread' }],
    ...changes,
  };
}

export const CHANGE: ChangeOrder = {
  key: KEY,
  summary: 'Shop 1.3.0 enters production (REL-12)',
  source: 'gonogo shop',
  at: Date.UTC(2026, 10, 21, 12),
  details: { release: 'REL-12', version: '1.3.0' },
};

/** The failure of a call that must fail. */
export async function failureOf(call: Promise<unknown>): Promise<GonogoError> {
  const outcome = await call.then(
    value => value,
    (error: unknown) => error,
  );
  if (!(outcome instanceof GonogoError)) throw new Error(`expected a failure, got ${JSON.stringify(outcome)}`);
  return outcome;
}

/** What `Pager` promises, whatever it is built on. */
export function pagerContract(name: string, newPlace: () => Promise<PagerPlace>): void {
  describe(`the pager ${name}`, () => {
    let place: PagerPlace;
    const standing = () => place.pager.readBack(PAGE);
    beforeEach(async () => {
      place = await newPlace();
    });
    afterEach(() => place[Symbol.asyncDispose]());

    test('[B4] a trigger rings whoever is on call, and reads back as not yet acknowledged', async () => {
      const { says } = await place.pager.trigger(order());
      expect(says).not.toBe('');
      expect(place.rings()).toEqual(['SEV1: checkout is down']);
      expect(await standing()).toMatchObject({ state: 'triggered', at: place.now(), assigned: ['Li Wei'] });
    });

    test('the same trigger again, while it is open, rings nobody twice', async () => {
      await place.pager.trigger(order());
      await place.pager.trigger(order());
      await place.acknowledge(PAGE.dedupKey);
      await place.pager.trigger(order());
      expect(place.rings()).toHaveLength(1);
      expect(await standing()).toMatchObject({ state: 'acknowledged' });
    });

    test('who acknowledged is told by name', async () => {
      await place.pager.trigger(order());
      await place.acknowledge(PAGE.dedupKey);
      expect(await standing()).toMatchObject({ state: 'acknowledged', by: 'Li Wei', at: place.now() });
    });

    test('acknowledge and resolve reach the page', async () => {
      await place.pager.trigger(order());
      await place.pager.acknowledge(PAGE);
      expect(await standing()).toMatchObject({ state: 'acknowledged' });
      await place.pager.resolve(PAGE);
      expect(await standing()).toMatchObject({ state: 'resolved', assigned: [] });
    });

    test('a page that a person resolved says so', async () => {
      await place.pager.trigger(order());
      await place.resolve(PAGE.dedupKey);
      expect(await standing()).toMatchObject({ state: 'resolved', by: 'Li Wei' });
    });

    test('acknowledge and resolve of a key that nobody opened are taken and open nothing', async () => {
      await place.pager.acknowledge(PAGE);
      await place.pager.resolve(PAGE);
      expect(await standing()).toEqual({ state: 'absent' });
    });

    test('a trigger after the resolve is a new page, and that one is read back', async () => {
      await place.pager.trigger(order());
      await place.pager.resolve(PAGE);
      await place.pager.trigger(order());
      expect(place.rings()).toHaveLength(2);
      expect(await standing()).toMatchObject({ state: 'triggered' });
    });

    test('two keys are two pages', async () => {
      await place.pager.trigger(order());
      await place.pager.trigger(order({ dedupKey: 'gonogo-INC-8-on-call' }));
      await place.acknowledge('gonogo-INC-8-on-call');
      expect(await standing()).toMatchObject({ state: 'triggered' });
    });

    test('an accepted page that never came to anything reads back as absent', async () => {
      await place.fail('accept-and-drop');
      await place.pager.trigger(order());
      expect(place.rings()).toEqual([]);
      expect(await standing()).toEqual({ state: 'absent' });
    });

    test('a key that is not set is refused by its name', async () => {
      const error = await failureOf(place.pager.trigger(order({ key: 'PAGERDUTY_KEY_OF_NOBODY' })));
      expect(error).toMatchObject({ code: 'pager.refused', retryable: false, unknown: false });
      expect(error.message).toContain('PAGERDUTY_KEY_OF_NOBODY');
    });

    test('asked to wait, it says for how long, and nothing has happened', async () => {
      await place.fail('rate-limited');
      const error = await failureOf(place.pager.trigger(order()));
      expect(error).toMatchObject({ code: 'pager.rate-limited', retryable: true, unknown: false });
      expect(error.retryAfterMs).toBeGreaterThan(0);
      expect(place.rings()).toEqual([]);
    });

    test('nobody listening: it certainly did not arrive', async () => {
      await place.fail('unreachable');
      const error = await failureOf(place.pager.trigger(order()));
      expect(error).toMatchObject({ code: 'pager.failed', retryable: true, unknown: false });
      expect(place.rings()).toEqual([]);
    });

    test('an answer that was lost leaves it unknown, and the page rings', async () => {
      await place.fail('answer-lost');
      const error = await failureOf(place.pager.trigger(order()));
      expect(error).toMatchObject({ code: 'pager.failed', unknown: true });
      expect(place.rings()).toHaveLength(1);
    });

    test('what changed rings nobody, and told twice it stands there twice', async () => {
      await place.pager.change(CHANGE);
      await place.pager.change(CHANGE);
      expect(place.changes()).toEqual([CHANGE.summary, CHANGE.summary]);
      expect(place.rings()).toEqual([]);
    });

    test.each([
      ['answer-lost', { code: 'pager.failed', unknown: true }, 1],
      ['unreachable', { code: 'pager.failed', retryable: true, unknown: false }, 0],
      ['rate-limited', { code: 'pager.rate-limited', retryable: true, unknown: false }, 0],
    ] as const)('a change that was not told (%s) says whether it may have arrived', async (fault, failure, told) => {
      await place.fail(fault);
      expect(await failureOf(place.pager.change(CHANGE))).toMatchObject(failure);
      expect(place.changes()).toHaveLength(told);
    });

    test.each(['rate-limited', 'unreachable', 'answer-lost'] as const)(
      'a question that failed (%s) may be asked again and is never an answer',
      async fault => {
        await place.pager.trigger(order());
        await place.fail(fault);
        expect(await failureOf(standing())).toMatchObject({ retryable: true, unknown: false });
      },
    );

    test('[W4] who is on call is told by schedule, and by the first level of a policy', async () => {
      const li = { name: 'Li Wei', email: 'li@shop.example', until: null };
      expect(await place.pager.onCall({ schedule: 'PSCHED1', policy: null })).toEqual([li]);
      expect(await place.pager.onCall({ schedule: null, policy: 'PPOLICY' })).toEqual([li]);
    });

    test('on call by nothing is refused', async () => {
      expect(await failureOf(place.pager.onCall({ schedule: null, policy: null }))).toMatchObject({
        code: 'pager.refused',
      });
    });

    test('whoever may not look pages all the same, and says that it cannot ask', async () => {
      await place.blind.trigger(order());
      expect(place.rings()).toHaveLength(1);
      expect(await place.blind.readBack(PAGE)).toEqual({ state: 'cannot-ask' });
      expect(await place.blind.onCall({ schedule: 'PSCHED1', policy: null })).toBe('cannot-ask');
    });
  });
}
