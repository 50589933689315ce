import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startWorld, VALERO } from '../support/bot.ts';

const FOUR_STEPS = join(import.meta.dirname, 'products/four-steps');

test('[B1] status, list, plan and help answer the asker alone and change nothing', async () => {
  await using world = await startWorld({ products: [FOUR_STEPS], users: [{ id: 'U0XAVER', name: 'xaver' }] });
  expect((await world.type('U0PO', '/release list')).text).toContain('No release yet');
  const plan = (await world.type('U0PO', '/release plan minor')).text;
  expect(plan).toContain('kubectl set weight canary-service 10');
  expect(plan).toContain('Nothing has been done');
  expect((await world.store.runs({ kind: 'release' })).length).toBe(0);

  await world.type('U0RELMGR', '/release start minor');
  const messages = world.slack.workspace.messages.all().length;
  const status = (await world.type('U0PO', '/release status')).text;
  expect(status).toContain('REL-1 · Four steps minor');
  expect(status).toContain('Waiting for');
  expect((await world.type('U0PO', '/release list')).text).toContain('*REL-1*');
  expect((await world.type('U0PO', '/release list')).text).toContain('captain <@U0RELMGR>');
  const help = (await world.type('U0RELMGR', '/release help')).text;
  for (const word of ['start', 'status', 'go', 'no-go', 'rollback', 'abort']) expect(help).toContain(word);
  expect((await world.type('U0XAVER', '/release help')).text).not.toContain('rollback');
  expect(world.slack.workspace.messages.all().length).toBe(messages);
});

test('a word that is not known gets the nearest one', async () => {
  await using world = await startWorld({ products: [FOUR_STEPS] });
  expect((await world.type('U0PO', '/release stauts')).text).toContain('Did you mean /release status?');
  expect((await world.type('U0RELMGR', '/release start minro')).text).toContain('did you mean "minor"');
});

test('a command means the run it names, else the only one here; said in a thread, that thread’s', async () => {
  await using world = await startWorld({ products: [FOUR_STEPS] });
  expect((await world.type('U0PO', '/release status')).text).toContain('No release is running');
  await world.type('U0RELMGR', '/release start minor');
  await world.type('U0PO', '/release note all quiet');
  expect(world.thread('REL-1').join('\n')).toContain('all quiet');

  await world.type('U0PO', '/release start minor');
  const choice = await world.type('U0RELMGR', '/release status REL-2');
  expect(choice.text).toContain('REL-2 ·');

  const card = world.slack.workspace.messages.in('C0RELEASES').find(message => message.text.includes('REL-1'));
  await world.slack.say({
    user: 'U0PO',
    channel: 'C0RELEASES',
    text: '@gonogo note seen from here',
    thread_ts: card?.ts ?? '',
  });
  await world.settle();
  expect(world.thread('REL-1').join('\n')).toContain('seen from here');
  expect(world.thread('REL-2').join('\n')).not.toContain('seen from here');
});

test('with several runs here and none of one’s own, somebody chooses with a button and the command goes on', async () => {
  await using world = await startWorld({ products: [FOUR_STEPS], users: [{ id: 'U0XAVER', name: 'xaver' }] });
  await world.type('U0RELMGR', '/release start minor');
  await world.type('U0PO', '/release start minor');

  const asked = await world.type('U0XAVER', '/release note the lights are on');
  expect(asked.text).toContain('Which release do you mean?');
  await world.press('U0XAVER', 'REL-2');
  expect(world.thread('REL-2').join('\n')).toContain('the lights are on');
  expect(world.thread('REL-1').join('\n')).not.toContain('the lights are on');
});

test('[B1] what is missing is asked in a form, and its mistakes stand beside their fields', async () => {
  await using world = await startWorld({ products: [FOUR_STEPS, VALERO] });
  expect((await world.type('U0RELMGR', '/release start')).modal).toBeDefined();
  await world.choose('U0RELMGR', 'gonogo:release.start-product', 'four-steps');
  expect(await world.submit('U0RELMGR', { version: 'one' })).toContain('Write three numbers');
  await world.submit('U0RELMGR', { version: '' });
  expect((await world.run()).status).toBe('running');
});

test('a runbook with a mistake cannot be started, and who tries is told file, line and remedy', async () => {
  await using world = await startWorld({ products: [FOUR_STEPS] });
  const file = join(world.runbooks, 'four-steps/release.yml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('timeout: 5m', 'timeout: 5'));
  await world.kill();
  await world.restart();
  const { text } = await world.type('U0RELMGR', '/release start minor');
  expect(text).toMatch(/four-steps\/release\.yml:\d+:\d+/);
  expect(text).toContain('5m');
});
