import { inEnvironment, PRODUCTION } from '#src/domain/runbook/environment.ts';
import { tell } from '../resolve/context.ts';
import type { Path } from '../yaml/node.ts';
import { isOff, type ReleaseSubject } from './site.ts';

/** Something that turns the run round needs a rollback to turn to, and somebody who may press the button. */
export function lintWayBack(subject: ReleaseSubject): void {
  const { rollback, product } = subject.runbook;
  if (!rollback) {
    for (const { path, what } of turns(subject)) {
      const message = `${what} rolls back, and there is no rollback`;
      tell(subject.file, path, { message, hint: 'write rollback: with its steps, or let it pause' });
    }
    return;
  }
  const row = product.raci[rollback.activity];
  if (!row || row.responsible.length + row.accountable.length > 0) return;
  const message = `nobody may roll back: raci.${rollback.activity} names nobody responsible or accountable`;
  tell(subject.file, ['rollback'], { message, hint: 'name a role there in product.yml' });
}

function turns({ runbook, sites }: ReleaseSubject): readonly { readonly path: Path; readonly what: string }[] {
  const steps = sites
    .filter(site => site.step.onFailure === 'rollback' && !isOff(site))
    .map(site => ({ path: [...site.path, 'onFailure'], what: `"${site.step.title}"` }));
  const watches = runbook.phases.flatMap((phase, index) => {
    const product = inEnvironment(runbook.product, phase.environment ?? PRODUCTION);
    const names = (phase.watch?.metrics ?? []).filter(name => {
      const limits = product.metrics[name]?.limits ?? [];
      return limits.some(limit => limit.action === 'rollback' || limit.action === 'ask-rollback');
    });
    return names.map(name => ({ path: ['phases', index, 'watch'], what: `the limit of "${name}"` }));
  });
  return [...steps, ...watches];
}
