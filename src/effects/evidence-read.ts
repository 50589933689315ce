import type { Actor } from '#src/domain/actor.ts';
import { BOT } from '#src/domain/actor.ts';
import type { EvidenceRead } from '#src/domain/procedure/commands.ts';
import { GonogoError } from '#src/errors.ts';
import type { Chat, ReadFile } from '#src/ports/chat.ts';
import type { EffectKind, Task } from '#src/ports/effect-kind.ts';

/** Evidence is looked at by people; what is larger belongs where it can be kept, and its link here. */
const BYTES_MAX = 50 * 1024 * 1024;
const ATTEMPTS_MAX = 6;

/** Reads a file somebody gave as evidence: what it is called, how large it is, and the hash of its content. */
export function evidenceRead(chat: Chat): EffectKind {
  return {
    repeat: 'safe',
    settleMs: 0,
    attemptsMax: ATTEMPTS_MAX,
    async run(task) {
      const { step, attempt, label, rule, actor } = task.row.body;
      const command: EvidenceRead & { readonly actor: typeof BOT } = {
        actor: BOT,
        type: 'evidence-read',
        step: String(step),
        attempt: Number(attempt),
        label: String(label),
        rule: String(rule),
        by: actor as unknown as Actor,
        read: await read(chat, task),
      };
      return { end: 'done', command };
    },
  };
}

async function read(chat: Chat, task: Task): Promise<EvidenceRead['read']> {
  const { file, actor } = task.row.body;
  try {
    return told(await chat.readFile(String(file), BYTES_MAX), task, (actor as { user?: string }).user ?? '');
  } catch (cause) {
    const again = cause instanceof GonogoError && (cause.retryable || cause.unknown);
    if (!(cause instanceof GonogoError) || (again && task.row.attempt < ATTEMPTS_MAX)) throw cause;
    return { problem: `it could not be read: ${cause.message}` };
  }
}

function told(found: ReadFile, { run }: Task, giver: string): EvidenceRead['read'] {
  if (found.how === 'absent') return { problem: 'Slack does not show such a file to gonogo; share it in this thread' };
  // Whoever names a file they did not share could else learn its name.
  if (found.owner !== giver && !found.channels.includes(run.channel))
    return { problem: 'it is neither yours nor shared in this channel' };
  if (found.how === 'too-large') return { problem: `it is larger than ${BYTES_MAX / 1024 / 1024} MB; attach a link` };
  const { name, type, size, sha256, link } = found;
  return { link, file: { name, type, size, sha256 } };
}
