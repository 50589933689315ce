import { when } from '#src/chat/dates.ts';
import type { Desk } from '#src/chat/desk.ts';
import { inert, mention, whisper } from '#src/chat/escape.ts';
import { isVisible } from '#src/chat/visible.ts';

const LOOKED_AT_MAX = 100;

type Postmortem = { readonly owner: string | null; readonly dueAt: number | null; readonly state: string };

/** Those whose day has passed and that nobody has reviewed. */
export async function overduePostmortems(desk: Desk, user: string): Promise<readonly string[]> {
  const over = await desk.runs({ kind: 'incident', open: false, limit: LOOKED_AT_MAX });
  return over.flatMap(run => {
    const { owner, dueAt, state } = run.facts['postmortem'] as unknown as Postmortem;
    if (dueAt === null || dueAt > desk.now() || state === 'reviewed' || state === 'closed') return [];
    if (!isVisible(run, user, null)) return [];
    return [
      `*${inert(run.id)}* ${whisper(run.title)} · due ${when(dueAt)} · ${owner === null ? 'nobody owns it' : mention(owner)}`,
    ];
  });
}
