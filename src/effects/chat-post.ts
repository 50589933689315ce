import { section } from '#src/chat/blocks.ts';
import { say } from '#src/chat/escape.ts';
import { bounded } from '#src/chat/limits.ts';
import type { Message } from '#src/chat/message.ts';
import { shown } from '#src/chat/shown.ts';
import { storyLines } from '#src/chat/story.ts';
import type { ToldFact } from '#src/chat/told.ts';
import { isStillDue } from '#src/domain/incident/remind.ts';
import { dayOf } from '#src/domain/product/look.ts';
import { asRun } from '#src/domain/state.ts';
import type { Chat, Posted } from '#src/ports/chat.ts';
import type { EffectKind, Finish, Task } from '#src/ports/effect-kind.ts';
import type { EffectRow } from '#src/ports/store.ts';
import { named } from './render.ts';

/** Slack takes about one message a second in a channel. */
const GAP_MS = 1_000;
/** Long enough to outlast a rate limit or an outage of some minutes; then it is on record that it was not said. */
const ATTEMPTS_MAX = 30;
/** What is said on its day only, or never, is tried until that is over: five minutes apart, somewhat longer than a day. */
const DAY_ATTEMPTS_MAX = 320;
/** Two runs of one thread never join more than this many stories. */
const JOINED_MAX = 20;

/** A message of a run: its card, a question in the thread, a stretch of the story, or a notice in a channel. */
export function chatPost(chat: Chat, settleMs: number): EffectKind {
  return {
    repeat: 'look-first',
    settleMs,
    attemptsMax: row => (typeof row.body['day'] === 'string' ? DAY_ATTEMPTS_MAX : ATTEMPTS_MAX),
    gapMs: GAP_MS,
    async run(task) {
      const joined = await joinable(task);
      const message = await render(task, [task.row, ...joined]);
      if (message === null) return { end: 'done', cancel: joined.map(row => row.id) };
      const effectIds = [task.row.id, ...joined.map(row => row.id)];
      const posted = await chat.post({ ...(await place(task)), message, effectIds });
      return finish(task, posted, effectIds);
    },
    async lookUp(task) {
      const { channel, thread } = await place(task);
      const since = task.row.firstSentAt ?? task.row.createdAt;
      const found = await chat.find({ channel, thread, effectIds: [task.row.id], since });
      return found === null ? 'absent' : finish(task, found, found.effectIds ?? []);
    },
  };
}

function finish(task: Task, posted: Posted, effectIds: readonly string[]): Finish {
  const { name } = task.row.body;
  const messages = typeof name === 'string' ? [{ name, channel: posted.channel, ts: posted.ts }] : [];
  return { end: 'done', messages, cancel: effectIds.filter(id => id !== task.row.id) };
}

/** The card opens the thread, everything else of the run goes below it; `under` names another message that does. */
async function place(task: Task): Promise<{ readonly channel: string; readonly thread: string | null }> {
  const { body } = task.row;
  const under = typeof body['under'] === 'string' ? body['under'] : 'card';
  const card = body['name'] === 'card' || body['thread'] === false ? null : await task.message(under);
  return card ? { channel: card.channel, thread: card.ts } : { channel: String(body['channel']), thread: null };
}

/** Stories that wait right behind this one in the same lane are told in the same message. */
async function joinable(task: Task): Promise<readonly EffectRow[]> {
  if (task.row.body['story'] === undefined) return [];
  const behind = await task.waiting(JOINED_MAX);
  const end = behind.findIndex(row => row.body['story'] === undefined);
  return end < 0 ? behind : behind.slice(0, end);
}

async function render(task: Task, rows: readonly EffectRow[]): Promise<Message | null> {
  const { body } = task.row;
  if (isOutdated(task)) return null;
  if (typeof body['name'] === 'string') return named(task, task.now());
  if (typeof body['text'] === 'string') return notice(task, body['text']);
  const told = rows.flatMap(row => (row.body['story'] ?? []) as unknown as readonly ToldFact[]);
  return storyLines(task.run, told);
}

/** A reminder that waited for Slack until another one followed, or its day was over, is not said any more. */
function isOutdated({ state, row, now }: Task): boolean {
  const { reminder, day } = row.body;
  if (state.kind === 'product') return typeof day === 'string' && day !== dayOf(state.definition, now());
  return state.kind === 'incident' && typeof reminder === 'number' && !isStillDue(state, reminder);
}

/** Texts of runbooks may hold values people typed: only what was asked for as a person or a link is read as one. */
function notice(task: Task, text: string): Message {
  const by = typeof task.row.body['by'] === 'string' ? task.row.body['by'] : null;
  const run = asRun(task.state);
  const said = run === null ? say(text, [by]) : shown(run, text);
  return bounded({ text: said, blocks: [section(said)] });
}
