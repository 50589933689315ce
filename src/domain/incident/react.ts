import type { Json } from '#src/base/json.ts';
import type { Fact } from '#src/domain/fact.ts';
import type { EffectAsk } from '#src/domain/procedure/effects.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { stepAsks } from '#src/domain/procedure/step-asks.ts';
import { findAction } from './action-sections.ts';
import { holdsReleases } from './grade.ts';
import { lost, pageAsks } from './page-asks.ts';
import { severityOfPage } from './service.ts';
import { tellIncident } from './tell.ts';

/** What the world is asked for because of these facts: pages before everything else, then work, then what people are told. */
export function incidentAsks(run: IncidentRun, facts: readonly Fact[]): readonly EffectAsk[] {
  return [
    ...facts.flatMap(fact => pageAsks(run, fact, severityOfPage(run))),
    ...facts.flatMap(fact => (fact.type === 'incident.resolved' ? lost(run) : [])),
    ...facts.flatMap(fact => work(run, fact)),
    ...holds(run, facts),
    ...tellIncident(run, facts),
  ];
}

function work(run: IncidentRun, fact: Fact): readonly EffectAsk[] {
  switch (fact.type) {
    case 'incident.declared':
      return [{ kind: 'suspects', lane: `suspects:${run.stream}`, priority: 1, body: {} }, ...tellAlert(run)];
    case 'action.taken':
      return actionTaken(run, fact);
    case 'message.captured': {
      const { channel, ts } = fact.data;
      return [
        {
          kind: 'chat.react',
          lane: `react:${run.stream}`,
          priority: 3,
          body: { channel, ts, emoji: 'white_check_mark' },
        },
      ];
    }
    case 'incident.resolved':
      return [postmortem(run)];
    case 'note.added':
      return fact.data.text === ASKED_FOR_DRAFT ? [postmortem(run)] : [];
    default:
      return stepAsks(run, fact);
  }
}

/** The alert it was declared from names it, so that nobody declares it twice. Of a private one nobody is told. */
function tellAlert({ source, stream, id, runbook, private: secret }: IncidentRun): readonly EffectAsk[] {
  if (source?.kind !== 'alert' || source.alert === null || secret) return [];
  const command = { type: 'alert-declared', environment: source.environment, alert: source.alert, incident: id };
  const body = { stream: `alerts:${runbook.product.name}`, command };
  return [{ kind: 'run.tell', lane: `tell:${stream}`, priority: 2, body }];
}

/** What stands on the timeline when somebody asks for the draft anew. */
export const ASKED_FOR_DRAFT = 'Asked for the postmortem draft.';

/** In a lane of its own: where Slack takes messages and no files, no reminder waits behind it. */
function postmortem(run: IncidentRun): EffectAsk {
  return { kind: 'postmortem.write', lane: `postmortem:${run.stream}`, priority: 2, body: {} };
}

/** An action on a release is that release's to do, by its own rules and on its own timeline. */
function actionTaken(run: IncidentRun, { data, actor }: Fact & { type: 'action.taken' }): readonly EffectAsk[] {
  const does = findAction(run, data.action)?.does.kind;
  if (data.suspect === null || (does !== 'rollback-suspect' && does !== 'pause-suspect')) return [];
  const command = {
    type: 'incident-acts',
    incident: run.id,
    what: does === 'rollback-suspect' ? 'rollback' : 'pause',
    // Whoever reads along there need not know of a private incident more than that it is.
    reason: data.reason ?? (run.private ? 'taken back from there' : run.title),
    by: actor,
  };
  const body = { run: data.suspect, command, taken: data.id } as unknown as { [key: string]: Json };
  return [{ kind: 'run.tell', lane: `tell:${run.stream}`, priority: 0, body }];
}

/** Releases of the product hear when they are held, and when they are free again. */
function holds(run: IncidentRun, facts: readonly Fact[]): readonly EffectAsk[] {
  const about = facts.some(fact => HOLDS.has(fact.type));
  const born = facts.some(fact => fact.type === 'incident.declared');
  if (!about || run.drill || (born && !holdsReleases(run))) return [];
  return [
    {
      kind: 'releases.tell',
      lane: `tell:${run.stream}`,
      priority: 1,
      body: { holds: holdsReleases(run), grade: run.severity },
    },
  ];
}

const HOLDS: ReadonlySet<Fact['type']> = new Set([
  'incident.declared',
  'incident.severity-set',
  'incident.resolved',
  'incident.reopened',
]);
