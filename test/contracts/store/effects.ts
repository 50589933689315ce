import { describe, expect, test } from 'vitest';
import { change, claim, claimedIds, effect, NOON, type World } from './fixtures.ts';

const REL = 'release:REL-1';

/** Ends, cancellations, and the merging of what says the same. */
export function effectsEndOnce(world: World): void {
  describe('an effect', () => {
    test('that was claimed is settled once; the second result of it is stale', async () => {
      const { store } = world;
      await store.append(change(REL, 0, { effects: [effect('post')] }));
      await claim(store);
      const settles = { effectId: 'post', epoch: store.epoch, end: 'done', result: { ts: '1.2' } } as const;

      expect(await store.inFlight()).toBe(1);
      expect(await store.append(change(REL, 1, { settles }))).toBe('appended');
      expect(await store.append(change(REL, 2, { settles }))).toBe('stale');
      expect(await store.settle({ effectId: 'post', epoch: store.epoch, end: 'due', dueAt: NOON })).toBe(false);

      expect(await store.readEffect('post')).toMatchObject({ state: 'done', result: { ts: '1.2' } });
      expect(await store.inFlight()).toBe(0);
      expect(await store.readStream(REL)).toHaveLength(2);
    });

    test('waited for on a clock that was set back since comes nearer, never before now', async () => {
      const { store } = world;
      const later = effect('later', { lane: 'a', dueAt: NOON + 7_200_000 });
      const soon = effect('soon', { lane: 'b', dueAt: NOON + 60_000 });
      const now = effect('now', { lane: 'c', dueAt: NOON - 5 });
      await store.append(change(REL, 0, { effects: [later, soon, now] }));
      await store.hasten(3_600_000, NOON);
      const due = async (id: string) => (await store.readEffect(id))?.dueAt;
      expect([await due('later'), await due('soon'), await due('now')]).toEqual([NOON + 3_600_000, NOON, NOON - 5]);
    });

    test('sent by a clock that was set back since is looked for as much earlier', async () => {
      const { store } = world;
      await store.append(change(REL, 0, { effects: [effect('sent'), effect('settled', { lane: 'b' })] }));
      await claim(store);
      await store.settle({ effectId: 'settled', epoch: store.epoch, end: 'done' });
      const sent = async (id: string) => (await store.readEffect(id))?.firstSentAt ?? 0;
      const before = [await sent('sent'), await sent('settled')] as const;
      await store.hasten(3_600_000, NOON);
      expect([await sent('sent'), await sent('settled')]).toEqual([before[0] - 3_600_000, before[1]]);
    });

    test('is moved by a clock set back once: what was done is on record, until everybody has heard of it', async () => {
      const { store } = world;
      expect(await store.clockJump()).toBeNull();
      await store.append(change(REL, 0, { effects: [effect('later', { dueAt: NOON + 7_200_000 })] }));
      const jump = await store.hasten(3_600_000, NOON - 60_000);
      expect(jump).toEqual({ number: 1, byMs: 3_600_000, at: NOON - 60_000, told: false });
      expect(await store.clockJump()).toMatchObject(jump);
      expect(await store.lastAt()).toBe(NOON - 60_000);

      await store.clockJumpTold(jump);
      expect(await store.clockJump()).toMatchObject({ ...jump, told: true });
      const next = await store.hasten(60_000, NOON - 120_000);
      await store.clockJumpTold(jump);
      expect(await store.clockJump()).toMatchObject({ number: 2, told: false });
      await store.append(change(REL, 1));
      expect(await store.lastAt()).toBe(change(REL, 1).at);
      expect(next.number).toBe(2);
    });

    test('that was never claimed, or by another start, is stale to settle', async () => {
      const { store } = world;
      await store.append(change(REL, 0, { effects: [effect('post')] }));
      const settles = { effectId: 'post', epoch: store.epoch, end: 'done' } as const;
      expect(await store.append(change(REL, 1, { settles }))).toBe('stale');
      await claim(store);

      expect(await store.append(change(REL, 1, { settles: { ...settles, epoch: store.epoch - 1 } }))).toBe('stale');
      expect(await store.settle({ ...settles, epoch: store.epoch + 1 })).toBe(false);
      expect(await store.append(change(REL, 1, { settles: { ...settles, effectId: 'unheard of' } }))).toBe('stale');
      expect((await store.readEffect('post'))?.state).toBe('sending');
    });

    test('that is stale and conflicts as well is stale: deciding again would not help', async () => {
      const settles = { effectId: 'none', epoch: world.store.epoch, end: 'done' } as const;

      expect(await world.store.append(change(REL, 5, { settles }))).toBe('stale');
    });

    test('can fail, be unknown, or be due again with its event', async () => {
      const { store } = world;
      await store.append(change(REL, 0, { effects: [effect('a'), effect('b'), effect('c')] }));
      await claim(store);
      const { epoch } = store;
      await store.append(
        change(REL, 1, { settles: { effectId: 'a', epoch, end: 'failed', result: 'no such channel' } }),
      );
      await store.append(change(REL, 2, { settles: { effectId: 'b', epoch, end: 'unknown', dueAt: NOON + 30 } }));
      await store.append(change(REL, 3, { settles: { effectId: 'c', epoch, end: 'due', dueAt: NOON + 5 } }));

      expect(await store.readEffect('a')).toMatchObject({ state: 'failed', result: 'no such channel' });
      expect(await store.readEffect('b')).toMatchObject({ state: 'unknown', dueAt: NOON + 30, result: null });
      expect(await store.readEffect('c')).toMatchObject({ state: 'due', dueAt: NOON + 5 });
    });

    test('that is to come again without saying when is a bug, and disturbs nobody', async () => {
      const settles = { effectId: 'x', epoch: world.store.epoch, end: 'due' } as const;

      await expect(world.store.append(change(REL, 0, { settles }))).rejects.toThrow('says when');
      await expect(world.store.settle(settles)).rejects.toThrow('says when');
      expect(await world.store.append(change(REL, 0))).toBe('appended');
    });

    test('is cancelled while it is due, and left alone once it is sent', async () => {
      const { store } = world;
      await store.append(change(REL, 0, { effects: [effect('sent'), effect('waiting', { dueAt: NOON + 1 })] }));
      await claim(store);

      expect(await store.append(change(REL, 1, { cancel: ['sent', 'waiting', 'unheard of'] }))).toBe('appended');

      expect((await store.readEffect('sent'))?.state).toBe('sending');
      expect((await store.readEffect('waiting'))?.state).toBe('cancelled');
      expect((await store.effectsOf(REL, ['sending', 'cancelled'])).map(row => row.id)).toEqual(['sent', 'waiting']);
      expect((await store.effectsOf(REL, ['due'])).length).toBe(0);
    });

    test('that coalesces is dropped for the one that waits, at the earlier of the two instants', async () => {
      const { store } = world;
      const card = (id: string, dueAt: number) =>
        effect(id, { kind: 'chat.card', lane: 'slack:C:1', dueAt, coalesce: true });
      await store.append(change(REL, 0, { effects: [card('first', NOON + 2)] }));
      await store.append(change(REL, 1, { effects: [card('sooner', NOON + 1)] }));
      await store.append(change(REL, 2, { effects: [card('later', NOON + 9)] }));

      expect((await store.effectsOf(REL, ['due'])).map(row => [row.id, row.dueAt])).toEqual([['first', NOON + 1]]);
    });

    test('coalesces in one change and in one gathering, too', async () => {
      const { store } = world;
      const card = (id: string) => effect(id, { kind: 'chat.card', lane: 'l', coalesce: true });
      await Promise.all([
        store.append(change(REL, 0, { effects: [card('a'), card('b')] })),
        store.append(change(REL, 1, { effects: [card('c')] })),
      ]);

      expect((await store.effectsOf(REL, ['due'])).map(row => row.id)).toEqual(['a']);
    });

    test('does not coalesce with another kind, another lane, or one already sent or cancelled', async () => {
      const { store } = world;
      const card = (id: string, rest = {}) => effect(id, { kind: 'chat.card', lane: 'l', coalesce: true, ...rest });
      await store.append(change(REL, 0, { effects: [card('sent')] }));
      await claim(store);
      const others = [card('kind', { kind: 'chat.update' }), card('lane', { lane: 'm' }), card('after')];
      await store.append(change(REL, 1, { effects: others }));
      await store.append(change(REL, 2, { cancel: ['after'], effects: [card('anew')] }));

      expect((await store.effectsOf(REL, ['due'])).map(row => row.id)).toEqual(['kind', 'lane', 'anew']);
    });

    test('waits in its lane behind those asked for before, whatever else its run waits for', async () => {
      const { store } = world;
      const of = (id: string, lane: string, dueAt = NOON) => effect(id, { lane, dueAt });
      await store.append(change(REL, 0, { effects: [of('sent', 'l'), of('other', 'm'), of('first', 'l', NOON + 9)] }));
      await claim(store);
      await store.append(change(REL, 1, { effects: [of('second', 'l'), of('gone', 'l'), of('third', 'l')] }));
      await store.append(change(REL, 2, { cancel: ['gone'] }));

      expect((await store.waitingIn('l', 9)).map(row => row.id)).toEqual(['first', 'second', 'third']);
      expect((await store.waitingIn('l', 2)).map(row => row.id)).toEqual(['first', 'second']);
      expect(await store.waitingIn('n', 9)).toEqual([]);
    });

    test('asked for twice without coalescing is done twice, in order', async () => {
      const { store } = world;
      await store.append(change(REL, 0, { effects: [effect('a', { lane: 'l' }), effect('b', { lane: 'l' })] }));
      expect(await claimedIds(store)).toEqual(['a']);
      await store.settle({ effectId: 'a', epoch: store.epoch, end: 'done' });

      expect(await claimedIds(store)).toEqual(['b']);
    });
  });
}
