import { expect, test } from 'vitest';
import { follow } from './support/newcomer.ts';
import { picture } from './support/picture.ts';
import {
  become,
  card,
  guide,
  openWorkspace,
  said,
  setFault,
  startsOf,
  thread,
  type,
  until,
  type Workspace,
} from './support/workspace.ts';

const LONG_MS = 300_000;
const WAVE_1 = /wave 1 of 3, 10 %[\s\S]*soaking/;

test('[X7] a newcomer takes a minor release to its end, with a go by two roles', { timeout: LONG_MS }, async () => {
  await using workspace = await openWorkspace();
  const { page } = workspace;
  await type(page, '/release start minor');
  await follow(workspace, /Go or no-go ▶ \(1 of 2\)/);
  await picture(page, 'go-no-go');
  await follow(workspace, /wave 2 of 3, 50 %[\s\S]*soaking/);
  await page.getByRole('button', { name: '+10 min' }).click();
  await guide(page).waitFor();
  await picture(page, 'wave', 'dark');
  await follow(workspace, /Completed/);
  expect(await card(page).innerText()).toContain('Completed: a success');
  expect(await card(page).innerText()).toContain('Go or no-go ✔ (2 of 2)');
  expect(await card(page).getByText('✔ Met:').count()).toBe(1);
  await thread(page)
    .getByRole('link', { name: /deployment\.md/ })
    .first()
    .waitFor();
  expect(startsOf(workspace, 'kubectl set weight')).toEqual(
    [10, 50, 100, 0].map(each => expect.stringContaining(`canary-service ${each}`)),
  );
});

test('[X7] errors of the canary pause it with the numbers, and a button with a reason rolls it back', {
  timeout: LONG_MS,
}, async () => {
  await using workspace = await openWorkspace();
  const { page, practice } = workspace;
  await type(page, '/release start minor');
  await follow(workspace, WAVE_1);
  await setFault(page, 'The new version returns errors', true);
  await page.getByRole('button', { name: '+10 min' }).click();
  await card(page)
    .getByText(/Paused since .*[Ee]rror rate.* %.*1 %/)
    .waitFor();
  expect(practice.demo.state().cluster.weight).toBe(10);
  await become(page, 'Rosa Keller');
  await picture(page, 'paused');
  await card(page).getByRole('button', { name: 'Roll back…' }).click();
  const form = page.getByRole('dialog', { name: 'Roll back' });
  await form.getByLabel('Reason').selectOption({ index: 1 });
  await picture(page, 'roll-back', 'dark');
  await form.getByRole('button', { name: 'Roll back' }).click();
  await until(() => practice.demo.state().cluster.weight === 0);
  await follow(workspace, /Rolled back today/);
});

test('[X4] [X7] metrics that are gone pause it; it neither passes nor rolls back until somebody resumes', {
  timeout: LONG_MS,
}, async () => {
  await using workspace = await openWorkspace();
  const { page, practice } = workspace;
  await type(page, '/release start minor');
  await follow(workspace, WAVE_1);
  await setFault(page, 'Metrics do not answer', true);
  await page.getByRole('button', { name: '+10 min' }).click();
  await card(page)
    .getByText(/Paused since .*(could not be measured|measure)/)
    .waitFor();
  await page.getByRole('button', { name: '+10 min' }).click();
  await page.getByRole('button', { name: '+10 min' }).click();
  expect(practice.demo.state().cluster.weight).toBe(10);
  expect(startsOf(workspace, 'set weight')).toHaveLength(1);
  await setFault(page, 'Metrics do not answer', false);
  await become(page, 'Li Wen');
  await card(page)
    .getByRole('button', { name: /Resume/ })
    .click();
  await page.getByRole('dialog').getByRole('textbox').fill('Metrics are back');
  await page.getByRole('dialog').getByRole('button', { name: 'Resume' }).click();
  await follow(workspace, /wave 2 of 3, 50 %[\s\S]*soaking/);
  expect(practice.demo.state().cluster.weight).toBe(50);
});

test('[X7] killed in a command and in a wave, the bot goes on, and nothing is done or said twice', {
  timeout: LONG_MS,
}, async () => {
  await using workspace = await openWorkspace();
  const { page, practice } = workspace;
  const kill = () => page.getByRole('button', { name: 'Kill the bot (kill -9)' }).click();
  const revive = () => page.getByRole('button', { name: 'Start the bot again' }).first().click();
  await type(page, '/release start minor');
  await until(() => practice.demo.journal().some(one => one.command.startsWith('docker push') && one.ended === null));
  await kill();
  await page.getByText(/Not running/).waitFor();
  await until(() => practice.demo.journal().every(one => one.ended?.exit === 0));
  await revive();
  await follow(workspace, WAVE_1);
  await kill();
  await page.getByText(/Not running/).waitFor();
  await page.getByRole('button', { name: '+10 min' }).click();
  await revive();
  await follow(workspace, /wave 2 of 3, 50 %[\s\S]*soaking/);
  const commands = practice.demo.journal().map(one => one.command);
  expect(commands.length).toBe(new Set(commands).size);
  saidOnce(workspace);
});

test('[X7] while Slack answers 429 the release goes on, and what could not be said is said afterwards, once', {
  timeout: LONG_MS,
}, async () => {
  await using workspace = await openWorkspace();
  const { page, practice } = workspace;
  await type(page, '/release start minor');
  await follow(workspace, WAVE_1);
  await setFault(page, 'Slack answers 429', true);
  await page.getByRole('button', { name: 'To the next timer', exact: true }).click();
  await until(() => practice.demo.state().cluster.weight === 50);
  expect(said(workspace).join('\n')).not.toContain('Wave 2');
  await setFault(page, 'Slack answers 429', false);
  await follow(workspace, /wave 2 of 3, 50 %[\s\S]*soaking/);
  await until(() => said(workspace).join('\n').includes('Wave 2 is at its weight'));
  saidOnce(workspace);
});

/** A text may go to several people, but to no place twice. */
function saidOnce(workspace: Workspace): void {
  const texts = said(workspace);
  expect(texts.filter((text, nth) => texts.indexOf(text) !== nth)).toEqual([]);
}
