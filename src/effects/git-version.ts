import { resolve } from 'node:path';
import type { Bump } from '#src/domain/release/version.ts';
import { countsAnew, nextVersion } from '#src/domain/release/version.ts';
import type { EffectKind, Task } from '#src/ports/effect-kind.ts';
import type { Git } from '#src/ports/git.ts';
import { ended, refOf, releaseOf } from './action.ts';
import { changedInputs } from './changed-inputs.ts';

/** Finds the version, the commit and the tag of a release. Reads only. */
export function gitVersion(git: Git): EffectKind {
  return {
    repeat: 'safe',
    settleMs: 0,
    attemptsMax: 3,
    async run(task) {
      const { path, branch, gitRef, pattern, bump, wanted } = task.row.body;
      const facts = await git.read({
        path: resolve(String(path)),
        branch: String(branch),
        ref: gitRef as string | null,
      });
      const asked = {
        wanted: wanted as string | null,
        pattern: String(pattern),
        tags: facts.tags.map(tag => tag.name),
        reachable: facts.reachable,
      };
      const next = nextVersion({ ...asked, bump: bump as Bump, failed: await failedVersions(task) });
      if (!next.ok) return ended(refOf(task), 'failed', { says: next.refusal.text });
      const { version, tag, previousVersion, previousTag } = next;
      const { product, type } = releaseOf(task).runbook;
      const changed = await changedInputs(git, releaseOf(task), { path: resolve(String(path)), previousTag, ...facts });
      const title = `${product.title} ${version ?? ''} ${type.name}`.replaceAll(/\s+/g, ' ');
      const anew = version === null ? null : countsAnew(asked);
      const after = previousTag === null ? '' : `, after ${previousTag}`;
      const says = `${version ?? 'no version'} from ${facts.commit.slice(0, 10)}${after}${anew === null ? '' : `: ${anew}`}`;
      return ended(refOf(task), 'done', {
        says,
        outputs: { version, tag, previousVersion, previousTag, commit: facts.commit, title, changed, anew },
      });
    },
  };
}

/** Given out by a run that did not come through, or is still on its way. Tags nobody here set are taken to be good. */
async function failedVersions(task: Task): Promise<readonly string[]> {
  const runs = await task.runs({ kind: 'release', product: task.run.runbook.product.name });
  return runs.filter(run => run.version !== '' && run.status !== 'completed').map(run => run.version);
}
