import type { Chat } from '#src/ports/chat.ts';
import type { EffectKind } from '#src/ports/effect-kind.ts';

/** Puts an emoji on a message, instead of one more message: it was heard. */
export function chatReact(chat: Chat): EffectKind {
  return {
    repeat: 'safe',
    settleMs: 0,
    attemptsMax: 5,
    async run(task) {
      const { channel, ts, emoji } = task.row.body;
      await chat.react({ channel: String(channel), ts: String(ts), emoji: String(emoji) });
      return { end: 'done' };
    },
  };
}
