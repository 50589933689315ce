import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Practice, startPractice } from '#src/practice/start.ts';
import { launch } from './support/browser.ts';

const PRODUCT = `
kind: product
title: VALERO NeuroERP
timezone: Europe/Berlin
vars: { DOCUMENT: "http://document-domain:3070", REPO: . }
channels: { releases: C0RELEASES, operations: C0OPS }
roles:
  release-manager: { title: Release manager, slack: { users: [U0ROSA] } }
  product-owner: { title: Product owner, slack: { users: [U0PIA] } }
  devops: { title: DevOps, slack: { users: [U0LI] } }
  qa: { title: QA, slack: { users: [U0QUI] } }
  on-call: { title: On-call engineer, pagerduty: { schedule: PSHOP }, slack: { users: [U0TOM] } }
services: { default: { owner: devops, pager: PAGERDUTY_ROUTING_KEY } }
`;
const SHOTS = process.env['GONOGO_SHOTS'];

let folder: string;
let practice: Practice;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gonogo-page-'));
  mkdirSync(join(folder, 'runbooks/valero'), { recursive: true });
  writeFileSync(join(folder, 'runbooks/valero/product.yml'), PRODUCT);
  practice = await startPractice({
    host: '127.0.0.1',
    port: 0,
    data: folder,
    runbooks: join(folder, 'runbooks'),
    product: 'valero',
    manifest: fileURLToPath(new URL('../../manifest.yml', import.meta.url)),
    botEntry: fileURLToPath(new URL('stub-bot.ts', import.meta.url)),
    hostEnv: { PATH: process.env['PATH'] ?? '' },
    onOutput: text => void process.stderr.write(text),
  });
  browser = await launch();
  page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  page.setDefaultTimeout(8_000);
  page.on('pageerror', error => void process.stderr.write(`page: ${error.stack}\n`));
});

afterAll(async () => {
  await browser?.close();
  await practice?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(practice.url);
  await page.getByText('Running, process').waitFor();
});

/** Pictures, where they are asked for: GONOGO_SHOTS names the folder. */
async function shoot(name: string): Promise<void> {
  if (!SHOTS) return;
  await page.screenshot({ path: join(SHOTS, `${name}-light.png`) });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.screenshot({ path: join(SHOTS, `${name}-dark.png`) });
}

async function type(text: string): Promise<void> {
  await page.getByRole('combobox', { name: /Message/ }).fill(text);
  await page.keyboard.press('Enter');
}

const become = (name: string) => page.getByRole('radio', { name }).click();

test('a newcomer is told the first steps, and one press puts the first command into the box', async () => {
  await shoot('first-steps');
  await page.getByRole('region', { name: 'First steps' }).getByRole('button', { name: '/release start minor' }).click();
  expect(await page.getByRole('combobox', { name: /Message/ }).inputValue()).toBe('/release start minor');
});

test('the page draws the blocks that were sent, and a press reaches the bot as the person on the page', async () => {
  await type('/release start minor');
  const card = page.getByRole('article', { name: /REL-1 is rolling out/ }).last();
  await card.getByRole('heading', { name: 'REL-1 · VALERO 1.3.0 minor · canary' }).waitFor();
  expect(await card.getByText('20:35').count()).toBe(2);
  expect(await card.getByText('@Rosa Keller').count()).toBe(1);
  await become('Pia Vogel');
  await card.getByRole('button', { name: 'Go', exact: true }).click();
  await card.getByText('1 reply').click();
  const thread = page.getByRole('region', { name: 'Thread' });
  await thread.getByText('@Pia Vogel pressed go').waitFor();
  await thread.getByRole('combobox').selectOption('SEV2');
  await thread.getByText('@Pia Vogel pressed severity SEV2').waitFor();
  await shoot('card');
});

test('a button with a question asks it first, and Escape keeps things as they are', async () => {
  await type('/release start');
  const card = page.getByRole('article', { name: /REL-1 is rolling out/ }).last();
  await card.getByRole('button', { name: 'Roll back…' }).click();
  await page.getByRole('dialog', { name: 'Roll back REL-1?' }).waitFor();
  await shoot('confirm');
  await page.keyboard.press('Escape');
  expect(await card.getByText('1 reply').count()).toBe(0);
  await card.getByRole('button', { name: 'Roll back…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click();
  await card.getByText('1 reply').waitFor();
});

test('a modal keeps what is typed when it is sent back with an error, and closes when it is accepted', async () => {
  await type('/release form');
  const modal = page.getByRole('dialog', { name: 'Start a release' });
  await modal.getByLabel('Version').fill('soon');
  await modal.getByRole('button', { name: 'Start' }).click();
  await modal.getByText('Please complete this required field.').first().waitFor();
  await modal.getByLabel('Expand').check();
  await modal.getByLabel('Captain').selectOption({ label: 'Li Wen' });
  await modal.getByRole('button', { name: 'Start' }).click();
  await modal.getByText('“soon” is not a version').waitFor();
  await shoot('modal');
  await modal.getByLabel('Version').fill('1.4.0');
  await page.keyboard.press('Enter');
  await page.getByText('Started 1.4.0, captain @Li Wen, schema expand').waitFor();
  expect(await modal.count()).toBe(0);
});

test('a text is read as Slack reads it, in the zone of the reader, and only web addresses become links', async () => {
  const at = Date.parse('2026-11-24T19:35:00Z') / 1_000;
  const text = [
    `*bold <@U0PIA>* _it_ ~no~ \`a <b>\` :rocket: <!here> <#C0OPS> 2 * 3 * 4 snake_case_name`,
    `<https://example.com/a?b=1&amp;c=2|the &lt;i&gt;page> <javascript:alert(1)|bad> <!date^${at}^{date_num} {time}|later>`,
    '&gt; quoted &amp; kept',
    '```kubectl get\n*not bold*```',
  ].join('\n');
  const { bot_id, user_id } = practice.slack.workspace.directory.bot;
  practice.slack.workspace.messages.post({ channel: 'C0RELEASES', user: user_id, bot_id, text });
  const message = page.getByRole('article').last();
  await message.getByText('@Pia Vogel').waitFor();
  expect(await message.locator('strong').allInnerTexts()).toEqual(['bold @Pia Vogel']);
  expect(await message.locator('em, s').allInnerTexts()).toEqual(['it', 'no']);
  expect(await message.locator('code').innerText()).toBe('a <b>');
  expect(await message.locator('.mention').allInnerTexts()).toEqual(['@Pia Vogel', '@here', '#operations']);
  expect(await message.locator('a').evaluateAll(all => all.map(one => one.getAttribute('href')))).toEqual([
    'https://example.com/a?b=1&c=2',
  ]);
  expect(await message.locator('.b-section time').innerText()).toBe('2026-11-24 20:35');
  expect(await message.locator('blockquote').innerText()).toBe('quoted & kept');
  expect(await message.locator('pre').innerText()).toBe('kubectl get\n*not bold*');
  expect(await message.innerText()).toContain('🚀 @here #operations 2 * 3 * 4 snake_case_name');
});

test('a private answer is seen by the asker alone, and nothing in it runs', async () => {
  await become('Rosa Keller');
  await type('/release strt');
  const note = page.getByText('Only visible to you');
  await note.waitFor();
  expect(await page.locator('.note img[src="x"]').count()).toBe(0);
  await become('Quinn Adler');
  await expect.poll(() => note.count()).toBe(0);
  await become('Rosa Keller');
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect.poll(() => note.count()).toBe(0);
});

test('the command box opens with a slash, completes by keyboard, and has nothing to offer in a thread', async () => {
  await page.getByRole('log', { name: 'Messages' }).focus();
  await page.keyboard.press('/');
  await page.getByRole('option', { name: /release start/ }).waitFor();
  await page.keyboard.type('release st');
  await shoot('completion');
  await page.keyboard.press('Enter');
  const box = page.getByRole('combobox', { name: /Message/ });
  expect(await box.inputValue()).toBe('/release start ');
  await page.keyboard.press('Escape');
  expect(await box.inputValue()).toBe('');
});

test('the clock is wound to the next timer and by ten minutes, from due row to due row', async () => {
  const before = practice.demo.state().figures.requests;
  await page.getByRole('button', { name: '+10 min' }).click();
  await expect.poll(() => practice.demo.state().figures.requests).toBeGreaterThan(Math.max(200, before));
  await page.getByRole('button', { name: 'To the next timer', exact: true }).click();
  await page.getByText(/Next timer in/).waitFor();
});

test('a killed bot is shown as down, what is typed meanwhile fails as in Slack, and it can be started again', async () => {
  await page.getByRole('button', { name: 'Kill the bot (kill -9)' }).click();
  await page.getByText('Not running', { exact: true }).waitFor();
  expect((await fetch(`${practice.url}/health`)).status).toBe(503);
  await type('/release status');
  await page.getByText(/release failed with the error/).waitFor();
  await shoot('killed');
  await page.getByRole('region', { name: 'What is next' }).getByRole('button', { name: 'Start the bot again' }).click();
  await page.getByText(/Running, process \d+, start 2/).waitFor();
});

test('a phone rings above everything until whoever has it acknowledges, and what it did stays to be read', async () => {
  await type('/release page');
  const phone = page.getByRole('group', { name: 'Phone of Ada Brandt' });
  await phone.waitFor();
  await page.getByText('Ringing: SEV1 INC-1: checkout down').waitFor();
  await page.getByText(/PagerDuty #1 · VALERO NeuroERP · since \d\d:\d\d:\d\d/).waitFor();
  await shoot('phone');
  await phone.getByRole('button', { name: 'Acknowledge' }).click();
  await page.getByRole('list', { name: 'What phones did' }).getByText('Ada Brandt acknowledged #1').waitFor();
  expect(await phone.count()).toBe(0);
  expect(practice.pagerDuty.incidents().map(one => one.status)).toEqual(['acknowledged']);
});

test('PagerDuty can be gone and come back, and it can say 202 and do nothing', async () => {
  await page.getByRole('switch', { name: 'PagerDuty is gone' }).check();
  await expect.poll(() => fetch(practice.pagerDuty.eventsUrl).catch(() => 'gone')).toBe('gone');
  await page.getByRole('switch', { name: 'PagerDuty is gone' }).uncheck();
  await expect.poll(async () => (await fetch(practice.pagerDuty.eventsUrl)).status).toBe(401);
  await page.getByRole('switch', { name: 'PagerDuty says 202 and does nothing' }).check();
  const before = practice.pagerDuty.incidents().length;
  await type('/release page');
  await expect.poll(() => practice.pagerDuty.faults.struck).toBeGreaterThan(0);
  expect(practice.pagerDuty.incidents()).toHaveLength(before);
  await page.getByRole('switch', { name: 'PagerDuty says 202 and does nothing' }).uncheck();
});

test('a shared Markdown file opens as a text to read, and nothing in it runs', async () => {
  await type('/release paper');
  await page.getByRole('link', { name: 'INC-1-postmortem.md' }).last().click();
  const paper = page.getByRole('dialog', { name: 'INC-1-postmortem.md' });
  await paper.getByRole('heading', { name: 'Postmortem of INC-1' }).waitFor();
  expect(await paper.locator('td').allInnerTexts()).toEqual(['14:02', 'Ana', 'declared | paged']);
  expect(await paper.locator('strong, em, p code').allInnerTexts()).toEqual(['bold', 'slanted', 'code']);
  expect(await paper.locator('.paper-text a').allInnerTexts()).toEqual(['link']);
  expect(await paper.getByRole('checkbox').evaluateAll(all => all.map(one => one.matches(':checked')))).toEqual([
    false,
    true,
  ]);
  expect(await paper.locator('img').count()).toBe(0);
  expect(await paper.locator('blockquote').innerText()).toBe('What went well?');
  await shoot('paper');
  await page.keyboard.press('Escape');
  expect(await paper.count()).toBe(0);
});

test('a message is pinned by 📌 and freed again, and only its author may write it anew or take it back', async () => {
  await become('Pia Vogel');
  await type('The queue grows');
  const said = page.getByRole('article', { name: /The queue grows/ });
  await said.hover();
  await said.getByRole('button', { name: 'Pin', exact: true }).click();
  await said.getByRole('button', { name: '📌 1' }).click();
  await expect.poll(() => said.getByRole('button', { name: '📌 1' }).count()).toBe(0);
  await said.hover();
  await said.getByRole('button', { name: 'Edit' }).click();
  await said.getByRole('textbox', { name: 'Edit message' }).fill('The queue shrinks');
  await page.keyboard.press('Enter');
  const anew = page.getByRole('article', { name: /The queue shrinks/ });
  await anew.getByText('edited').waitFor();
  await become('Rosa Keller');
  await anew.hover();
  expect(await anew.getByRole('button', { name: 'Delete' }).count()).toBe(0);
  await become('Pia Vogel');
  await anew.hover();
  await anew.getByRole('button', { name: 'Delete' }).click();
  await expect.poll(() => anew.count()).toBe(0);
});

test('a fault switched on is on in the demo service', async () => {
  await page.getByRole('switch', { name: 'The new version returns errors' }).check();
  await expect.poll(() => practice.demo.state().faults).toEqual(['canary-errors']);
  await page.getByRole('switch', { name: 'The new version returns errors' }).uncheck();
  await expect.poll(() => practice.demo.state().faults).toEqual([]);
});

test.each([390, 1024, 1280])(
  'at %i pixels nothing runs over the edge, with a thread open and a phone that rings',
  async width => {
    await page.setViewportSize({ width, height: 720 });
    await type('/release page');
    await page.getByText('Ringing:').waitFor();
    await type('/release start');
    await page
      .getByRole('article', { name: /REL-1 is rolling out/ })
      .last()
      .getByRole('button', { name: 'Go', exact: true })
      .click();
    await page
      .getByRole('button', { name: /repl(y|ies)/ })
      .first()
      .click();
    await page.getByRole('region', { name: 'Thread' }).waitFor();
    await shoot(`narrow-thread-${width}`);
    // As text: the page's globals are not those of this file.
    const overflow = () => page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    expect(await overflow()).toBe(0);
    await page.keyboard.press('Escape');
    await shoot(`narrow-${width}`);
    expect(await overflow()).toBe(0);
    await page.getByRole('button', { name: 'Resolve' }).click();
    await page.getByText('Ringing:').waitFor({ state: 'detached' });
  },
);
