import type { CardPlace } from '#src/chat/direct.ts';
import { directMessage } from '#src/chat/direct.ts';
import { directAlert } from '#src/chat/direct-alert.ts';
import type { Message } from '#src/chat/message.ts';
import type { Chat } from '#src/ports/chat.ts';
import type { EffectKind, Task } from '#src/ports/effect-kind.ts';

/** A day at one attempt in five minutes: who is called this way was perhaps not reached in any other. */
const ATTEMPTS_MAX = 300;

function message(task: Task, card: CardPlace | null): Message {
  const { state, row } = task;
  return state.kind === 'alerts' ? directAlert(state, row.body) : directMessage(task.run, row.body, card);
}

/** A direct message to one person: a role is asked, a run stands still, a notice of the runbook. */
export function chatDirect(chat: Chat, settleMs: number): EffectKind {
  return {
    repeat: 'look-first',
    settleMs,
    attemptsMax: ATTEMPTS_MAX,
    async run(task) {
      const channel = await chat.direct(String(task.row.body['user']));
      const card = await task.message('card');
      await chat.post({
        channel,
        thread: null,
        message: message(task, card),
        effectIds: [task.row.id],
      });
      return { end: 'done' };
    },
    async lookUp(task) {
      const channel = await chat.direct(String(task.row.body['user']));
      const since = task.row.firstSentAt ?? task.row.createdAt;
      const found = await chat.find({ channel, thread: null, effectIds: [task.row.id], since });
      return found === null ? 'absent' : { end: 'done' };
    },
  };
}
