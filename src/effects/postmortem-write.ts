import { sha256 } from '#src/base/id.ts';
import { BOT } from '#src/domain/actor.ts';
import type { Chat } from '#src/ports/chat.ts';
import type { EffectKind, Finish, Task } from '#src/ports/effect-kind.ts';
import { postmortem } from '#src/reports/postmortem.ts';
import { incidentOf } from './action.ts';

/** Writes the draft from the timeline, keeps it under its hash and puts it into the thread as a file. */
export function postmortemWrite(chat: Chat, settleMs: number): EffectKind {
  return {
    repeat: 'look-first',
    settleMs,
    attemptsMax: 30,
    async run(task) {
      const draft = await write(task);
      const card = await task.message('card');
      const { permalink } = await chat.upload({
        channel: card?.channel ?? task.run.channel,
        thread: card?.ts ?? null,
        name: draft.name,
        title: `Postmortem of ${task.run.id} (draft)`,
        bytes: draft.bytes,
      });
      return done(draft, permalink);
    },
    // Slack keeps no effect id with a file: rather a draft without its link on the timeline than a second copy in the thread.
    async lookUp(task) {
      return done(await write(task), null);
    },
  };
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
