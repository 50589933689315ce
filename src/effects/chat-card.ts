import type { Instant } from '#src/base/time.ts';
import { MINUTE, SECOND } from '#src/base/time.ts';
import type { Chat } from '#src/ports/chat.ts';
import type { EffectKind, Task } from '#src/ports/effect-kind.ts';
import type { EffectRow } from '#src/ports/store.ts';
import { named } from './render.ts';

/** At most one redraw of a message in 2 s. */
const GAP_MS = 2 * SECOND;
/** chat.update is tier 3, 50 a minute for the whole workspace; five are left for what is not a card. */
const UPDATES_PER_MINUTE = 45;

/** Redraws a message of the run from its present state: the last state wins, so it may be repeated freely. */
export function chatCard(chat: Chat): EffectKind {
  let drawn: readonly Instant[] = [];
  return {
    repeat: 'safe',
    settleMs: 0,
    attemptsMax: 30,
    gapMs: GAP_MS,
    async run(task) {
      const { body } = task.row;
      const message = await task.message(String(body['name']));
      if (message === null) {
        const post = await onItsWay(task);
        // A post that waits for Slack's outage to end is looked for again after it, not every other second for hours.
        return post === null ? { end: 'done' } : { end: 'later', dueAt: Math.max(task.now(), post.dueAt) + GAP_MS };
      }
      const now = task.now();
      drawn = drawn.filter(at => at > now - MINUTE);
      const oldest = drawn[0];
      if (drawn.length >= UPDATES_PER_MINUTE && oldest !== undefined) return { end: 'later', dueAt: oldest + MINUTE };
      drawn = [...drawn, now];
      const shown = await named(task, now);
      if (shown !== null) await chat.update({ channel: message.channel, ts: message.ts, message: shown });
      return { end: 'done' };
    },
  };
}

/**
 * Is the message itself still to be posted, or being posted? It was drawn from the state of that moment, so what changed
 * since has to be drawn after it. When its post was given up there is nothing to redraw.
 */
async function onItsWay(task: Task): Promise<EffectRow | null> {
  return (await task.inHand('chat.post')).find(row => row.body['name'] === task.row.body['name']) ?? null;
}
