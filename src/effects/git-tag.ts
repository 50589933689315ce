import { resolve } from 'node:path';
import type { EffectKind } from '#src/ports/effect-kind.ts';
import type { Git } from '#src/ports/git.ts';
import { ended, isWanted, refOf, unwanted } from './action.ts';

/** Makes and pushes the annotated tag. Safe to repeat: the same tag on the same commit is what was wanted. */
export function gitTag(git: Git): EffectKind {
  return {
    repeat: 'safe',
    settleMs: 0,
    attemptsMax: 3,
    async run(task) {
      if (!isWanted(task)) return unwanted(task);
      const { path, remote, tag, commit, message } = task.row.body;
      if (typeof tag !== 'string' || typeof commit !== 'string') {
        return ended(refOf(task), 'failed', {
          says: 'There is no version yet to tag. Put a `version` step before the tag.',
        });
      }
      await git.tag({
        path: resolve(String(path)),
        remote: String(remote),
        name: tag,
        commit,
        message: String(message),
      });
      return ended(refOf(task), 'done', {
        says: `${tag} stands on ${commit.slice(0, 10)} and is pushed to ${remote}`,
        outputs: { tag },
      });
    },
  };
}
