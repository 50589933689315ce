import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type LocalWork, say } from './local.ts';

/** A small mkdocs: `build --strict` wants every page of the navigation. */
export const mkdocs: LocalWork = ([verb]) => {
  if (verb !== 'build') return say(`Error: No such command '${verb ?? ''}'.`, 2);
  const pages = /nav: \[([^\]]*)\]/.exec(readFileSync('mkdocs.yml', 'utf8'))?.[1]?.split(/,\s*/) ?? [];
  const missing = pages.filter(page => !existsSync(`docs/${page}`));
  for (const page of missing) say(`WARNING -  docs/${page} is in the nav and not there`, 1);
  if (missing.length > 0) return say('Aborted with warnings in strict mode!', 1);
  mkdirSync('site', { recursive: true });
  writeFileSync('site/index.html', '<h1>hausKI</h1>\n');
  return say(`Documentation built: ${pages.length} pages`);
};
