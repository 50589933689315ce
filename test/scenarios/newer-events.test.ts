import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Fact } from '#src/domain/fact.ts';
import { encode } from '#src/engine/codec.ts';
import { openSqlite } from '#src/store/open-sqlite.ts';
import type { World } from '../support/bot.ts';
import { startWorld } from '../support/bot.ts';
import type { Line } from '../support/world/log.ts';

const PRODUCT = join(import.meta.dirname, 'products/duty');
const MONDAY = Date.parse('2026-11-23T10:00:00+01:00');

/** A newer gonogo has run meanwhile, and wrote a fact of which this one knows nothing. */
async function writeAsNewer(world: World, stream: string): Promise<void> {
  await using store = await openSqlite({ path: join(world.data, 'gonogo.sqlite') });
  const last = (await store.readStream(stream)).at(-1);
  const seq = (last?.seq ?? 0) + 1;
  const fact = { seq, at: world.now(), actor: { kind: 'bot' }, type: 'release.blessed', data: { moon: 'full' } };
  const event = encode(stream, fact as unknown as Fact, last?.hash ?? '');
  const nothing = { effects: [], timers: {}, cancel: [], run: null, messages: [], blobs: [], at: world.now() };
  await store.append({ stream, expectedVersion: seq - 1, events: [event], ...nothing });
}

test('[B5] a run that a newer gonogo has written stands still alone: its channel is told, and the others go on', async () => {
  const world = await startWorld({ products: [PRODUCT], start: MONDAY });
  try {
    for (const _ of ['REL-1', 'REL-2']) await world.type('U0CAP', '/release start minor at 2026-11-27 20:00');
    await world.kill();
    await writeAsNewer(world, 'release:REL-1');
    await world.restart();

    await world.wind('105h');
    expect((await world.run('REL-2')).steps['go']?.status).toBe('waiting');
    expect(world.direct('U0MON').join()).toContain('REL-2 (Duty minor) waits for your go or no-go');
    const said = world.slack.workspace.messages.in('C0RELEASES').map(world.read);
    const told = said.filter(text => text.includes('REL-1 stands still'));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/release\.blessed[\s\S]*a newer one wrote it\. Start that one again/);
    expect((await world.type('U0CAP', '/release status REL-1')).text).toContain('a newer one wrote it');
    expect((await world.type('U0CAP', '/release pause REL-1')).text).toContain('a newer one wrote it');
    expect(world.trouble().fatal).toEqual([]);
    expect(new Set(world.trouble().defects.map(one => one.message))).toEqual(
      new Set(['a stream stands still; what is due there is tried again in a minute']),
    );
  } finally {
    // It is meant to be there, and any other scenario must not end with it.
    (world.log.lines as Line[]).length = 0;
    await world[Symbol.asyncDispose]();
  }
});
