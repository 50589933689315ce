import { expect, test } from 'vitest';
import { CAPTAIN, startWatchtower } from '../support/watchtower.ts';

const GUEST = 'U0GUEST';

test('[X8] linted live from Slack, whoever asked is told which metrics cannot be had now, in the words of the command line', async () => {
  await using tower = await startWatchtower({
    users: [{ id: GUEST, name: 'guest', is_restricted: true }],
  });
  const { world } = tower;
  const told = async () => {
    const before = direct().length;
    expect((await world.type(CAPTAIN, '/runbook lint --live', 'C0RELEASES')).text).toContain(
      'Every metric is being asked',
    );
    await world.until(() => direct().length > before);
    return direct().at(-1);
  };
  const direct = () =>
    world.slack.workspace.messages.all().filter(one => /Every metric that|cannot be had/.test(one.text));

  expect((await told())?.text).toBe('Every metric that can be asked before a run has an answer.');
  tower.answers('down');
  expect((await told())?.text).toContain('these metrics cannot be had');
  const file = world.slack.workspace.files.all().find(one => one.name === 'lint-live.txt');
  expect(String(file?.content)).toMatch(
    /watchtower\/product\.yml:\d+:\d+ {2}warning {2}errors in production cannot be measured now: /,
  );

  expect((await world.type(GUEST, '/runbook lint —live', 'C0RELEASES')).text).toContain('Only full members');
  expect((await world.type(CAPTAIN, '/runbook lint -live', 'C0RELEASES')).text).toContain(
    'After lint there is only --live',
  );
});
