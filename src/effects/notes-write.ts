import { findStep } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { notesOf } from '#src/domain/release/notes.ts';
import type { Chat } from '#src/ports/chat.ts';
import type { Documents } from '#src/ports/documents.ts';
import type { EffectKind } from '#src/ports/effect-kind.ts';
import { type NotesFile, notesFiles } from '#src/reports/notes-files.ts';
import { releaseOf } from './action.ts';
import { written } from './report-write.ts';
import { share } from './share.ts';

/** Puts one version of the release notes into the data folder and the thread, in each format the runbook asks for. */
export function notesWrite(chat: Chat, documents: Documents, settleMs: number): EffectKind {
  return {
    repeat: 'look-first',
    settleMs,
    attemptsMax: 10,
    async run(task) {
      const run = releaseOf(task);
      const { step, number } = task.row.body;
      // A newer version has files of its own.
      if (notesOf(run, String(step))?.number !== number) return { end: 'done' };
      const files = await filesOfNotes(run, String(step));
      const shared = await share({ chat, documents, task }, files);
      return written(shared, null);
    },
    // `run` looks for each of them before it shares it.
    async lookUp() {
      return 'absent';
    },
  };
}

/** The files of the notes a step has written, as they stand; empty: there are none. */
export async function filesOfNotes(run: ReleaseRun, id: string): Promise<readonly NotesFile[]> {
  const step = findStep(run, id);
  const notes = notesOf(run, id);
  if (step?.verb !== 'release-notes' || notes === null) return [];
  return notesFiles({ run: run.id, notes, title: run.title, formats: step.formats });
}
