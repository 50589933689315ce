import type { Locator, Page } from 'playwright-core';
import type { PageState } from '#src/practice/protocol.ts';
import { guide, thread, until, type Workspace } from './workspace.ts';

/** The card of the newest incident. */
export const incidentCard = (page: Page): Locator =>
  page
    .locator('main')
    .getByRole('article', { name: /INC-\d+ \(/ })
    .last();

export const phoneOf = (page: Page, name: string): Locator => page.getByRole('group', { name: `Phone of ${name}` });

/** A channel or a conversation on the left, with or without news. */
export async function openPlace(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`^\\s*${name}(\\s+\\d+ new)?\\s*$`) }).click();
}

/** Presses what the line above the command box offers. */
export async function take(page: Page, name: string | RegExp): Promise<void> {
  await guide(page).getByRole('button', { name }).first().click();
}

/** Opens the thread of the card unless it is open. */
export async function openThread(page: Page): Promise<void> {
  if (await thread(page).isVisible()) return;
  await incidentCard(page)
    .getByRole('button', { name: /repl(y|ies)/ })
    .click();
  await thread(page).waitFor();
}

export async function closeThread(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Close thread' }).click();
}

export async function postUpdate(page: Page, fields: { readonly [label: string]: string }): Promise<void> {
  await thread(page).getByRole('button', { name: 'Post update' }).last().click();
  const form = page.getByRole('dialog', { name: 'Post an update' });
  for (const [label, text] of Object.entries(fields)) await form.getByLabel(label).fill(text);
  await form.getByRole('button', { name: 'Post' }).click();
  await form.waitFor({ state: 'detached' });
}

export async function mitigate(page: Page): Promise<void> {
  await incidentCard(page).getByRole('button', { name: 'Mitigated' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Mitigated' }).click();
}

/** Winds on, and answers each reminder on the way, until the form to resolve names nothing about the figures. */
export async function calmDown(workspace: Workspace): Promise<void> {
  const { page } = workspace;
  const offers = guide(page).getByRole('button', { name: /Wind \d+ minutes|Show the reminder/ });
  for (let nth = 0; nth < WINDS_MAX; nth += 1) {
    const offer = offers.first();
    await offer.waitFor();
    if ((await offer.innerText()).startsWith('Wind')) {
      if (await figuresAreCalm(page)) return;
      await wind(workspace, () => offer.click());
    } else {
      await openThread(page);
      await thread(page).getByRole('button', { name: 'No change' }).last().click();
      await guide(page).getByRole('button', { name: /Wind/ }).waitFor();
    }
  }
  throw new Error(`after ${WINDS_MAX} winds the figures were not calm yet`);
}

const WINDS_MAX = 12;

async function figuresAreCalm(page: Page): Promise<boolean> {
  await incidentCard(page).getByRole('button', { name: 'Resolve…' }).click();
  const form = page.getByRole('dialog', { name: 'Resolve' });
  const text = await form.innerText();
  await form.getByRole('button', { name: 'Cancel' }).click();
  await form.waitFor({ state: 'detached' });
  return !/to be stable for/.test(text);
}

/** Presses something that winds the clock, and waits until it stands again and the page has seen it. */
export async function wind(workspace: Workspace, press: () => Promise<void>): Promise<void> {
  const ahead = async () => (await stateOf(workspace)).now - Date.now();
  const before = await ahead();
  await press();
  await until(async () => (await ahead()) - before > WOUND_MS && !(await stateOf(workspace)).clock.winding);
  await workspace.page.getByText('Winding…').waitFor({ state: 'detached' });
}

/** So far the clock is put ahead of the wall's at least, whatever it is wound to. */
const WOUND_MS = 1_000;

async function stateOf({ practice }: Workspace): Promise<PageState> {
  return (await (await fetch(`${practice.url}/practice/state`)).json()) as PageState;
}

/** The bot's messages whose text holds this, oldest first. */
export function saidWith({ practice }: Workspace, part: string | RegExp): readonly string[] {
  const { messages, directory } = practice.slack.workspace;
  return messages
    .all()
    .flatMap(one => (one.user === directory.bot.user_id && one.text.search(part) >= 0 ? [one.text] : []));
}
