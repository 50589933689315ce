import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { change, claim, effect, event, NOON, run, type World } from './fixtures.ts';

const REL = 'release:REL-1';
const INC = 'incident:INC-1';

/** One change is one transaction, alone or gathered with others. */
export function changesAreWholeOrNothing(world: World): void {
  describe('a change', () => {
    test('at version 0 makes the stream, and its events are read back in order as they were written', async () => {
      const events = [event(REL, 1), event(REL, 2)];

      expect(await world.store.append(change(REL, 0, { events }))).toBe('appended');

      expect(await world.store.readStream(REL)).toEqual(events);
      expect(await world.store.readStream(REL, 1)).toEqual([event(REL, 2)]);
      expect(await world.store.readStream(INC)).toEqual([]);
    });

    test('at version 0 is a conflict once the stream exists', async () => {
      await world.store.append(change(REL, 0));

      expect(await world.store.append(change(REL, 0))).toBe('conflict');
      expect(await world.store.append(change(REL, 2))).toBe('conflict');
    });

    test('that conflicts leaves nothing of itself', async () => {
      await world.store.append(
        change(REL, 0, { effects: [effect('kept')], timers: { wait: { at: NOON, policy: 'coalesce' } } }),
      );

      const answer = await world.store.append(
        change(REL, 0, {
          effects: [effect('lost')],
          cancel: ['kept'],
          timers: { wait: null, late: { at: NOON, policy: 'coalesce' } },
          request: { key: 'click', reply: 'done' },
          run: run(REL),
          messages: [{ name: 'card', channel: 'C', ts: '1' }],
          blobs: [{ hash: 'h', bytes: new Uint8Array([1]) }],
        }),
      );

      expect(answer).toBe('conflict');
      expect((await world.store.effectsOf(REL, ['due', 'cancelled'])).map(row => [row.id, row.state])).toEqual([
        ['kept', 'due'],
      ]);
      expect((await world.store.dueTimers(NOON, 9)).map(timer => timer.name)).toEqual(['wait']);
      expect(await world.store.readRequest('click')).toBeNull();
      expect(await world.store.run(REL)).toBeNull();
      expect(await world.store.message(REL, 'card')).toBeNull();
      expect(await world.store.blob('h')).toBeNull();
    });

    test('without events needs the version and leaves it', async () => {
      await world.store.append(change(REL, 0));

      expect(await world.store.append(change(REL, 0, { events: [] }))).toBe('conflict');
      expect(await world.store.append(change(REL, 1, { events: [], effects: [effect('more')] }))).toBe('appended');
      expect(await world.store.append(change(REL, 1))).toBe('appended');
    });

    test('that contradicts itself is rejected alone', async () => {
      const good = world.store.append(change(REL, 0));
      const gap = world.store.append(change(INC, 0, { events: [event(INC, 2)] }));
      const foreign = world.store.append(change(INC, 0, { events: [event(REL, 1)] }));

      await expect(gap).rejects.toThrow('broken invariant');
      await expect(foreign).rejects.toThrow('broken invariant');
      expect(await good).toBe('appended');
    });
  });

  describe('a request', () => {
    test('delivered again gets the first answer, whatever has happened since', async () => {
      const request = { key: 'trigger-1', reply: { text: 'Started.' } };
      await world.store.append(change(REL, 0, { request }));
      await world.store.append(change(REL, 1));

      const again = await world.store.append(
        change(REL, 0, { request: { key: 'trigger-1', reply: { text: 'other' } } }),
      );

      expect(again).toEqual({ duplicate: { text: 'Started.' } });
      expect(await world.store.readRequest('trigger-1')).toEqual({ text: 'Started.' });
      expect(await world.store.readStream(REL)).toHaveLength(2);
    });

    test('pressed twice in one turn of the loop is done once, also when the reply is empty', async () => {
      const press = (version: number) =>
        world.store.append(change(REL, version, { request: { key: 'press', reply: null } }));

      expect(await Promise.all([press(0), press(1)])).toEqual(['appended', { duplicate: null }]);
    });

    test('that was refused is not remembered, so that it can be tried again', async () => {
      const request = { key: 'modal', reply: 'ok' };
      expect(await world.store.append(change(REL, 7, { request }))).toBe('conflict');

      expect(await world.store.append(change(REL, 0, { request }))).toBe('appended');
    });
  });

  describe('gathered changes', () => {
    test('of one stream each see the one before', async () => {
      const answers = await Promise.all([0, 1, 2].map(version => world.store.append(change(REL, version))));

      expect(answers).toEqual(['appended', 'appended', 'appended']);
    });

    test('at one version: the first is taken, the second conflicts', async () => {
      const answers = await Promise.all([world.store.append(change(REL, 0)), world.store.append(change(REL, 0))]);

      expect(answers).toEqual(['appended', 'conflict']);
    });

    test('that are refused do not disturb the good ones between them', async () => {
      await world.store.append(change(REL, 0, { request: { key: 'known', reply: 'first' } }));
      const { store } = world;

      const answers = await Promise.all([
        store.append(change(REL, 1, { effects: [effect('first')] })),
        store.append(change(REL, 1, { effects: [effect('conflict')] })),
        store.append(change(INC, 0, { effects: [effect('second')] })),
        store.append(change(INC, 1, { fires: { timer: 'none', at: NOON }, effects: [effect('stale')] })),
        store.append(change(INC, 1, { request: { key: 'known', reply: 'x' }, effects: [effect('duplicate')] })),
        store.append(change(INC, 1, { effects: [effect('third')] })),
      ]);

      expect(answers).toEqual(['appended', 'conflict', 'appended', 'stale', { duplicate: 'first' }, 'appended']);
      expect((await claim(store)).map(row => row.id)).toEqual(['first', 'second', 'third']);
      expect((await store.readStream(INC)).map(row => row.seq)).toEqual([1, 2]);
    });

    test('may cancel, settle and fire what an earlier one of them made', async () => {
      const { store } = world;
      const answers = await Promise.all([
        store.append(change(REL, 0, { effects: [effect('a')], timers: { wait: { at: NOON, policy: 'coalesce' } } })),
        store.append(change(REL, 1, { cancel: ['a'], fires: { timer: 'wait', at: NOON } })),
        store.append(change(REL, 2, { fires: { timer: 'wait', at: NOON } })),
      ]);

      expect(answers).toEqual(['appended', 'appended', 'stale']);
      expect((await store.readEffect('a'))?.state).toBe('cancelled');
      expect(await store.dueTimers(NOON, 9)).toEqual([]);
    });

    test('more than fit one transaction stay in order and without a gap', async () => {
      const streams = [REL, INC, 'drill:DRILL-1'];
      const all = streams.flatMap(stream => Array.from({ length: 70 }, (_, version) => change(stream, version)));

      const answers = await Promise.all(all.map(one => world.store.append(one)));

      expect(new Set(answers)).toEqual(new Set(['appended']));
      for (const stream of streams) {
        expect((await world.store.readStream(stream)).map(row => row.seq)).toEqual(
          Array.from({ length: 70 }, (_, i) => i + 1),
        );
      }
    });

    test('are read whole or not at all while they are written', async () => {
      const { store } = world;
      let written = false;
      const writing = Promise.all(
        Array.from({ length: 150 }, (_, i) =>
          store.append(change(`release:REL-${i}`, 0, { run: run(`release:REL-${i}`) })),
        ),
      ).then(() => {
        written = true;
      });

      const seen = new Set<boolean>();
      while (!written) {
        const [events, runs] = [await store.readStream('release:REL-149'), await store.run('release:REL-149')];
        // The run is read after the event, so it may only be ahead.
        expect(events.length === 1 && runs === null).toBe(false);
        const [later, sooner] = [await store.run('release:REL-0'), await store.readStream('release:REL-0')];
        expect(later !== null && sooner.length === 0).toBe(false);
        seen.add(events.length === 1);
        await setImmediate();
      }
      await writing;

      expect(seen.has(false)).toBe(true);
    });
  });
}
