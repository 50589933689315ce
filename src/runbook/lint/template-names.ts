import type { Step } from '#src/domain/runbook/model/step.ts';
import { isOff, type Site, type Subject } from './site.ts';

/** Which names a `${{ }}` may hold where it stands. */

export const WAVE = ['wave.number', 'wave.weight', 'wave.targets'];
export const ROLLBACK = ['rollback.reason', 'rollback.by', 'rollback.at'];
const RUN = ['id', 'title', 'startedAt'];
const RELEASE = [
  'version',
  'previousVersion',
  'tag',
  'previousTag',
  'commit',
  'type',
  'strategy',
  'T',
  'downtime',
  'verdict',
  'summary',
];
const INCIDENT = [
  'id',
  'title',
  'severity',
  'status',
  'service',
  'commander',
  'impact',
  'startedAt',
  'declaredAt',
  'suspect',
];
const SERVICE = ['name', 'url', 'owner', 'container'];

/** Known everywhere in the runbook. */
export function baseNames({ runbook, inputs }: Subject): readonly string[] {
  return [
    ...inputs.map(input => `inputs.${input.name}`),
    ...varNames(runbook.product),
    ...[...RUN, ...(runbook.kind === 'release' ? RELEASE : [])].map(name => `run.${name}`),
    ...(runbook.kind === 'incident' ? INCIDENT.map(name => `incident.${name}`) : []),
    ...(runbook.kind === 'incident' ? SERVICE.map(name => `service.${name}`) : []),
    'environment',
  ];
}

export function varNames({ vars }: Subject['runbook']['product']): readonly string[] {
  return Object.keys(vars).map(name => `vars.${name}`);
}

/** Known in a step. */
export function namesAt(subject: Subject, site: Site): readonly string[] {
  const { step, section } = site;
  return [
    ...baseNames(subject),
    ...outputs(before(subject, site)),
    ...(step.verb === 'shift' ? WAVE : []),
    ...(step.each === null ? [] : ['each']),
    ...(subject.runbook.kind === 'release' && (section === 'rollback' || section === 'finally') ? ROLLBACK : []),
  ];
}

/** What other steps of an action found out is its own; two presses of two buttons know nothing of each other. */
export function before({ runbook, sites }: Subject, site: Site): readonly Site[] {
  // What is off here finds out nothing.
  const all = sites.slice(0, sites.indexOf(site)).filter(one => !isOff(one));
  if (runbook.kind === 'release') return all;
  return all.filter(one => one.phase !== null || one.section === site.section);
}

export function outputs(sites: readonly Site[]): readonly string[] {
  return sites.flatMap(({ step }) => ['duration', ...outputNames(step)].map(name => `steps.${step.id}.${name}`));
}

function outputNames(step: Step): readonly string[] {
  if (step.verb === 'run' || step.verb === 'http') return Object.keys(step.outputs);
  if (step.verb === 'ticket' || step.verb === 'statuspage') return ['url'];
  return step.verb === 'ask' ? step.fields.map(field => field.name) : [];
}
