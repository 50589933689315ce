import { expect, test } from 'vitest';
import { startWorld, WIMMELWELT } from '../support/bot.ts';

const ON_CALL = 'U0WONCALL';
const CHANNEL = 'C0WIMMELPROD';

test.each([
  ['API outage', 'wimmelapi001', 'major_outage', 'does not answer'],
  ['Push problems', 'wimmelpush02', 'degraded_performance', 'Messages come late'],
  ['DB failover', 'wimmelmongo3', 'degraded_performance', 'another database server'],
])(
  '[W13] one press tells users of %s in prepared words, and its undo that it is over',
  async (title, component, state, words) => {
    await using world = await startWorld({ products: [WIMMELWELT] });
    const { incidents, components } = world.services.statuspage;
    await world.type(ON_CALL, '/incident declare p2 something hurts', CHANNEL);
    await world.press(ON_CALL, `Status page: ${title.replace('Push', 'push')}`);
    expect(components[component]).toBe(state);
    expect(incidents).toMatchObject([
      { name: title, status: 'investigating', updates: [expect.stringContaining(words)] },
    ]);
    expect(world.thread('INC-1').join('\n')).toContain(incidents[0]?.shortlink);

    await world.fill(ON_CALL, 'Undo…', { reason: 'it is over' }, `Status page: ${title.replace('Push', 'push')}`);
    expect(components[component]).toBe('operational');
    expect(incidents).toMatchObject([
      { status: 'resolved', updates: [expect.anything(), expect.stringContaining('works again')] },
    ]);
  },
);

test('[W13] a status page that does not take it is never said to be told: the action waits, and Retry tells it', async () => {
  await using world = await startWorld({ products: [WIMMELWELT] });
  const { incidents } = world.services.statuspage;
  await world.type(ON_CALL, '/incident declare p2 something hurts', CHANNEL);
  world.services.strike({ status: 422, json: { error: ['not today'] } });
  await world.press(ON_CALL, 'Status page: API outage');
  expect(incidents).toEqual([]);
  expect(world.thread('INC-1').join('\n')).toMatch(/✖ “Status page: api major outage” failed: Statuspage answered 422/);
  expect(world.thread('INC-1').join('\n')).not.toContain('✔ Status page');
  await world.press(ON_CALL, 'Retry', 'API outage');
  expect(incidents).toMatchObject([{ name: 'API outage' }]);
  expect(world.thread('INC-1').join('\n')).toContain(`✔ Status page: API outage: done, ${incidents[0]?.shortlink}`);
});
