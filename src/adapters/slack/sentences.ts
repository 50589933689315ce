import type { Message, View } from '#src/chat/message.ts';

/** The few sentences the adapter says by itself. Everything else comes from commands. */

export const STILL_WORKING = 'Still working on it; the thread will show the result.';
export const FORM_TOO_LATE = 'Slack did not open the form in time. Please ask for it once more.';
export const NEEDS_A_FORM = 'This needs a form, and Slack opens none from here. Use the slash command for it.';

/** Nothing is claimed about what was recorded: the failure may have come after it. */
export function wentWrong(reference: string): string {
  return `Something went wrong on our side (reference ${reference}). See what the thread shows before you try again.`;
}

/** What a form shows when its answer is not ready in time, so that the modal does not close without a word. */
export function waitingView(): View {
  return noticeView(STILL_WORKING);
}

function noticeView(text: string): View {
  return {
    type: 'modal',
    title: { type: 'plain_text', text: 'gonogo' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: [{ type: 'section', text: { type: 'plain_text', text } }],
  };
}

/** A message's blocks, or its text as one block where only blocks are shown. */
export function blocksOf({ text, blocks }: Message) {
  return blocks ?? [{ type: 'section' as const, text: { type: 'mrkdwn' as const, text } }];
}
