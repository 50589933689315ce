import { tell } from '../resolve/context.ts';
import { knownRoles } from './known.ts';
import { lintMembers } from './people.ts';
import type { DrillSubject } from './site.ts';
import { baseNames, outputs } from './template-names.ts';
import { lintName } from './template-text.ts';

/** Who does a drill exists, and what is noted at its end can be known by then. */
export function lintRecords(subject: DrillSubject): void {
  const { runbook, file, sites } = subject;
  knownRoles(subject, ['role'], runbook.roles);
  for (const role of runbook.roles) lintMembers(subject, role, ['role']);
  const known = [...baseNames(subject), ...outputs(sites)];
  for (const record of runbook.records) {
    if (record.kind === 'taken') lintName(file, { name: record.from, path: ['records', record.name, 'from'], known });
    else if (record.input.when) {
      const path = ['records', record.input.name, 'when'];
      tell(file, path, { message: 'a figure is noted or it is not', hint: 'leave when out' });
    }
  }
}
