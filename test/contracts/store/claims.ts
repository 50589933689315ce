import { describe, expect, test } from 'vitest';
import { change, claim, claimedIds, effect, NOON, type World } from './fixtures.ts';

const REL = 'release:REL-1';

/** Lanes are strictly in order and run side by side. */
export function claimsKeepLanes(world: World): void {
  describe('a claim', () => {
    test('takes one of a lane, the next only when that one has ended', async () => {
      const { store } = world;
      const thread = { lane: 'slack:C:1' };
      await store.append(change(REL, 0, { effects: [effect('one', thread), effect('two', thread), effect('other')] }));

      expect(await claimedIds(store)).toEqual(['one', 'other']);
      expect(await claimedIds(store)).toEqual([]);
      await store.append(change(REL, 1, { settles: { effectId: 'one', epoch: store.epoch, end: 'done' } }));
      expect(await claimedIds(store)).toEqual(['two']);
    });

    test('says what it gave out: sending, of this start, first attempt, sent now', async () => {
      const { store } = world;
      await store.append(
        change(REL, 0, {
          effects: [effect('page', { kind: 'pager.trigger', priority: 0, lane: 'pager:x' })],
          at: NOON - 5,
        }),
      );

      expect(await claim(store)).toEqual([
        {
          id: 'page',
          stream: REL,
          kind: 'pager.trigger',
          lane: 'pager:x',
          priority: 0,
          dueAt: NOON,
          attempt: 1,
          epoch: store.epoch,
          body: { text: 'page' },
          state: 'sending',
          look: false,
          createdAt: NOON - 5,
          firstSentAt: NOON,
          result: null,
        },
      ]);
    });

    test('takes pages before deadlines before answers before chatter, of equals the one due first', async () => {
      const { store } = world;
      const effects = [
        effect('chatter', { priority: 3, dueAt: NOON - 60 }),
        effect('later', { priority: 1, dueAt: NOON }),
        effect('sooner', { priority: 1, dueAt: NOON - 1 }),
        effect('page', { priority: 0 }),
        effect('answer', { priority: 2 }),
      ];
      await store.append(change(REL, 0, { effects }));

      expect(await claimedIds(store, { limit: 3 })).toEqual(['page', 'sooner', 'later']);
      expect(await claimedIds(store)).toEqual(['answer', 'chatter']);
    });

    test('leaves what is not due, and all behind it in its lane', async () => {
      const { store } = world;
      await store.append(
        change(REL, 0, { effects: [effect('soon', { lane: 'l', dueAt: NOON + 1 }), effect('behind', { lane: 'l' })] }),
      );

      expect(await claimedIds(store)).toEqual([]);
      expect(await claimedIds(store, { now: NOON + 1 })).toEqual(['soon']);
    });

    test('leaves the lanes it is told to leave', async () => {
      const { store } = world;
      await store.append(change(REL, 0, { effects: [effect('slow', { lane: 'full' }), effect('free')] }));

      expect(await claimedIds(store, { skipLanes: ['full', 'unheard of'] })).toEqual(['free']);
      expect(await claimedIds(store)).toEqual(['slow']);
    });

    test('passes over what is cancelled', async () => {
      const { store } = world;
      await store.append(
        change(REL, 0, { effects: [effect('first', { lane: 'l' }), effect('second', { lane: 'l' })] }),
      );
      await store.append(change(REL, 1, { cancel: ['first'] }));

      expect(await claimedIds(store)).toEqual(['second']);
    });

    test('of an unknown outcome comes at its instant, with the word to look first; until then its lane waits', async () => {
      const { store } = world;
      await store.append(change(REL, 0, { effects: [effect('lost', { lane: 'l' }), effect('behind', { lane: 'l' })] }));
      await claim(store);
      await store.settle({ effectId: 'lost', epoch: store.epoch, end: 'unknown', dueAt: NOON + 30 });

      expect(await claimedIds(store, { now: NOON + 29 })).toEqual([]);
      const [again] = await claim(store, { now: NOON + 30 });

      expect(again).toMatchObject({ id: 'lost', look: true, attempt: 2, state: 'sending', firstSentAt: NOON });
    });

    test('of one that failed and is due again says nothing of looking', async () => {
      const { store } = world;
      await store.append(change(REL, 0, { effects: [effect('busy')] }));
      await claim(store);
      await store.settle({ effectId: 'busy', epoch: store.epoch, end: 'due', dueAt: NOON + 5 });

      expect(await claimedIds(store, { now: NOON + 4 })).toEqual([]);
      expect(await claim(store, { now: NOON + 5 })).toMatchObject([{ id: 'busy', look: false, attempt: 2 }]);
    });

    test('made twice in one turn of the loop gives nothing out twice', async () => {
      const { store } = world;
      await store.append(change(REL, 0, { effects: [effect('a'), effect('b'), effect('c')] }));

      const [first, second] = await Promise.all([claimedIds(store, { limit: 2 }), claimedIds(store, { limit: 2 })]);

      expect([first, second]).toEqual([['a', 'b'], ['c']]);
    });

    test('is on disk when it is answered, and the next start finds it an orphan', async () => {
      await world.store.append(
        change(REL, 0, { effects: [effect('post'), effect('card'), effect('waiting', { dueAt: NOON + 1 })] }),
      );
      await claim(world.store);
      const before = world.store.epoch;
      await world.reopen();
      const { store } = world;

      expect(store.epoch).toBe(before + 1);
      expect(await store.readEffect('post')).toMatchObject({ state: 'sending', epoch: before, attempt: 1 });
      expect(await store.inFlight()).toBe(0);
      expect(await claimedIds(store)).toEqual([]);
      const orphans = await store.recoverEffects(row =>
        row.id === 'card' ? { state: 'due', dueAt: NOON } : { state: 'unknown', dueAt: NOON + 30 },
      );

      expect(orphans.map(row => [row.id, row.state, row.dueAt])).toEqual([
        ['post', 'unknown', NOON + 30],
        ['card', 'due', NOON],
      ]);
      expect(await claim(store, { now: NOON + 30 })).toMatchObject([
        { id: 'card', look: false },
        { id: 'waiting', look: false },
        { id: 'post', look: true },
      ]);
      expect(await store.recoverEffects(() => ({ state: 'due', dueAt: NOON }))).toEqual([]);
    });
  });
}
