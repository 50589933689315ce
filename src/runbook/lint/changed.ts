import { tell } from '../resolve/context.ts';
import type { ReleaseSubject } from './site.ts';

/** Git answers a question with `changed` in the `version` step: before it, or without one, the answer would be a guess. */
export function lintChanged({ runbook, file, inputs, sites }: ReleaseSubject): void {
  const version = sites.findIndex(site => site.step.verb === 'version' && site.step.off === null);
  for (const { name, changed } of inputs) {
    if (changed.length === 0) continue;
    const hint = 'write a version step before whatever asks for it';
    if (version < 0) {
      tell(file, ['inputs', name, 'changed'], { message: 'no version step looks at what changed', hint });
      continue;
    }
    const early = sites.slice(0, version).find(site => site.step.when?.name === `inputs.${name}`);
    const first = runbook.phases.findIndex(phase => phase.when?.name === `inputs.${name}`);
    const place = first >= 0 && sites.findIndex(site => site.section === runbook.phases[first]?.id) <= version;
    const path = early ? [...early.path, 'when'] : place ? ['phases', first, 'when'] : null;
    if (path) tell(file, path, { message: `inputs.${name} is known only after the version step`, hint });
  }
}
