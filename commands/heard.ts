import type { Desk, Handler } from '#src/chat/desk.ts';
import type { Incoming } from '#src/chat/incoming.ts';
import type { Reply } from '#src/chat/reply.ts';
import { NOTHING } from '#src/chat/reply.ts';
import { captured } from './incident/capture.ts';

/** As many incidents of a channel as anybody may still have messages of in mind. */
const LOOKED_AT_MAX = 50;

/** What people do to messages: 📌 in an incident's thread captures one, and what becomes of a captured one is told. */
export const heard: Handler = {
  name: 'heard',
  async run(request, desk) {
    if (request.kind === 'reaction') return pinned(request, desk);
    return request.kind === 'changed' ? changed(request, desk) : NOTHING;
  },
};

/** Once: a second 📌 is no second fact. Releases keep no messages, so theirs is only done by the shortcut, as a note. */
async function pinned(request: Incoming & { kind: 'reaction' }, desk: Desk): Promise<Reply> {
  const { reaction, message, thread } = request;
  if (reaction !== 'pushpin' || thread === null) return NOTHING;
  const run = await desk.runByThread(message.channel, thread);
  if (run?.kind !== 'incident' || run.captured[message.ts] !== undefined) return NOTHING;
  return captured(desk, run, message, () => NOTHING);
}

/** The rows of the channel's incidents say which messages they keep, so that nothing else is read for an edit anywhere. */
async function changed(request: Incoming & { kind: 'changed' }, desk: Desk): Promise<Reply> {
  const { channel, ts, text } = request.message;
  const rows = await desk.runs({ kind: 'incident', channel, limit: LOOKED_AT_MAX });
  const keeper = rows.find(row => Array.isArray(row.facts['captured']) && row.facts['captured'].includes(ts));
  return keeper === undefined ? NOTHING : desk.handle(keeper.id, { type: 'message-changed', ts, text }, () => NOTHING);
}
