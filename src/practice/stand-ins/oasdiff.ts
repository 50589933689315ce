import { execFileSync } from 'node:child_process';
import { type LocalWork, say } from './local.ts';

/** `oasdiff breaking|changelog OLD NEW`, each a git `ref:path`: really compares the two, as far as addresses go. */
export const oasdiff: LocalWork = ([verb, old, next]) => {
  if (!(verb === 'breaking' || verb === 'changelog') || !old || !next)
    return say('Error: write oasdiff breaking OLD NEW, or oasdiff changelog OLD NEW', 100);
  const [former, kept] = [new Set(pathsAt(old)), new Set(pathsAt(next))];
  const gone = [...former].filter(path => !kept.has(path));
  if (verb === 'changelog')
    return changelog(
      [...kept].filter(path => !former.has(path)),
      gone,
    );
  for (const path of gone) say(`error [api-path-removed-without-deprecation] ${path}`, 1);
  if (gone.length > 0) return say(`${gone.length} breaking changes`, 1);
  return say(`${kept.size} paths compared, no breaking changes`);
};

function changelog(added: readonly string[], gone: readonly string[]): number {
  for (const path of added) say(`info [endpoint-added] ${path}`);
  for (const path of gone) say(`error [api-path-removed-without-deprecation] ${path}`);
  return say(`${added.length + gone.length} changes`);
}

/** The keys below `paths:`; enough of YAML for the practice repository. */
function pathsAt(revision: string): readonly string[] {
  const text = execFileSync('git', ['show', revision], { encoding: 'utf8' });
  return [...text.matchAll(/^ {2}(\/[^:\s]*):/gm)].map(([, path = '']) => path);
}
