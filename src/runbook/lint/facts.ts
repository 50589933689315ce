import { suggest } from '#src/base/nearest.ts';
import { NO_ALERT } from '#src/domain/alerts/fact.ts';
import type { ChecklistItem } from '#src/domain/runbook/model/step.ts';
import type { FactCondition } from '#src/domain/runbook/model/terms.ts';
import { tell } from '../resolve/context.ts';
import type { Path } from '../yaml/node.ts';
import { givenIds, known, knownMetric, knownRoles } from './known.ts';
import type { Subject } from './site.ts';

const BUILT_IN = {
  release: ['green', 'documents', 'on-call', 'no-incident', 'downtime'],
  incident: ['on-call'],
  drill: ['on-call', 'no-incident'],
};

export function lintFacts(subject: Subject, path: Path, facts: readonly FactCondition[]): void {
  for (const [index, fact] of facts.entries()) lintFact(subject, [...path, index], fact);
}

/** A fact is built in, the product's own, or a metric. */
export function lintFact(subject: Subject, path: Path, { fact, override }: FactCondition): void {
  const { product, phases } = subject.runbook;
  if (override) knownRoles(subject, [...path, 'override'], Object.keys(override));
  if (subject.runbook.kind !== 'release' && isOfReleases(subject, fact)) {
    lintOfReleases(subject, path, fact);
  } else if (fact.startsWith('drill.')) {
    lintDrillFact(subject, path, fact);
  } else if (fact.startsWith('phase.')) {
    known(subject, path, { what: 'phase', name: fact.slice('phase.'.length), names: phases.map(phase => phase.id) });
  } else if (fact === NO_ALERT || fact.startsWith(`${NO_ALERT}.`)) {
    lintNoAlert(subject, path, fact.slice(NO_ALERT.length + 1));
  } else {
    const names = [...BUILT_IN[subject.runbook.kind], ...Object.keys(product.facts), ...Object.keys(product.metrics)];
    known(subject, path, { what: 'fact', name: fact, names });
  }
}

/** What only the gate of a release can judge: what stands open before it, its phases, its questions. */
function isOfReleases({ runbook: { product } }: Subject, fact: string): boolean {
  return fact === 'green' || fact.startsWith('phase.') || product.facts[fact]?.kind === 'asked';
}

/** Elsewhere it would never hold, and nobody could say why. */
function lintOfReleases({ runbook, file }: Subject, path: Path, fact: string): void {
  const kind = runbook.kind === 'incident' ? 'incident' : 'drill';
  const hint = fact === 'green' ? GREEN[kind] : fact.startsWith('phase.') ? PHASE[kind] : ASKED;
  tell(file, path, {
    message: `"${fact}" can never hold in ${kind === 'incident' ? 'an' : 'a'} ${kind}: only the gates of releases judge it`,
    hint,
  });
}

const IN_ORDER = 'take it out: a step of a drill begins when everything before it is done';
const GREEN = {
  incident:
    'name the metrics that have to pass, as in check: [health]; what has to be so at the end stands in resolve:',
  drill: IN_ORDER,
};
const PHASE = { incident: 'write a checklist item that the phase ticks, with from: and its id', drill: IN_ORDER };
const ASKED = 'write a confirm step for what somebody has to say';

/** `drill.restore-test.age`: its latest result, and how long ago that was. */
function lintDrillFact(subject: Subject, path: Path, fact: string): void {
  const { drills } = subject.siblings;
  const ages = drills.map(id => `drill.${id}.age`);
  if (ages.includes(fact)) return;
  const hint = drills.length === 0 ? 'write the drill as a file of its own, kind: drill' : suggest(fact, ages);
  tell(subject.file, path, { message: `there is no drill behind "${fact}"`, hint });
}

/** `no-alert`: none of any priority fires; `no-alert.P1`: none of this one. Of a product without alerts nobody could say. */
function lintNoAlert(subject: Subject, path: Path, priority: string): void {
  const { alertPriorities } = subject.runbook.product;
  if (alertPriorities === undefined) {
    const hint = 'add alerts: and routing: to product.yml, or take it out';
    tell(subject.file, path, { message: 'the product has no alerts that could fire', hint });
  } else if (priority !== '') {
    const names = [...new Set(Object.values(alertPriorities).flat())];
    known(subject, path, { what: 'priority', name: priority, names });
  }
}

export function lintItems(subject: Subject, path: Path, items: readonly ChecklistItem[]): void {
  const ids = [...givenIds(subject), ...subject.runbook.phases.map(phase => phase.id)];
  for (const [index, item] of items.entries()) {
    const here = [...path, index];
    if (item.role !== null) knownRoles(subject, [...here, 'role'], [item.role]);
    for (const name of item.show) knownMetric(subject, [...here, 'show'], name);
    if (item.from !== null) known(subject, [...here, 'from'], { what: 'step or phase', name: item.from, names: ids });
  }
}
