import type { Desk, Handler } from '#src/chat/desk.ts';
import { inert } from '#src/chat/escape.ts';
import type { Incoming } from '#src/chat/incoming.ts';
import { cut } from '#src/chat/limits.ts';
import type { Reply } from '#src/chat/reply.ts';
import { refuse, sayText } from '#src/chat/reply.ts';
import type { Run } from '#src/domain/procedure/state.ts';

/** Slack's own limit for one message is 40,000; a timeline keeps the first of it and the address of the rest. */
const TEXT_MAX = 8_000;

/** The shortcut on a message: onto the timeline of the run whose thread it stands in, else of the only open incident of the channel. */
export const captureShortcut: Handler = {
  name: 'incident.capture',
  async run(request, desk) {
    const message = request.kind === 'shortcut' ? request.message : null;
    if (message === null)
      return refuse('capture.message', 'There is no message here. Use this in the menu of a message.');
    const run = await runOf(desk, request, message.channel);
    if (run === null)
      return refuse(
        'capture.where',
        'This message stands in no run’s thread, and this channel has no single open incident it could belong to.',
      );
    return captured(desk, run, message, after => sayText(`It is on the timeline of ${inert(after.id)}.`));
  },
};

async function runOf(desk: Desk, { thread }: Incoming, channel: string): Promise<Run | null> {
  const ofThread = thread === null ? null : await desk.runByThread(channel, thread);
  if (ofThread !== null) return ofThread;
  const open = await desk.runs({ kind: 'incident', channel, open: true, limit: 2 });
  return open.length === 1 && open[0] ? desk.incident(open[0].id) : null;
}

/** With its author and address as Slack tells them now. A release quotes it as a note; an incident keeps it, once, and hears of edits. */
export async function captured(
  desk: Desk,
  run: Run,
  place: { readonly channel: string; readonly ts: string },
  say: (after: Run) => Reply,
): Promise<Reply> {
  const found = await desk.message(place);
  if (found === null)
    return refuse(
      'capture.unread',
      'Slack did not show me this message in time, or I am not in this channel. Try again in a moment.',
    );
  const text = cut(found.text, TEXT_MAX);
  if (run.kind === 'release') {
    const who = found.user === null ? 'An app' : `<@${found.user}>`;
    return desk.handle(run.id, { type: 'note', text: `${who} wrote: “${text}” (${found.permalink})` }, say);
  }
  const message = { channel: place.channel, ts: place.ts, author: found.user, text, permalink: found.permalink };
  return desk.handle(run.id, { type: 'capture', message }, say);
}
