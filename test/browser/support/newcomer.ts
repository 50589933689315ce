import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errors, type Locator } from 'playwright-core';
import { card, guide, thread, until, type Workspace } from './workspace.ts';

const STEPS_MAX = 120;
/** What says yes, in the order a person would look for it. */
const YES = ['Go', 'Confirm', 'Attach rollback-plan…', 'Attach lessons-learned…', 'Edit the notes…'];

/**
 * Does what a newcomer does who only follows the page: be whom it names, answer in the thread, wind the clock, until the
 * card says `end`.
 */
export async function follow(workspace: Workspace, end: RegExp): Promise<void> {
  try {
    for (let step = 0; step < STEPS_MAX; step += 1) {
      if ((await nextThing(workspace, end)) === 'end') return;
      await doIt(workspace);
    }
    throw new Error(`${STEPS_MAX} steps were not enough`);
  } catch (cause) {
    const picture = join(tmpdir(), 'gonogo-journey-stuck.png');
    await workspace.page.screenshot({ path: picture });
    throw new Error(`on the way to ${end} the newcomer got stuck; see ${picture}`, { cause });
  }
}

/** Waits until the page names something to do, or the end is there. */
async function nextThing({ page }: Workspace, end: RegExp): Promise<'end' | 'do'> {
  let found: 'end' | 'do' | null = null;
  await until(async () => {
    if (end.test(await card(page).innerText())) found = 'end';
    else if ((await offers(page).count()) > 0 || (await answers(page).count()) > 0) found = 'do';
    return found !== null;
  });
  return found ?? 'end';
}

async function doIt(workspace: Workspace): Promise<void> {
  const { page } = workspace;
  const offered = offers(page).first();
  if ((await offered.count()) > 0) {
    const before = await guide(page).innerText();
    if (before.includes('Wind to')) {
      await Promise.all([page.waitForResponse(/\/practice\/state/), offered.click()]);
      return;
    }
    await offered.click();
    await until(async () => !(await guide(page).isVisible()) || (await guide(page).innerText()) !== before);
    return;
  }
  await answer(workspace);
}

/** What the page offers to do next, where it is not an answer in the thread. */
function offers(page: Workspace['page']): Locator {
  return guide(page).getByRole('button').filter({ hasNotText: 'Show the question' });
}

/** The buttons of the thread that answer something for the person on the page. */
function answers(page: Workspace['page']): Locator {
  const articles = thread(page).getByRole('article');
  const mine = articles.filter({ has: page.locator('.blocks > :first-child .mention.mine') });
  const holds = { name: 'Holds', exact: true };
  const named = articles.locator('.b-section:has(.mention.mine) + .b-actions').getByRole('button', holds);
  const anybodys = mine.locator('.b-section:not(:has(.mention)) + .b-actions').getByRole('button', holds);
  return YES.map(name => mine.getByRole('button', { name, exact: true })).reduce(
    (all, one) => all.or(one),
    named.or(anybodys),
  );
}

/** Presses the first and waits until its message, or what is next, shows that it was heard. */
async function answer({ page }: Workspace): Promise<void> {
  const button = answers(page).first();
  try {
    const ts = await button.locator('xpath=ancestor::article').getAttribute('data-ts', SOON);
    const message = thread(page).locator(`article[data-ts="${ts}"]`);
    const before = `${await message.innerText(SOON)} ${await whatIsNext(page)}`;
    const attaches = (await button.innerText(SOON)).startsWith('Attach');
    const writes = (await button.innerText(SOON)).startsWith('Edit');
    await button.click(SOON);
    if (writes) {
      const open = page.getByRole('dialog').getByRole('textbox', { name: /^Rollback/ });
      await open.fill('Switch back to the image before; the migrations can be undone.');
      await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    }
    if (attaches) {
      await page.getByRole('textbox', { name: 'Link' }).fill('https://wiki.valero.example/way-back');
      await page.keyboard.press('Enter');
    }
    await until(async () => `${await message.innerText()} ${await whatIsNext(page)}` !== before);
  } catch (cause) {
    // The message was redrawn under the hand: what is next is asked again.
    if (!(cause instanceof errors.TimeoutError)) throw cause;
  }
}

const SOON = { timeout: 1_000 };

async function whatIsNext(page: Workspace['page']): Promise<string> {
  return (await guide(page).allInnerTexts()).join();
}
