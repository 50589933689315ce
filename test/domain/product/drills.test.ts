import { describe, expect, test } from 'vitest';
import { LATE, ProductWorld, shopDefinition } from './product-world.ts';

const BERLIN = { days: [1, 2, 3, 4, 5], from: 8 * 60, to: 16 * 60, holidays: ['2026-12-25'] };

describe('[W12] overdue drills are told once a working day', () => {
  test('when its hours begin, and on no weekend and holiday', () => {
    const world = new ProductWorld('2026-12-23T19:00:00+01:00', shopDefinition({ workdays: BERLIN }));
    world.until('2026-12-29T07:59:59+01:00');
    expect(world.story).toEqual(['drills.overdue 2026-12-24', 'drills.overdue 2026-12-28']);
    expect(world.lastAt).toBe('2026-12-28T07:00:00.000Z');
    expect(world.posts).toHaveLength(2);
  });

  test('from Monday to Friday at nine where the product names no working days, in summer as in winter', () => {
    const world = new ProductWorld('2027-03-26T12:00:00+01:00').until('2027-03-26T20:00:00+01:00');
    expect(world.story).toEqual(['drills.overdue 2027-03-26']);
    world.until('2027-03-29T20:00:00+02:00');
    expect(world.story.at(-1)).toBe('drills.overdue 2027-03-29');
    expect(world.lastAt).toBe('2027-03-29T07:00:00.000Z');
  });

  test('where its drills are started, or else where releases or incidents are; and to nobody where there is no such channel', () => {
    const channelOf = (channels: { readonly [name: string]: string }) =>
      new ProductWorld('2026-11-24T10:00:00+01:00', shopDefinition({ channels }))
        .until('2026-11-24T10:00:00+01:00')
        .posts.map(one => one.body['channel']);
    expect(channelOf({ releases: 'C0REL', drills: 'C0DRILLS' })).toEqual(['C0DRILLS']);
    expect(channelOf({ releases: 'C0REL' })).toEqual(['C0REL']);
    expect(channelOf({ incidents: 'C0INC', news: 'C0NEWS' })).toEqual(['C0INC']);
    expect(channelOf({ news: 'C0NEWS' })).toEqual([]);
  });

  test('with nothing to say nothing is said, and it is looked again on the next day', () => {
    const world = new ProductWorld('2026-11-24T07:00:00+01:00');
    world.overdue = [];
    world.until('2026-11-24T20:00:00+01:00');
    world.overdue = [LATE];
    world.until('2026-11-25T20:00:00+01:00');
    expect(world.story).toEqual(['drills.looked 2026-11-24', 'drills.overdue 2026-11-25']);
    expect(world.posts).toHaveLength(1);
  });

  test('a product without drills, or with some on demand only, is never looked at', () => {
    const drills = [{ id: 'storage', title: 'Storage', every: 'on demand', roles: ['devops'] }] as const;
    const world = new ProductWorld('2026-11-24T07:00:00+01:00', shopDefinition({ drills }));
    expect(world.until('2026-12-24T07:00:00+01:00').story).toEqual([]);
  });
});

describe('[W12] whatever stops the bot, nobody is told twice on a day, and nobody of days gone by', () => {
  test('back in the hours of the same day it tells then', () => {
    const world = new ProductWorld('2026-11-24T07:00:00+01:00').downUntil('2026-11-24T15:00:00+01:00');
    expect(world.story).toEqual(['drills.overdue 2026-11-24']);
    expect(world.lastAt).toBe('2026-11-24T14:00:00.000Z');
  });

  test('back after them it says nothing, and that stands there', () => {
    const world = new ProductWorld('2026-11-24T07:00:00+01:00').downUntil('2026-11-24T17:00:00+01:00');
    expect(world.story).toEqual(['drills.missed 2026-11-24']);
    expect(world.posts).toEqual([]);
    expect(world.until('2026-11-25T12:00:00+01:00').story.at(-1)).toBe('drills.overdue 2026-11-25');
  });

  test('back days later it tells that day’s, and on a weekend waits for Monday', () => {
    const world = new ProductWorld('2026-11-24T07:00:00+01:00').downUntil('2026-11-26T10:00:00+01:00');
    expect(world.story).toEqual(['drills.overdue 2026-11-26']);
    world.downUntil('2026-11-28T10:00:00+01:00').until('2026-11-30T09:00:00+01:00');
    expect(world.story.slice(1)).toEqual(['drills.missed 2026-11-27', 'drills.overdue 2026-11-30']);
  });

  test('killed while it looked, what is found later counts for the day it is found on', () => {
    const world = new ProductWorld('2026-11-24T07:00:00+01:00');
    world.looks = false;
    world.until('2026-11-24T09:00:00+01:00');
    expect(world.effects.map(one => one.kind)).toEqual(['drills.look']);
    world.now = Date.parse('2026-11-25T03:00:00+01:00');
    expect(world.looked().story).toEqual(['drills.missed 2026-11-24']);
    world.looks = true;
    expect(world.until('2026-11-25T23:00:00+01:00').story.at(-1)).toBe('drills.overdue 2026-11-25');
  });

  test('looked at twice at once it is told once', () => {
    const world = new ProductWorld('2026-11-24T09:00:00+01:00').until('2026-11-24T09:00:00+01:00');
    world.now += 1_000;
    expect(world.looked().story).toEqual(['drills.overdue 2026-11-24']);
  });

  test('a look that hits a defect is on record, and it is looked again on the next day, not again and again', () => {
    const world = new ProductWorld('2026-11-24T07:00:00+01:00');
    world.looks = false;
    world.until('2026-11-24T09:00:00+01:00');
    const about = { effect: 'e1', says: 'drills.look hit a defect', never: false, ref: null, watch: null, page: null };
    world.tell({ type: 'effect-gave-up', kind: 'chat.post', ...about });
    world.tell({ type: 'effect-gave-up', kind: 'drills.look', ...about });
    expect(world.facts.map(one => one.type)).toEqual(['product.defined', 'effect.gave-up', 'effect.gave-up']);
    world.looks = true;
    expect(world.until('2026-11-25T09:00:00+01:00').story).toEqual(['drills.overdue 2026-11-25']);
  });

  test('the clock set back by some days tells no day again, and goes on with the next', () => {
    const world = new ProductWorld('2026-11-23T07:00:00+01:00').until('2026-11-25T12:00:00+01:00');
    world.clockSetTo('2026-11-23T07:00:00+01:00').until('2026-11-27T12:00:00+01:00');
    expect(world.story.map(one => one.split(' ')[1])).toEqual([
      '2026-11-23',
      '2026-11-24',
      '2026-11-25',
      '2026-11-26',
      '2026-11-27',
    ]);
  });

  test('a clock that was a year ahead keeps nobody waiting for a year', () => {
    const world = new ProductWorld('2027-11-24T07:00:00+01:00').until('2027-11-24T12:00:00+01:00');
    world.clockSetTo('2026-11-24T12:00:00+01:00').until('2026-11-24T12:00:00+01:00');
    expect(world.story.at(-1)).toBe('drills.overdue 2026-11-24');
  });

  test('hours that the clocks leave out, or repeat, are one day all the same', () => {
    const night = { days: [7], from: 150, to: 240, holidays: [] };
    const spring = new ProductWorld('2027-03-27T12:00:00+01:00', shopDefinition({ workdays: night }));
    expect(spring.until('2027-03-28T12:00:00+02:00').lastAt).toBe('2027-03-28T01:30:00.000Z');
    const autumn = new ProductWorld('2026-10-24T12:00:00+02:00', shopDefinition({ workdays: night }));
    expect(autumn.until('2026-10-25T12:00:00+01:00').story).toEqual(['drills.overdue 2026-10-25']);
    expect(autumn.lastAt).toBe('2026-10-25T00:30:00.000Z');
  });

  test('files that changed are told anew, and once a day stays once a day', () => {
    const world = new ProductWorld('2026-11-24T07:00:00+01:00').until('2026-11-24T10:00:00+01:00');
    world.tell({ type: 'product-define', definition: shopDefinition() });
    expect(world.facts.filter(one => one.type === 'product.defined')).toHaveLength(1);
    world.tell({ type: 'product-define', definition: shopDefinition({ title: 'Other' }) });
    expect(world.until('2026-11-24T23:00:00+01:00').story).toEqual(['drills.overdue 2026-11-24']);
    world.tell({ type: 'product-gone' }).tell({ type: 'product-gone' });
    expect(world.facts.filter(one => one.type === 'product.defined')).toHaveLength(3);
    expect(world.until('2026-12-24T23:00:00+01:00').story).toHaveLength(1);
  });
});
