import { execFileSync } from 'node:child_process';
import { type LocalWork, say } from './local.ts';

/** `oasdiff breaking OLD NEW`, each a git `ref:path`: really compares the two, as far as addresses that are gone. */
export const oasdiff: LocalWork = ([verb, old, next]) => {
  if (verb !== 'breaking' || !old || !next) return say('Error: write oasdiff breaking OLD NEW', 100);
  const kept = new Set(pathsAt(next));
  const gone = pathsAt(old).filter(path => !kept.has(path));
  for (const path of gone) say(`error [api-path-removed-without-deprecation] ${path}`, 1);
  if (gone.length > 0) return say(`${gone.length} breaking changes`, 1);
  return say(`${kept.size} paths compared, no breaking changes`);
};

/** The keys below `paths:`; enough of YAML for the practice repository. */
function pathsAt(revision: string): readonly string[] {
  const text = execFileSync('git', ['show', revision], { encoding: 'utf8' });
  return [...text.matchAll(/^ {2}(\/[^:\s]*):/gm)].map(([, path = '']) => path);
}
