import type { DrillRunbook } from '#src/domain/runbook/model/runbook.ts';
import { scopeOfDrill } from './fill.ts';
import { planStep } from './incident.ts';
import { stepLines } from './incident-text.ts';
import { partiesOf, sayWho } from './people.ts';
import { section } from './text.ts';

/** The plan of a drill for people to read: who does what, in which order, and what is noted at the end. */
export function drillPlanText(runbook: DrillRunbook): string {
  const scope = scopeOfDrill(runbook);
  const noted = runbook.records.map(record =>
    record.kind === 'asked' ? `  ${record.input.ask}` : `  ${record.name}, from ${record.from}`,
  );
  const who = sayWho(partiesOf(runbook, runbook.roles));
  return [
    `${runbook.title} · ${sayEvery(runbook)} · ${who}`,
    ...runbook.phases.flatMap(phase =>
      section(`${phase.title}${phase.at === null ? '' : ` · ${phase.at.text}`}`, [
        ...phase.steps.flatMap(step => stepLines(planStep(runbook, step, scope), '  ', who)),
        ...(phase.checkpoint === null ? [] : [`  = ${phase.checkpoint.says}`]),
      ]),
    ),
    ...section('Noted at the end', noted),
    ...section('It passed, if', ['  every step was done, none of them skipped by a person, and every figure is known']),
    ...section(
      'Files',
      runbook.files.map(({ path, hash }) => `  ${path} sha256 ${hash.slice(0, 12)}`),
    ),
    '',
  ].join('\n');
}

function sayEvery({ every }: DrillRunbook): string {
  return every === 'on demand' ? every : `every ${every}`;
}
