import { sha256 } from '#src/base/id.ts';
import { draftComment } from '#src/chat/story-incident.ts';
import { BOT } from '#src/domain/actor.ts';
import { GonogoError } from '#src/errors.ts';
import type { Chat } from '#src/ports/chat.ts';
import type { Documents } from '#src/ports/documents.ts';
import type { EffectKind, Finish, Task } from '#src/ports/effect-kind.ts';
import { postmortem } from '#src/reports/postmortem.ts';
import { incidentOf } from './action.ts';

/** Writes the draft from the timeline, keeps it under its hash and puts it into the data folder and the thread as a file. */
export function postmortemWrite(chat: Chat, documents: Documents, settleMs: number): EffectKind {
  return {
    repeat: 'look-first',
    settleMs,
    attemptsMax: 30,
    async run(task) {
      const draft = await write(task);
      // First, so that it can be read while Slack is down.
      await documents.save(draft.name, draft.bytes);
      const [permalink = null] = await chat.upload({
        ...(await placeOf(task)),
        files: [{ name: draft.name, title: `Postmortem of ${task.run.id} (draft)`, bytes: draft.bytes }],
        comment: draftComment(incidentOf(task)),
      });
      return done(draft, permalink);
    },
    // The bot may have died anywhere in Slack's three calls, of which only the last shows anything.
    async lookUp(task) {
      const fresh = await write(task);
      // What may have been shared is what was written then; by now the timeline knows more.
      const bytes = (await documents.read(fresh.name)) ?? fresh.bytes;
      const draft = { name: fresh.name, hash: sha256(bytes), bytes };
      const since = task.row.firstSentAt ?? task.row.createdAt;
      const found = await chat.findFile({ ...(await placeOf(task)), name: draft.name, since });
      return found === null ? 'absent' : done(draft, found.permalink);
    },
  };
}

async function placeOf(task: Task): Promise<{ readonly channel: string; readonly thread: string }> {
  const card = await task.message('card');
  if (card === null) throw new GonogoError('chat.failed', 'the thread is not there yet', { retryable: true });
  return { channel: card.channel, thread: card.ts };
}

type Draft = { readonly name: string; readonly hash: string; readonly bytes: Uint8Array };

async function write(task: Task): Promise<Draft> {
  const run = incidentOf(task);
  const bytes = new TextEncoder().encode(postmortem(run, await task.timeline()));
  return { name: `${run.id}-postmortem.md`, hash: sha256(bytes), bytes };
}

function done({ name, hash, bytes }: Draft, permalink: string | null): Finish {
  return {
    end: 'done',
    command: { actor: BOT, type: 'postmortem-written', name, hash, permalink },
    blobs: [{ hash, bytes }],
  };
}
