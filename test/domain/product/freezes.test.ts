import { describe, expect, test } from 'vitest';
import type { EndedFreeze, SetFreeze } from '#src/domain/system-facts.ts';
import { ProductWorld, shopDefinition } from './product-world.ts';

const FLOOD: SetFreeze = {
  id: 'FRZ-1',
  product: 'shop',
  from: '2026-11-24',
  to: '2026-11-27',
  reason: 'Flood',
  unless: { kind: 'incident' },
  by: 'U0PO',
  at: 0,
};
const DRY: EndedFreeze = { id: 'FRZ-1', product: 'shop', reason: 'The water is gone', by: 'U0CAP', at: 0 };

const LATER: SetFreeze = { ...FLOOD, id: 'FRZ-2', from: '2026-11-26' };
const BEGUN =
  '❄ FRZ-2 (Flood) has begun: production of Shop is frozen until the end of 2026-11-27. /release freeze end FRZ-2 REASON ends it.';

/** The shop on Tuesday morning, and what its channel hears. */
function shop(change: Parameters<typeof shopDefinition>[0] = {}) {
  const world = new ProductWorld('2026-11-24T10:00:00+01:00', shopDefinition({ drills: [], ...change }));
  const stand = (standing: readonly SetFreeze[], ended: readonly EndedFreeze[] = []) =>
    world.tell({ type: 'freezes-stand', standing, ended });
  const said = () => world.posts.map(one => one.body['text']);
  return { world, stand, said };
}

const SET =
  '❄ FRZ-1: production of Shop is frozen from 2026-11-24 to 2026-11-27: Flood (<@U0PO>). /release freeze end FRZ-1 REASON ends it.';

describe('[W8] the release channel hears of a freeze', () => {
  test('once, by whom, until when and why, however often it is told', () => {
    const { stand, said, world } = shop();
    stand([FLOOD]);
    stand([FLOOD]);
    expect(said()).toEqual([SET]);
    expect(world.posts[0]?.body).toMatchObject({ channel: 'C1', by: 'U0PO' });
  });

  test('and of its end by hand once, with whoever ended it and why', () => {
    const { stand, said } = shop();
    stand([FLOOD]);
    stand([], [DRY]);
    stand([], [DRY]);
    expect(said()).toEqual([SET, '❄ FRZ-1 (Flood) has ended: The water is gone (<@U0CAP>).']);
  });

  test('and that its last day has passed, by the clock of the product; ended by hand afterwards it is news to nobody', () => {
    const { stand, said, world } = shop();
    stand([FLOOD]);
    world.until('2026-11-27T23:59:59+01:00');
    expect(said()).toHaveLength(1);
    world.until('2026-11-28T00:00:00+01:00');
    stand([FLOOD]);
    stand([], [DRY]);
    expect(said()).toEqual([SET, '❄ FRZ-1 (Flood) is over: 2026-11-27 was its last day.']);
  });

  test('and of its first day where it was set before it, once', () => {
    const { stand, said, world } = shop();
    stand([LATER]);
    world.until('2026-11-25T23:59:59+01:00');
    expect(said()).toHaveLength(1);
    world.until('2026-11-26T00:00:00+01:00');
    stand([LATER]);
    world.until('2026-11-28T00:00:00+01:00');
    expect(said().slice(1)).toEqual([BEGUN, '❄ FRZ-2 (Flood) is over: 2026-11-27 was its last day.']);
  });

  test('not of the first day of one that was ended before, and late only as long as it stands', () => {
    const ended = shop();
    ended.stand([LATER]);
    ended.stand([], [{ ...DRY, id: 'FRZ-2' }]);
    ended.world.until('2026-11-26T12:00:00+01:00');
    expect(ended.said()).toHaveLength(2);

    const down = shop();
    down.stand([LATER]);
    down.world.downUntil('2026-11-28T08:00:00+01:00');
    expect(down.said().slice(1)).toEqual(['❄ FRZ-2 (Flood) is over: 2026-11-27 was its last day.']);
  });

  test('not of one that was over, or ended, before anybody could tell', () => {
    const { stand, said, world } = shop();
    world.until('2026-11-30T10:00:00+01:00');
    stand([FLOOD]);
    stand([], [DRY]);
    expect(said()).toEqual([]);
  });

  test('files that changed meanwhile tell nobody again, and without a channel for releases it is on record only', () => {
    const { stand, said, world } = shop({ channels: { incidents: 'C0INC' } });
    stand([FLOOD]);
    world.tell({ type: 'product-define', definition: shopDefinition({ drills: [] }) });
    stand([FLOOD]);
    expect(said()).toEqual([]);
    expect(world.facts.filter(one => one.type === 'freeze.told')).toHaveLength(1);
  });
});
