import { expect, test } from 'vitest';
import {
  calmDown,
  closeThread,
  incidentCard,
  mitigate,
  openPlace,
  openThread,
  phoneOf,
  postUpdate,
  saidWith,
  take,
  wind,
} from './support/incident.ts';
import { follow } from './support/newcomer.ts';
import { picture } from './support/picture.ts';
import { become, card, guide, openWorkspace, setFault, startsOf, thread, type, until } from './support/workspace.ts';

/** A machine that does much else takes long; nothing here waits for time, only for states. */
const LONG_MS = 300_000;
const DECLARE = '/incident declare sev1 checkout down';

test('[X7] a newcomer takes an incident from its declaration to a postmortem draft', { timeout: LONG_MS }, async () => {
  await using workspace = await openWorkspace();
  const { page, practice } = workspace;
  await type(page, DECLARE);
  await phoneOf(page, 'Tom Okafor').waitFor();
  await openPlace(page, 'incidents');
  await incidentCard(page).getByText('not acknowledged yet').waitFor();
  await picture(page, 'phone');
  await take(page, 'Acknowledge as Tom Okafor');
  await incidentCard(page).getByText('acknowledged by Tom Okafor').waitFor();
  await wind(workspace, () => take(page, 'Wind 10 minutes'));
  await take(page, 'Show the reminder');
  await thread(page).getByText('update due for').waitFor();
  await postUpdate(page, { Conditions: 'A third of the checkouts fail', Impact: '30 % of checkouts' });
  await thread(page).getByText('A third of the checkouts fail').waitFor();
  await thread(page)
    .getByText(/Reminder for INC-1: answered by/)
    .waitFor();
  await closeThread(page);
  await incidentCard(page).getByText('Last update').waitFor();
  await mitigate(page);
  await calmDown(workspace);
  await incidentCard(page).getByRole('button', { name: 'Resolve…' }).click();
  const form = page.getByRole('dialog', { name: 'Resolve' });
  await form.getByLabel('What ended it?').fill('The payment gateway was started again');
  await form.getByLabel('Who writes the postmortem?').selectOption({ label: 'Li Wen' });
  await form.getByRole('button', { name: 'Resolve', exact: true }).click();
  await incidentCard(page)
    .getByText(/Resolved .*The payment gateway was started again/)
    .waitFor();
  await take(page, 'Read the postmortem draft');
  const paper = page.getByRole('dialog', { name: /postmortem|INC-1/i });
  await paper.getByText('30 % of checkouts').first().waitFor();
  expect(await paper.innerText()).toContain('The payment gateway was started again');
  await picture(page, 'postmortem');
  expect(practice.pagerDuty.incidents().map(one => one.status)).toEqual(['resolved']);
  expect([practice.slack.refusals, practice.pagerDuty.refusals]).toEqual([[], []]);
});

test('[X7] while PagerDuty is gone the card says so and people are reached otherwise; once it is back it rings', {
  timeout: LONG_MS,
}, async () => {
  await using workspace = await openWorkspace();
  const { page, practice } = workspace;
  await setFault(page, 'PagerDuty is gone', true);
  await type(page, DECLARE);
  await openPlace(page, 'incidents');
  await incidentCard(page).waitFor();
  await until(async () => {
    if (/second way|FAILED/.test(await incidentCard(page).innerText())) return true;
    await page.getByRole('button', { name: 'To the next timer', exact: true }).click();
    return false;
  });
  expect(await incidentCard(page).innerText()).not.toMatch(/(?<!not )accepted by PagerDuty|acknowledged by/);
  await become(page, 'Tom Okafor');
  await openPlace(page, 'gonogo');
  await page.getByRole('log').getByText('INC-1').first().waitFor();
  await setFault(page, 'PagerDuty is gone', false);
  await openPlace(page, 'incidents');
  await until(async () => {
    if ((await phoneOf(page, 'Tom Okafor').count()) > 0) return true;
    await page.getByRole('button', { name: '+10 min' }).click();
    return false;
  });
  await phoneOf(page, 'Tom Okafor').getByRole('button', { name: 'Acknowledge' }).click();
  await incidentCard(page)
    .getByText(/acknowledged by Tom Okafor/)
    .first()
    .waitFor();
  expect(practice.pagerDuty.refusals).toEqual([]);
});

test('[X7] killed between a page and its acknowledgement and before a reminder, nothing is lost or doubled', {
  timeout: LONG_MS,
}, async () => {
  await using workspace = await openWorkspace();
  const { page, practice } = workspace;
  const kill = async () => {
    await page.getByRole('button', { name: 'Kill the bot (kill -9)' }).click();
    await page.getByText(/Not running/).waitFor();
  };
  const revive = async () => {
    await page.getByRole('button', { name: 'Start the bot again' }).first().click();
    await page.getByText('Running, process').waitFor();
  };
  await type(page, DECLARE);
  await phoneOf(page, 'Tom Okafor').waitFor();
  await kill();
  await phoneOf(page, 'Tom Okafor').getByRole('button', { name: 'Acknowledge' }).click();
  await phoneOf(page, 'Tom Okafor').waitFor({ state: 'detached' });
  await revive();
  await openPlace(page, 'incidents');
  // PagerDuty told it while the bot was down, and tells it again a minute later.
  await wind(workspace, () => page.getByRole('button', { name: 'To the next timer', exact: true }).click());
  await incidentCard(page).getByText('acknowledged by Tom Okafor').waitFor();
  await kill();
  await wind(workspace, () => page.getByRole('button', { name: '+10 min' }).click());
  expect(saidWith(workspace, 'update due for')).toEqual([]);
  await revive();
  await until(() => saidWith(workspace, 'update due for').length > 0);
  await guide(page).getByRole('button', { name: 'Show the reminder' }).click();
  await openThread(page);
  await thread(page).getByText('update due for').waitFor();
  expect(saidWith(workspace, 'update due for')).toHaveLength(1);
  expect(saidWith(workspace, /^P0 INC-1 \(/)).toHaveLength(1);
  expect(practice.pagerDuty.incidents().map(({ key, status }) => ({ key, status }))).toEqual([
    { key: expect.stringContaining('INC-1'), status: 'acknowledged' },
  ]);
});

test('[X7] an action of an incident changes the service one sees, and undoing it changes it back', {
  timeout: LONG_MS,
}, async () => {
  await using workspace = await openWorkspace();
  const { page, practice } = workspace;
  const p95 = () => practice.hauski.state().figures.p95Latency ?? 0;
  await openPlace(page, 'hauski-incidents');
  await setFault(page, 'The feature “rerank” is slow', true);
  await wind(workspace, () => page.getByRole('button', { name: '+10 min' }).click());
  expect(p95()).toBeGreaterThan(800);
  await become(page, 'Sami Aho');
  await type(page, '/incident declare sev2 answers are slow');
  await take(page, 'Acknowledge as Sami Aho');
  await incidentCard(page).getByRole('button', { name: 'Switch a feature flag off…' }).click();
  const why = page.getByRole('dialog', { name: /feature flag/ });
  await why.getByRole('textbox').fill('It is the feature that is slow');
  await why.locator('button.primary').click();
  await take(page, 'Show the runbook');
  await thread(page).getByRole('button', { name: 'Answer…' }).first().click();
  const which = page.getByRole('dialog');
  await which.getByRole('textbox').first().fill('rerank');
  await which.locator('button.primary').click();
  await until(() => practice.hauski.state().config.flags['rerank'] === false);
  await incidentCard(page).getByText('in force').waitFor();
  await closeThread(page);
  await picture(page, 'action', 'dark');
  await wind(workspace, () => page.getByRole('button', { name: '+10 min' }).click());
  expect(p95()).toBeLessThan(400);
  await incidentCard(page).getByRole('button', { name: 'Undo…' }).click();
  const undo = page.getByRole('dialog');
  await undo.getByRole('textbox').fill('The feature is mended');
  await undo.locator('button.primary').click();
  await until(() => practice.hauski.state().config.flags['rerank'] === true);
  expect(startsOf(workspace, 'hauski-ops')).toEqual(['hauski-ops flag rerank off', 'hauski-ops flag rerank on']);
});

test('[X7] from a release that paused an incident is declared, and it takes that release back', {
  timeout: LONG_MS,
}, async () => {
  await using workspace = await openWorkspace();
  const { page, practice } = workspace;
  await type(page, '/release start minor');
  await follow(workspace, /wave 1 of 3, 10 %[\s\S]*soaking/);
  await setFault(page, 'The new version returns errors', true);
  await wind(workspace, () => page.getByRole('button', { name: '+10 min' }).click());
  await card(page)
    .getByText(/Paused since/)
    .waitFor();
  await become(page, 'Rosa Keller');
  await card(page)
    .getByRole('button', { name: /Declare incident/ })
    .click();
  const form = page.getByRole('dialog', { name: /Declare/ });
  await form.getByLabel('P1').check();
  await form.locator('button.primary').click();
  await form.waitFor({ state: 'detached' });
  await phoneOf(page, 'Tom Okafor').getByRole('button', { name: 'Acknowledge' }).click();
  await openPlace(page, 'incidents');
  const back = incidentCard(page).getByRole('button', { name: /^Roll back REL-1/ });
  await back.waitFor();
  await picture(page, 'suspects');
  await become(page, 'Tom Okafor');
  await back.click();
  const why = page.getByRole('dialog');
  await why.getByRole('textbox').first().fill('Errors since it went out');
  await why.locator('button.primary').click();
  await until(() => practice.demo.state().cluster.weight === 0);
  await openPlace(page, 'releases');
  await card(page)
    .getByText(/Rolling back|Rolled back/)
    .first()
    .waitFor();
});
