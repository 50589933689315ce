import type { ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import { names } from '#src/domain/runbook/template.ts';
import { tell } from '../resolve/context.ts';
import type { Path } from '../yaml/node.ts';
import { isOff, type ReleaseSubject } from './site.ts';
import { textsOf } from './texts.ts';

/** What the `version` step finds out. */
const FOUND = ['run.version', 'run.tag', 'run.commit', 'run.previousVersion', 'run.previousTag'];
/** What stays empty in a release that brings no version. */
const BROUGHT = ['run.version', 'run.tag'];

/** Nothing that a `version` step finds out is named before it: the run would stop there with no value for it. */
export function lintVersion({ runbook, file, sites }: ReleaseSubject): void {
  const running = sites.filter(site => !isOff(site));
  const version = running.findIndex(site => site.step.verb === 'version');
  const before = version < 0 ? running : running.slice(0, version + 1);
  const named = running.flatMap(site => [
    ...textsOf(site.step, site.path).flatMap(({ text, path }) => names(text).map(name => ({ name, path, site }))),
    ...(site.step.when ? [{ name: site.step.when.name, path: [...site.path, 'when'] as Path, site }] : []),
  ]);
  for (const { name, path, site } of named) {
    if (!FOUND.includes(name)) continue;
    if (before.includes(site)) tell(file, path, tooEarly(name, version));
    else if (BROUGHT.includes(name) && runbook.type.bump === 'none') tell(file, path, noVersion(name, runbook));
  }
  if (version >= 0) return;
  for (const { moment, names: texts } of runbook.events)
    for (const name of texts.flatMap(names).filter(one => FOUND.includes(one)))
      tell(file, ['events', moment], tooEarly(name, version));
}

function tooEarly(name: string, version: number): { readonly message: string; readonly hint: string } {
  return version < 0
    ? { message: `${name} is not known: no version step finds it out`, hint: 'put "- version: next" before it' }
    : { message: `${name} is known only after the version step`, hint: 'put the version step before it' };
}

function noVersion(name: string, { type }: ReleaseRunbook): { readonly message: string; readonly hint: string } {
  return {
    message: `${name} is empty in a ${type.name} release, which brings no version (bump: none)`,
    hint: `leave the step to the other types with only, or give ${type.name} a bump`,
  };
}
