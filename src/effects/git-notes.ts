import { resolve } from 'node:path';
import { BOT } from '#src/domain/actor.ts';
import type { EffectKind } from '#src/ports/effect-kind.ts';
import type { Git } from '#src/ports/git.ts';
import { releaseNotes } from '#src/reports/release-notes.ts';
import { refOf, releaseOf } from './action.ts';

/** Drafts the release notes from the commits since the last tag. Reads only; the text goes on the timeline. */
export function gitNotes(git: Git): EffectKind {
  return {
    repeat: 'safe',
    settleMs: 0,
    attemptsMax: 3,
    async run(task) {
      const { path, sections } = task.row.body;
      const run = releaseOf(task);
      const to = run.commit ?? run.runbook.product.repository?.branch ?? 'HEAD';
      const commits = await git.log({ path: resolve(String(path)), from: run.previousTag, to });
      const notes = releaseNotes({
        title: run.title,
        previousTag: run.previousTag,
        commits,
        sections: sections as readonly string[],
      });
      return { end: 'done', command: { actor: BOT, type: 'notes-drafted', ref: refOf(task), notes } };
    },
  };
}
