import { suggest } from '#src/base/nearest.ts';
import { tell } from '../resolve/context.ts';
import { isOff, type ReleaseSubject, type Site } from './site.ts';

/** Every document a type owes is made by a step that runs, those due before go/no-go before it. */
export function lintDocuments(subject: ReleaseSubject): void {
  lintAudit(subject);
  const { type } = subject.runbook;
  const on = subject.sites.filter(site => !isOff(site) && site.section !== 'rollback');
  const gate = on.findIndex(site => site.step.verb === 'approve');
  for (const [when, names] of Object.entries(type.documents)) {
    for (const [index, name] of names.entries()) {
      const path = ['types', type.name, 'documents', when, index];
      const made = on.findIndex(site => delivers(site, name));
      if (made < 0) {
        tell(subject.file, path, {
          message: `no step delivers the document "${name}"`,
          hint: `add delivers: ${name} to the step that makes it`,
        });
      } else if (when === 'before' && gate >= 0 && made > gate) {
        tell(subject.file, path, {
          message: `"${name}" is due at go/no-go and made after it`,
          hint: 'make it in an earlier phase, or list it under after',
        });
      }
    }
  }
}

function delivers({ step }: Site, name: string): boolean {
  return step.delivers === name;
}

/** What the audit record must hold is a phase, a step or the approvals. */
function lintAudit(subject: ReleaseSubject): void {
  const { type, phases } = subject.runbook;
  const ids = subject.sites.map(site => site.step.id).filter(id => !id.includes('.'));
  const names = ['approvals', ...phases.map(phase => phase.id), ...ids];
  for (const [index, name] of type.audit.entries()) {
    if (names.includes(name)) continue;
    tell(subject.file, ['types', type.name, 'audit', index], {
      message: `there is no phase or step "${name}"`,
      hint: suggest(name, names),
    });
  }
}
