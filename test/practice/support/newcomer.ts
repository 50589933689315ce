import type { PageMessage, PageState } from '#src/practice/protocol.ts';
import { fill } from './form.ts';
import { type Button, buttonsOf, lookFor, openPage, type Page, press, readable } from './page.ts';

/** One way through a release, by what the page says. */
export type Walk = {
  readonly channel: string;
  readonly command: string;
  /** Who types it; then whoever the cards name. */
  readonly by: string;
  /** Presses “Roll back…” as soon as the card says this. Null: never. */
  readonly back: RegExp | null;
  /** Who presses it. Default: who typed the command. */
  readonly backBy?: string;
};

/** How it ended, and what was done on the way, a line each. */
export type Walked = { readonly card: string; readonly acts: readonly string[]; readonly thread: readonly string[] };

/** What says yes, in the order somebody looks for it. Not Retry: nothing is to fail here. */
const YES = ['Yes', 'Go', 'Holds', 'Confirm', 'Answer…', /^Attach .*…$/, 'Edit the notes…', 'Look again'];
/** Buttons of one box among several, which may be another's. */
const BOXES = /^(Holds|Yes)$/;
const ENDED = /^\*(Completed|Rolled back|Aborted|Passed|Not passed)\*/m;
/** What heads the card of the run that is walked; a drill that it asks for has a card of its own. */
const headOf = (command: string) => (command.startsWith('/release') ? /REL-\d+ · / : /DRILL-\d+ · /);
const ACTS_MAX = 400;

/**
 * Goes from the command to the end of the run as a newcomer does: is whom the card names, presses what is for them, lets time
 * pass where nobody is asked. Throws, with all that was done and seen, where that leads nowhere.
 */
export async function walk(url: string, way: Walk): Promise<Walked> {
  const page = openPage(url);
  const acts: string[] = [];
  try {
    page.become(way.by);
    await settled(page);
    acts.push(`${way.by} types ${way.command}`);
    const already = cardOf(await page.state(), way)?.ts ?? '';
    await page.act({ kind: 'command', channel: way.channel, text: way.command });
    await answerForm(page, acts);
    const began = await lookFor(page, state => (cardOf(state, way)?.ts ?? '') > already);
    if (began === null)
      throw new Error(`no card came; notes: ${(await page.state()).notes.map(one => one.text).join(' / ')}`);
    let back = way.back;
    for (let nth = 0; nth < ACTS_MAX; nth += 1) {
      const state = await settled(page);
      const card = cardOf(state, way);
      if (card && ENDED.test(readable(card))) return { card: readable(card), acts, thread: threadOf(state, card) };
      if (card && back?.test(readable(card))) {
        back = null;
        await rollBack(page, way, { card, acts });
      } else await nextAct(page, state, { way, acts });
    }
    throw new Error(`${ACTS_MAX} acts were not enough`);
  } catch (error) {
    const state = await page.state();
    const card = cardOf(state, way);
    const seen = card ? [readable(card), '--- thread', ...threadOf(state, card).slice(-8)] : [];
    const parts = [
      String(error),
      '--- acts',
      ...acts.slice(-12),
      '--- card',
      ...seen,
      `stopped: ${state.clock.stopped}`,
    ];
    throw new Error(parts.join('\n'), { cause: error });
  }
}

/** A day of watching is wound in minutes. */
const WINDING_MS = 600_000;

/** The newest card of a run in this channel. */
function cardOf(state: PageState, { channel, command }: Walk): PageMessage | undefined {
  return state.messages.findLast(
    one =>
      one.channel === channel && one.user === state.botUser && !isReply(one) && headOf(command).test(readable(one)),
  );
}

const isReply = (one: PageMessage) => one.thread_ts !== undefined && one.thread_ts !== one.ts;

function repliesTo({ messages }: PageState, card: PageMessage): readonly PageMessage[] {
  return messages.filter(one => one.channel === card.channel && one.thread_ts === card.ts && one.ts !== card.ts);
}

const threadOf = (state: PageState, card: PageMessage): readonly string[] => repliesTo(state, card).map(readable);

/** The page when it names something to do: somebody is asked, or time can be wound, and nothing is on its way. */
async function settled(page: Page): Promise<PageState> {
  const found = await lookFor(page, state => {
    if (state.bot.state !== 'up' || state.clock.winding) return null;
    if (state.demo.log.some(one => one.state === 'running')) return null;
    return state;
  });
  if (found === null) throw new Error('the page never came to rest');
  return found;
}

/** Who a card says may begin a drill that is asked for, and with what words. */
const DRILL = /<@(\w+)> can do it: `(\/runbook start [\w-]+ [\w-]+)`/;

async function nextAct(page: Page, state: PageState, { way, acts }: { way: Walk; acts: string[] }): Promise<void> {
  const card = cardOf(state, way);
  const [, user = '', drill] = (card && DRILL.exec(readable(card))) ?? [];
  if (drill !== undefined && !acts.some(act => act.endsWith(drill))) {
    page.become(user);
    acts.push(`${user} types ${drill}`);
    await page.act({ kind: 'command', channel: way.channel, text: drill });
    const began = await lookFor(page, now => now.messages.some(one => /DRILL-\d+ · /.test(readable(one))));
    if (began === null) throw new Error(`no drill came: ${(await page.state()).notes.at(-1)?.text}`);
    return;
  }
  const ask = state.asks.findLast(one => one.channel === way.channel);
  if (!ask && card && (await openWindow(page, card, acts))) return;
  if (!ask) return wind(page, { way, acts });
  for (const user of [...ask.people].sort(one => (one === state.me.id ? -1 : 1))) {
    page.become(user);
    const seen = await page.state();
    if (seen.me.id !== user) throw new Error(`${user} is asked and nobody can be them`);
    const card = seen.messages.find(one => one.channel === ask.channel && one.ts === ask.ts);
    const found = card && forMe(seen, card);
    if (!found) continue;
    acts.push(`${seen.me.name} presses “${found.text}”: ${(found.above || found.head).split('\n')[0]}`);
    await pressAndWait(page, { acts, button: found });
    return;
  }
  // A card that has just been redrawn may ask before its question stands in the thread.
  const changed = await lookFor(page, now => JSON.stringify(now.messages) !== JSON.stringify(state.messages), 3_000);
  if (changed === null) throw new Error(`nobody of ${ask.people.join(', ')} finds what to press`);
}

/** Outside its hours: whom the card names may open them for this release. False: it is not that, or they have done so. */
async function openWindow(page: Page, card: PageMessage, acts: string[]): Promise<boolean> {
  const button = buttonsOf(card).find(one => one.text === 'Open the window…');
  const [, who = ''] = /can be opened for this release by (.*?), with a reason/.exec(readable(card)) ?? [];
  const next = [...who.matchAll(/<@(\w+)>/g)].map(([, user = '']) => user).find(user => !acts.includes(opens(user)));
  if (!button || next === undefined) return false;
  page.become(next);
  acts.push(opens(next));
  await pressAndWait(page, { acts, button });
  return true;
}

const opens = (user: string) => `${user} opens the window`;

/** What this person would press first: in a message or a box that names them, or names nobody. */
function forMe(state: PageState, card: PageMessage): Button | undefined {
  const mention = `<@${state.me.id}>`;
  const buttons = [card, ...repliesTo(state, card)].flatMap(buttonsOf);
  const mine = buttons.filter(one => {
    if (BOXES.test(one.text) && one.above.includes('<@')) return one.above.includes(mention);
    if (one.text === 'Go' && said(one.message).includes(mention)) return false;
    return one.head.includes(mention) || one.message.ts === card.ts;
  });
  return YES.map(yes => mine.find(({ text }) => (typeof yes === 'string' ? text === yes : yes.test(text)))).find(
    one => one !== undefined,
  );
}

/** Whose go stands in the question already. */
function said(message: PageMessage): string {
  return readable(message)
    .split('\n')
    .filter(line => line.includes(': go by '))
    .join();
}

async function pressAndWait(page: Page, { acts, button }: { acts: string[]; button: Button }): Promise<void> {
  const notes = (await page.state()).notes.map(one => one.id);
  await page.act(press(button));
  await answerForm(page, acts);
  // A card is redrawn at most every two seconds; nobody has to wait for them here.
  await page.act({ kind: 'wind', by: REDRAWN_MINUTES });
  const { channel, ts } = button.message;
  const heard = await lookFor(page, state => {
    const note = state.notes.find(one => !notes.includes(one.id));
    const now = state.messages.find(one => one.channel === channel && one.ts === ts);
    return note?.text ?? (now === undefined || readable(now) !== readable(button.message) ? 'redrawn' : null);
  });
  if (heard !== 'redrawn')
    throw new Error(`“${button.text}” ${heard === null ? 'did nothing' : `was answered: ${heard}`}`);
}

const REDRAWN_MINUTES = 0.05;
/** A form that comes is there when the press is answered. */
const FORM_MS = 200;

/** Fills the form that a press opened, if it did. */
async function answerForm(page: Page, acts: string[]): Promise<void> {
  const view = await lookFor(page, state => state.modal, FORM_MS);
  if (!view) return;
  const { me } = await page.state();
  const values = fill(view, me.id);
  const title = (view.content['title'] as { text: string } | undefined)?.text ?? '';
  acts.push(`${me.name} fills “${title}”: ${JSON.stringify(values).slice(0, 300)}`);
  await page.act({ kind: 'submit', view: view.id, values });
  const open = await lookFor(page, state => (state.modal?.id === view.id ? null : 'closed'), 2_000);
  if (open !== null) return;
  const { modal } = await page.state();
  throw new Error(`“${title}” stays open: ${JSON.stringify(modal?.errors)} ${modal?.trouble ?? ''}`);
}

async function wind(page: Page, { way, acts }: { way: Walk; acts: string[] }): Promise<void> {
  const can = await lookFor(page, state => {
    if (state.asks.some(one => one.channel === way.channel)) return 'asked';
    const card = cardOf(state, way);
    if (card && ENDED.test(readable(card))) return 'ended';
    return state.clock.nextMoment !== null && 'wind';
  });
  if (can === null) throw new Error('nobody is asked, and there is nothing to wind to');
  if (can !== 'wind') return;
  acts.push('winds to the next timer');
  const { now } = await page.state();
  await page.act({ kind: 'wind', by: 'next' });
  await lookFor(page, state => (!state.clock.winding && state.now > now ? true : null), WINDING_MS);
}

async function rollBack(page: Page, way: Walk, { card, acts }: { card: PageMessage; acts: string[] }): Promise<void> {
  const button = buttonsOf(card).find(one => one.text === 'Roll back…');
  if (!button) throw new Error('the card offers no way back');
  const by = way.backBy ?? way.by;
  page.become(by);
  acts.push(`${by} presses “Roll back…”`);
  await pressAndWait(page, { acts, button });
}
