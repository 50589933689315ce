import { describe, expect, test } from 'vitest';
import { startWorld } from '../support/bot.ts';

const INC = 'C0INCIDENTS';
const MANAGER = 'U0RELMGR';
const ON_CALL = 'U0ONCALL';

type World = Awaited<ReturnType<typeof startWorld>>;

const declare = (world: World) => world.type(MANAGER, '/incident declare p0 documents cannot be opened', INC);
const page = async (world: World) => Object.values((await world.incident()).pages);

/** The lines of the card about pages. */
function pageLines(world: World): string {
  return world
    .card('INC-1')
    .split('\n')
    .filter(line => /page/i.test(line))
    .join('\n');
}

describe('what people are told of a page is true at every moment, and somebody is reached', () => {
  test('[X9] PagerDuty gone for an hour: not accepted is said, the people are told directly, and it rings when it is back', async () => {
    await using world = await startWorld();
    await world.pagerDuty.goAway();
    await declare(world);
    expect(pageLines(world)).toContain('*not accepted by PagerDuty yet*');
    await world.wind('1m');
    expect(world.direct(ON_CALL).at(-1)).toContain('INC-1');
    expect(pageLines(world)).toContain('not accepted');
    await world.type(MANAGER, '/incident update Looking', INC);
    await world.wind('9m');
    await world.type(MANAGER, '/incident mitigated', INC);
    await world.wind('49m');
    expect(world.ringing(ON_CALL)).toEqual([]);
    await world.pagerDuty.comeBack();
    await world.wind('2m');
    expect(world.ringing(ON_CALL)).toHaveLength(1);
    expect(world.pagerDuty.incidents().filter(one => one.status !== 'resolved').length).toBeLessThanOrEqual(1);
  });

  test('[X9] accepted with 202 and nothing opened is found out within a minute or two, and the people are told directly', async () => {
    await using world = await startWorld();
    world.pagerDuty.faults.add({ place: 'events', kind: 'accept-and-drop' });
    await declare(world);
    expect(pageLines(world)).toContain('accepted by PagerDuty');
    expect(pageLines(world)).toContain('not acknowledged');
    await world.wind('2m');
    expect((await page(world))[0]).toMatchObject({ state: 'failed' });
    expect(pageLines(world)).toContain('FAILED');
    expect(world.direct(ON_CALL).at(-1)).toContain('INC-1');
  });

  test('[X9] answered with 429 and with 5xx it is asked again, and told as accepted only when it is', async () => {
    await using world = await startWorld();
    world.pagerDuty.faults.add({ place: 'events', kind: 'rate-limit', times: 2 });
    world.pagerDuty.faults.add({ place: 'events', kind: 'http-error', times: 2 });
    await declare(world);
    await world.wind('3m');
    expect(world.ringing(ON_CALL)).toHaveLength(1);
    expect((await page(world))[0]?.state).toBe('accepted');
    expect(world.pagerDuty.incidents()).toHaveLength(1);
  });

  test('[X9] a key PagerDuty refuses is FAILED at once and never called paged', async () => {
    await using world = await startWorld();
    world.pagerDuty.faults.add({ place: 'events', kind: 'http-error', status: 400 });
    await declare(world);
    expect(pageLines(world)).toContain('FAILED');
    expect(world.direct(ON_CALL).at(-1)).toContain('INC-1');
  });

  test('[X9] acknowledged by nobody for five minutes, people are told a second way, and the card never says acknowledged', async () => {
    await using world = await startWorld();
    await declare(world);
    await world.wind('6m');
    expect(pageLines(world)).toContain('not acknowledged');
    expect(world.direct(ON_CALL).length).toBeGreaterThanOrEqual(2);
    await world.pickUp(ON_CALL);
    expect(pageLines(world)).toContain('acknowledged by');
  });

  test('[X9] acknowledged in Slack it is acknowledged at PagerDuty too, and the phone is silent', async () => {
    await using world = await startWorld();
    await declare(world);
    expect(world.ringing(ON_CALL)).toHaveLength(1);
    await world.press(ON_CALL, 'I have it');
    expect(world.ringing(ON_CALL)).toEqual([]);
    expect(world.pagerDuty.incidents()[0]?.status).toBe('acknowledged');
    expect(pageLines(world)).toContain('<@U0ONCALL>');
  });
});
