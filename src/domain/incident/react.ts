import type { Json } from '#src/base/json.ts';
import type { Instant } from '#src/base/time.ts';
import type { Fact } from '#src/domain/fact.ts';
import type { EffectAsk } from '#src/domain/procedure/effects.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { stepAsks } from '#src/domain/procedure/step-asks.ts';
import { findAction } from './action-sections.ts';
import { holdsReleases } from './grade.ts';
import { severityOfPage } from './service.ts';
import { tellIncident } from './tell.ts';

/** What the world is asked for because of these facts: pages before everything else, then work, then what people are told. */
export function incidentAsks(run: IncidentRun, facts: readonly Fact[]): readonly EffectAsk[] {
  return [
    ...facts.flatMap(fact => pages(run, fact)),
    ...facts.flatMap(fact => work(run, fact)),
    ...holds(run, facts),
    ...tellIncident(run, facts),
  ];
}

function pages(run: IncidentRun, fact: Fact): readonly EffectAsk[] {
  switch (fact.type) {
    case 'page.requested': {
      const { page, key, dedupKey, summary, roles, why } = fact.data;
      const body = { page, key, dedupKey, summary, roles, why, severity: severityOfPage(run) };
      return [{ kind: 'pager.trigger', lane: lane(run, key), priority: 0, body }];
    }
    case 'page.acknowledged':
      // One that failed is not there to be acknowledged.
      return fact.data.via === 'slack' && run.pages[fact.data.page]?.endedAt === null
        ? [about(run, 'pager.acknowledge', fact.data.page), lookWhether(run, fact.data.page, fact.at)]
        : [];
    case 'page.resolved':
      return fact.data.via === 'gonogo'
        ? [about(run, 'pager.resolve', fact.data.page), lookWhether(run, fact.data.page, fact.at)]
        : [];
    case 'incident.resolved':
      return lost(run);
    case 'page.fallback':
      return fact.data.mails.length === 0
        ? []
        : [
            {
              kind: 'mail.send',
              lane: `mail:${run.stream}`,
              priority: 0,
              body: { to: fact.data.mails, about: 'page', page: fact.data.page, says: fact.data.says },
            },
          ];
    default:
      return [];
  }
}

/** A page that was accepted and found to be nowhere may still come up at the provider: it must not ring after the end. */
function lost(run: IncidentRun): readonly EffectAsk[] {
  return Object.values(run.pages)
    .filter(page => page.state === 'failed' && page.acceptedAt !== null)
    .map(page => about(run, 'pager.resolve', page.id));
}

function about(run: IncidentRun, kind: 'pager.acknowledge' | 'pager.resolve', id: string): EffectAsk {
  const { key = '', dedupKey = '' } = run.pages[id] ?? {};
  return { kind, lane: lane(run, key), priority: 0, body: { page: id, key, dedupKey } };
}

/** A provider that says yes may still do nothing, and then a phone goes on ringing for what is over. */
function lookWhether(run: IncidentRun, id: string, at: Instant): EffectAsk {
  const { dedupKey = '' } = run.pages[id] ?? {};
  const dueAt = at + run.settleMs;
  return {
    kind: 'pager.read-back',
    lane: `read-back:${run.stream}:${id}`,
    priority: 1,
    dueAt,
    body: { page: id, dedupKey },
  };
}

/** One order for everything about one routing key: a page is ended before the next of that key begins. */
function lane(run: IncidentRun, key: string): string {
  return `pager:${run.stream}:${key}`;
}

function work(run: IncidentRun, fact: Fact): readonly EffectAsk[] {
  switch (fact.type) {
    case 'incident.declared':
      return [{ kind: 'suspects', lane: `suspects:${run.stream}`, priority: 1, body: {} }];
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
