import { describe, expect, test } from 'vitest';
import { DAY, HOUR } from '#src/base/time.ts';
import { change, claim, effect, event, NOON, run, type World } from './fixtures.ts';

const REL = 'release:REL-1';

/** Runs, messages, blobs, counters, figures: what is kept, for how long, and over restarts. */
export function recordsAreKept(world: World): void {
  describe('a run', () => {
    test('has one row, the newest, and a change without one leaves it', async () => {
      const { store } = world;
      await store.append(change(REL, 0, { run: run(REL) }));
      const later = run(REL, {
        status: 'completed',
        open: false,
        dueAt: NOON + 1,
        events: 2,
        facts: { grade: ['P0', null] },
      });
      await store.append(change(REL, 1, { run: later }));
      await store.append(change(REL, 2));

      expect(await store.run(REL)).toEqual(later);
      expect(await store.runs({})).toEqual([later]);
      expect(await store.run('release:REL-2')).toBeNull();
    });

    test('is listed by kind, openness, product, channel and owner, the newest first', async () => {
      const { store } = world;
      const all = [
        run('release:REL-9', { startedAt: NOON }),
        run('release:REL-10', { startedAt: NOON, open: false, owner: 'U-BOB' }),
        run('incident:INC-1', { startedAt: NOON + 1, kind: 'incident', channel: 'C-INC' }),
        run('drill:DRILL-1', { startedAt: NOON - 1, kind: 'drill', product: 'hauski' }),
      ];
      for (const one of all) await store.append(change(one.stream, 0, { run: one }));
      const ids = async (filter: Parameters<typeof store.runs>[0]) => (await store.runs(filter)).map(one => one.id);

      expect(await ids({})).toEqual(['INC-1', 'REL-10', 'REL-9', 'DRILL-1']);
      expect(await ids({ kind: 'release' })).toEqual(['REL-10', 'REL-9']);
      expect(await ids({ kind: 'release', open: true })).toEqual(['REL-9']);
      expect(await ids({ open: false })).toEqual(['REL-10']);
      expect(await ids({ product: 'hauski' })).toEqual(['DRILL-1']);
      expect(await ids({ channel: 'C-INC' })).toEqual(['INC-1']);
      expect(await ids({ owner: 'U-BOB', open: true })).toEqual([]);
      expect(await ids({ limit: 2 })).toEqual(['INC-1', 'REL-10']);
    });

    test('comes whole when no limit is said: the oldest may be the one that matters', async () => {
      const many = Array.from({ length: 120 }, (_, i) => `release:REL-${i}`);
      await Promise.all(many.map(stream => world.store.append(change(stream, 0, { run: run(stream) }))));

      expect(await world.store.runs({})).toHaveLength(120);
      expect(await world.store.runs({ limit: 60 })).toHaveLength(60);
    });

    test('is found by its status and by what its facts tell', async () => {
      const { store } = world;
      const rows = [
        run('release:REL-1', { status: 'rolled-back', facts: { lock: 'Captain', production: null } }),
        run('release:REL-2', { status: 'completed', facts: { lock: null, production: { since: NOON, taken: true } } }),
        run('release:REL-3', { status: 'completed', facts: {} }),
      ];
      for (const one of rows) await store.append(change(one.stream, 0, { run: one }));
      const ids = async (filter: Parameters<typeof store.runs>[0]) => (await store.runs(filter)).map(one => one.id);

      expect(await ids({ has: 'lock' })).toEqual(['REL-1']);
      expect(await ids({ has: 'production' })).toEqual(['REL-2']);
      expect(await ids({ status: 'completed' })).toEqual(['REL-3', 'REL-2']);
      expect(await ids({ status: 'completed', has: 'production', limit: 1 })).toEqual(['REL-2']);
    });
  });

  test('a message is found by stream and name, and the last place told is where it stands', async () => {
    const { store } = world;
    await store.append(change(REL, 0, { messages: [{ name: 'card', channel: 'C', ts: '1.0' }] }));
    await store.append(change(REL, 1, { messages: [{ name: 'card', channel: 'C', ts: '2.0' }] }));

    expect(await store.message(REL, 'card')).toEqual({ stream: REL, name: 'card', channel: 'C', ts: '2.0' });
    expect(await store.message('release:REL-2', 'card')).toBeNull();
  });

  test('a blob comes back byte for byte, also a part of a larger buffer and one given twice', async () => {
    const { store } = world;
    const bytes = new Uint8Array([9, 0, 255, 13, 10, 9]).subarray(1, 5);
    await store.append(change(REL, 0, { blobs: [{ hash: 'h', bytes }] }));
    await store.append(
      change(REL, 1, {
        blobs: [
          { hash: 'h', bytes },
          { hash: 'empty', bytes: new Uint8Array() },
        ],
      }),
    );

    expect([...((await store.blob('h')) ?? [])]).toEqual([0, 255, 13, 10]);
    expect(await store.blob('empty')).toHaveLength(0);
    expect(await store.blob('unheard of')).toBeNull();
  });

  test('a number is never given twice, neither at once nor after a restart', async () => {
    const given = await Promise.all(Array.from({ length: 100 }, () => world.store.nextNumber('REL')));
    await world.reopen();

    expect(given).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
    expect(await world.store.nextNumber('REL')).toBe(101);
    expect(await world.store.nextNumber('INC')).toBe(1);
  });

  test('every start has a higher epoch than the one before', async () => {
    const epochs = [world.store.epoch];
    for (let start = 0; start < 3; start++) {
      await world.reopen();
      epochs.push(world.store.epoch);
    }

    expect(epochs).toEqual([1, 2, 3, 4]);
  });

  test('a note of the bot itself is replaced by the next under its key', async () => {
    expect(await world.store.meta('tzdata')).toBeNull();
    await world.store.setMeta('tzdata', '2026a');
    await world.store.setMeta('tzdata', '2026b');

    expect(await world.store.meta('tzdata')).toBe('2026b');
  });

  test('the figures count events, effects by state, timers and open runs', async () => {
    const { store } = world;
    await store.append(
      change(REL, 0, { events: [event(REL, 1), event(REL, 2)], effects: [effect('a'), effect('b')], run: run(REL) }),
    );
    await store.append(
      change('system', 0, { timers: { tick: { at: NOON, policy: 'coalesce' } }, run: run('system', { open: false }) }),
    );
    await claim(store, { limit: 1 });

    expect(await store.counts()).toEqual({ events: 3, effects: { due: 1, sending: 1 }, timers: 1, openRuns: 1 });
  });

  test('pruning takes settled effects after 30 days and requests after 24 h, and nothing else', async () => {
    const { store } = world;
    const settles = (effectId: string) => ({ effectId, epoch: store.epoch, end: 'done' }) as const;
    await store.append(
      change(REL, 0, {
        effects: [effect('old'), effect('newer'), effect('cancelled'), effect('open', { dueAt: NOON + 1 })],
      }),
    );
    await claim(store, { limit: 2 });
    await store.append(change(REL, 1, { settles: settles('old'), at: NOON, request: { key: 'old', reply: 1 } }));
    await store.append(
      change(REL, 2, { settles: settles('newer'), at: NOON + DAY, request: { key: 'newer', reply: 2 } }),
    );
    await store.append(change(REL, 3, { cancel: ['cancelled'], at: NOON }));

    await store.prune(NOON + 24 * HOUR + 1);
    expect([await store.readRequest('old'), await store.readRequest('newer')]).toEqual([null, 2]);
    expect(await store.readEffect('old')).not.toBeNull();

    await store.prune(NOON + 30 * DAY + 1);
    expect([await store.readEffect('old'), await store.readEffect('cancelled')]).toEqual([null, null]);
    expect((await store.effectsOf(REL, ['due', 'done', 'cancelled'])).map(row => row.id)).toEqual(['newer', 'open']);
    expect(await store.readStream(REL)).toHaveLength(4);
  });

  test('pruning goes on until all that is old is gone', async () => {
    const { store } = world;
    const keys = Array.from({ length: 2_100 }, (_, i) => `click-${i}`);
    await Promise.all(keys.map((key, i) => store.append(change(REL, i, { request: { key, reply: null } }))));

    await store.prune(NOON + 2 * DAY);
    expect(await store.append(change(REL, 2_100, { request: { key: 'click-2099', reply: null } }))).toBe('appended');
  });

  test('everything survives a restart', async () => {
    const changed = change(REL, 0, {
      effects: [effect('a', { body: { text: 'Grüße ✓', nested: [1, null, { deep: true }] } })],
      timers: { wait: { at: NOON, policy: 'coalesce' } },
      request: { key: 'click', reply: { text: 'ok' } },
      run: run(REL),
      messages: [{ name: 'card', channel: 'C', ts: '1' }],
      blobs: [{ hash: 'h', bytes: new Uint8Array([1, 2]) }],
    });
    await world.store.append(changed);
    await world.store.setMeta('key', 'value');
    const effectBefore = await world.store.readEffect('a');
    await world.reopen();
    const { store } = world;

    expect(await store.readStream(REL)).toEqual(changed.events);
    expect(await store.readEffect('a')).toEqual(effectBefore);
    expect(effectBefore?.body).toEqual(changed.effects[0]?.body);
    expect(await store.dueTimers(NOON, 9)).toEqual([{ stream: REL, name: 'wait', at: NOON, policy: 'coalesce' }]);
    expect(await store.readRequest('click')).toEqual({ text: 'ok' });
    expect(await store.run(REL)).toEqual(changed.run);
    expect(await store.message(REL, 'card')).toMatchObject({ ts: '1' });
    expect([...((await store.blob('h')) ?? [])]).toEqual([1, 2]);
    expect(await store.meta('key')).toBe('value');
    expect(await store.append(change(REL, 1))).toBe('appended');
  });

  test('closing writes what waits, and after it every call is refused', async () => {
    const { store } = world;
    const waiting = store.append(change(REL, 0));
    await store.close();

    expect(await waiting).toBe('appended');
    await expect(store.append(change(REL, 1))).rejects.toMatchObject({ code: 'store.failed' });
    await expect(store.readStream(REL)).rejects.toMatchObject({ code: 'store.failed' });
    await world.reopen();
    expect(await world.store.readStream(REL)).toHaveLength(1);
  });
}
