import { describe, expect, test } from 'vitest';
import { change, claim, effect, NOON, type World } from './fixtures.ts';

const REL = 'release:REL-1';
const INC = 'incident:INC-1';
const at = (instant: number) => ({ at: instant, policy: 'catch-up' }) as const;

/** Timers are named per stream and fire by compare-and-set; the next due instant is what the bot sleeps until. */
export function timersFireOnce(world: World): void {
  describe('a timer', () => {
    test('is due at its instant, the earliest first, with its policy', async () => {
      const { store } = world;
      await store.append(change(REL, 0, { timers: { late: at(NOON), early: at(NOON - 9), never: at(NOON + 1) } }));
      await store.append(change(INC, 0, { timers: { 'update-due': { at: NOON - 5, policy: 'coalesce' } } }));

      expect(await store.dueTimers(NOON, 10)).toEqual([
        { stream: REL, name: 'early', at: NOON - 9, policy: 'catch-up' },
        { stream: INC, name: 'update-due', at: NOON - 5, policy: 'coalesce' },
        { stream: REL, name: 'late', at: NOON, policy: 'catch-up' },
      ]);
      expect((await store.dueTimers(NOON, 1)).map(timer => timer.name)).toEqual(['early']);
    });

    test('is replaced by its name and cleared by null, in its own stream only', async () => {
      const { store } = world;
      await store.append(change(REL, 0, { timers: { wait: at(NOON), vote: at(NOON) } }));
      await store.append(change(INC, 0, { timers: { wait: at(NOON) } }));
      await store.append(
        change(REL, 1, { timers: { wait: { at: NOON - 1, policy: 'coalesce' }, vote: null, unset: null } }),
      );

      expect(await store.dueTimers(NOON, 10)).toEqual([
        { stream: REL, name: 'wait', at: NOON - 1, policy: 'coalesce' },
        { stream: INC, name: 'wait', at: NOON, policy: 'catch-up' },
      ]);
    });

    test('that could not be fired is due later, unless it was replaced meanwhile', async () => {
      const { store } = world;
      await store.append(change(REL, 0, { timers: { wait: at(NOON), moved: at(NOON) } }));
      const [moved, wait] = await store.dueTimers(NOON, 10);
      await store.append(change(REL, 1, { timers: { moved: at(NOON + 1) } }));
      for (const timer of [moved, wait]) if (timer) await store.postpone(timer, NOON + 60);

      expect((await store.dueTimers(NOON + 99, 10)).map(one => [one.name, one.at])).toEqual([
        ['moved', NOON + 1],
        ['wait', NOON + 60],
      ]);
      expect(await store.append(change(REL, 2, { fires: { timer: 'wait', at: NOON + 60 } }))).toBe('appended');
    });

    test('fires once', async () => {
      const { store } = world;
      await store.append(change(REL, 0, { timers: { wait: at(NOON) } }));
      const fires = { timer: 'wait', at: NOON };

      expect(await store.append(change(REL, 1, { fires }))).toBe('appended');
      expect(await store.append(change(REL, 2, { fires }))).toBe('stale');
      expect(await store.dueTimers(NOON, 10)).toEqual([]);
    });

    test('that was moved or cleared meanwhile does not fire', async () => {
      const { store } = world;
      await store.append(change(REL, 0, { timers: { moved: at(NOON), cleared: at(NOON) } }));
      await store.append(change(REL, 1, { timers: { moved: at(NOON + 60), cleared: null } }));

      expect(await store.append(change(REL, 2, { fires: { timer: 'moved', at: NOON } }))).toBe('stale');
      expect(await store.append(change(REL, 2, { fires: { timer: 'cleared', at: NOON } }))).toBe('stale');
    });

    test('sets itself anew when it fires', async () => {
      const { store } = world;
      await store.append(change(REL, 0, { timers: { sweep: at(NOON) } }));
      await store.append(change(REL, 1, { fires: { timer: 'sweep', at: NOON }, timers: { sweep: at(NOON + 15) } }));

      expect((await store.dueTimers(NOON + 15, 10)).map(timer => timer.at)).toEqual([NOON + 15]);
    });
  });

  describe('the next due instant', () => {
    test('is null when nothing waits, and the earliest of timers and effects otherwise', async () => {
      const { store } = world;
      expect(await store.nextDue()).toBeNull();
      await store.append(change(REL, 0, { timers: { wait: at(NOON + 9) } }));
      expect(await store.nextDue()).toBe(NOON + 9);
      await store.append(change(REL, 1, { effects: [effect('a', { dueAt: NOON + 3 })] }));
      expect(await store.nextDue()).toBe(NOON + 3);
      await store.append(change(REL, 2, { timers: { wait: at(NOON - 7) } }));
      expect(await store.nextDue()).toBe(NOON - 7);
    });

    test('does not count what waits behind another of its lane', async () => {
      const { store } = world;
      const lane = 'l';
      const effects = [
        effect('head', { lane, dueAt: NOON + 50 }),
        effect('behind', { lane }),
        effect('free', { dueAt: NOON + 90 }),
      ];
      await store.append(change(REL, 0, { effects }));
      expect(await store.nextDue()).toBe(NOON + 50);

      await claim(store, { now: NOON + 50 });
      expect(await store.nextDue()).toBe(NOON + 90);

      await store.settle({ effectId: 'head', epoch: store.epoch, end: 'unknown', dueAt: NOON + 80 });
      expect(await store.nextDue()).toBe(NOON + 80);

      await claim(store, { now: NOON + 80 });
      await store.settle({ effectId: 'head', epoch: store.epoch, end: 'done' });
      expect(await store.nextDue()).toBe(NOON);
    });

    test('is null while all that is left is being sent', async () => {
      const { store } = world;
      await store.append(change(REL, 0, { effects: [effect('a', { lane: 'l' }), effect('b', { lane: 'l' })] }));
      await claim(store);

      expect(await store.nextDue()).toBeNull();
    });
  });
}
