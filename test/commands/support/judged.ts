import type { ModalView } from '@slack/types';
import { expect } from 'vitest';
import type { JsonObject } from '#src/base/json.ts';
import type { Message } from '#src/chat/message.ts';
import { judgeContent } from '#src/fakes/slack/api/message-content.ts';
import { checkView } from '#src/fakes/slack/blocks/check-view.ts';
import { createJudge } from '#src/fakes/slack/judge.ts';

/** The message, if Slack would take it in chat.update, which is stricter than a post. Throws what it would refuse. */
export function judged(message: Message): Message {
  const draft = {
    text: message.text,
    blocks: message.blocks,
    markdown: undefined,
    attachments: undefined,
    metadata: undefined,
  };
  judgeContent(draft, createJudge([]), true);
  return message;
}

export function judgedView(view: ModalView): ModalView {
  expect(checkView(view as unknown as JsonObject)).toEqual([]);
  return view;
}
