import { unreachable } from '#src/base/assert.ts';
import type { IncidentStatus } from '#src/domain/incident/state.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { inert, mention, say } from './escape.ts';
import { cut } from './limits.ts';

/** Beside the severity's name, never instead of it: the highest is red. */
export function severitySign({ severity, runbook }: IncidentRun): string {
  const rank = runbook.grades.findIndex(grade => grade.name === severity);
  return SIGNS[rank < 0 ? SIGNS.length - 1 : Math.min(rank, SIGNS.length - 1)] ?? '🔵';
}

const SIGNS = ['🔴', '🟠', '🟡', '🔵'];

/** In a word. */
export function statusWord(status: IncidentStatus): string {
  switch (status) {
    case 'investigating':
      return 'Investigating';
    case 'mitigated':
      return 'Mitigated';
    case 'resolved':
      return 'Resolved';
    default:
      return unreachable(status);
  }
}

/** Longer ones are cut wherever they are only a name; the timeline has all of it. */
const TITLE_MAX = 150;

/** For messages: what people call it, or who declared it while nobody has given it a title. */
export function titleWords(run: IncidentRun): string {
  return run.titled ? inert(cut(run.title, TITLE_MAX)) : `declared by ${mention(run.initiator)}`;
}

/** For headers and forms, which show no mentions. Not escaped. */
export function plainTitle(run: IncidentRun): string {
  return run.titled ? run.title : 'no title yet';
}

/** `SEV1 INC-42 (Checkout returning 500s)`, marked where it is a drill or private. */
export function nameWords(run: IncidentRun): string {
  return `${marks(run)}${inert(run.severity)} ${inert(run.id)} (${titleWords(run)})`;
}

/** `DRILL · `: nobody shall take it for the other thing. */
export function marks({ drill, private: secret }: IncidentRun): string {
  return `${drill ? 'DRILL · ' : ''}${secret ? 'PRIVATE · ' : ''}`;
}

/** Who leads; said, not left out, where nobody does. */
export function commanderWords({ commander, deputy }: IncidentRun): string {
  const leads = commander === null ? '*Nobody has command*' : `IC ${mention(commander)}`;
  return deputy === null || deputy === commander ? leads : `${leads} · Deputy ${mention(deputy)}`;
}

/** A person as a provider or we wrote them: `<@U1>` is a person, anything else is text. */
export function someone(by: string | null): string {
  const user = by === null ? null : (/^<@([UW][A-Z0-9]+)>$/.exec(by)?.[1] ?? null);
  return say(by ?? 'somebody', [user]);
}

/** A sentence of the domain that names people of this incident, who may be mentioned; nobody else is. */
export function saysOf(run: IncidentRun, text: string): string {
  return say(text, [run.initiator, run.commander, run.deputy, ...run.responders, ...Object.values(run.people).flat()]);
}
