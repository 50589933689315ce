import { everywhere } from '#src/domain/runbook/environment.ts';
import type { Step } from '#src/domain/runbook/model/step.ts';
import { names } from '#src/domain/runbook/template.ts';
import type { Context } from '../resolve/context.ts';
import { type IncidentSubject, isOff, type ReleaseSubject, type Site, type Subject } from './site.ts';
import { baseNames, before, namesAt, outputs, ROLLBACK, varNames, WAVE } from './template-names.ts';
import { lintName, lintText } from './template-text.ts';
import { metricTexts, productTexts, textsOf } from './texts.ts';

/** Every `${{ name }}` is known where it stands; an unknown one would stop the run in the middle of the night. */
export function lintTemplates(subject: Subject): void {
  const { runbook, sites, file, product } = subject;
  for (const site of sites) {
    // What this type does not ask is no name here, and nothing that is off says it.
    if (isOff(site)) continue;
    const known = namesAt(subject, site);
    for (const one of textsOf(site.step, site.path)) lintText(file, one, known);
    if (site.step.each !== null) lintName(file, { name: site.step.each, path: [...site.path, 'each'], known });
    if (site.step.when) lintName(file, { name: site.step.when.name, path: [...site.path, 'when'], known });
    lintFields(subject, site);
    lintEarlier(subject, site.step);
  }
  const base = baseNames(subject);
  for (const [index, phase] of runbook.phases.entries()) {
    if (!phase.when || phase.off !== null) continue;
    const before = sites.filter(site => site.phase && runbook.phases.indexOf(site.phase) < index);
    lintName(file, { name: phase.when.name, path: ['phases', index, 'when'], known: [...base, ...outputs(before)] });
  }
  const outside = base.filter(name => !name.startsWith('inputs.'));
  for (const one of productTexts(runbook)) lintText(product, one, outside);
  lintVars(subject);
}

/** When a question is asked, only the other questions and the kind of release are known. */
export function lintReleaseTemplates(subject: ReleaseSubject): void {
  const { runbook, sites, file } = subject;
  const asked = [...runbook.inputs.map(input => `inputs.${input.name}`), 'run.type', 'run.strategy'];
  for (const { name, when } of runbook.inputs) {
    const known = asked.filter(one => one !== `inputs.${name}`);
    if (when) lintName(file, { name: when.name, path: ['inputs', name, 'when'], known });
  }
  const base = baseNames(subject);
  const { type } = runbook;
  if (type.downtime.kind !== 'never' && type.downtime.when) {
    const path = ['types', type.name, 'downtime', 'when'];
    lintName(file, { name: type.downtime.when.name, path, known: base });
  }
  for (const { moment, names: texts } of runbook.events) {
    const known = [...base, ...outputs(sites), ...ROLLBACK, ...(moment === 'wave.each' ? WAVE : [])];
    for (const text of texts) lintText(file, { text, path: ['events', moment], place: 'text' }, known);
  }
}

/** What suggests a grade is measured before there is an incident: of its names only the vars exist then. */
export function lintIncidentTemplates({ runbook, product }: IncidentSubject): void {
  const known = varNames(runbook.product);
  for (const name of new Set(runbook.grades.flatMap(grade => grade.suggest.map(one => one.metric)))) {
    const metric = runbook.product.metrics[name];
    if (metric) for (const one of metricTexts(metric)) lintText(product, one, known);
  }
}

/** What an earlier run must have been answered may be an answer of this one. */
function lintEarlier(subject: Subject, step: Step): void {
  const facts = step.verb === 'check' ? step.facts : step.verb === 'approve' ? step.requires : [];
  for (const { fact } of facts) {
    const known = subject.runbook.product.facts[fact];
    if (known?.kind !== 'earlier') continue;
    for (const [name, text] of Object.entries(known.inputs))
      lintText(subject.product, { text, path: ['facts', fact, 'earlier', name], place: 'text' }, baseNames(subject));
  }
}

/** A later question also knows what was done. */
function lintFields(subject: Subject, site: Site): void {
  const { step, path } = site;
  if (step.verb !== 'ask') return;
  const known = [...baseNames(subject), ...outputs(before(subject, site))];
  for (const { name, when } of step.fields)
    if (when) lintName(subject.file, { name: when.name, path: [...path, 'ask', name, 'when'], known });
}

/** Vars may name other vars, one level deep. */
function lintVars({ runbook, product }: Subject): void {
  for (const { vars } of everywhere(runbook.product)) lintVarsOf(product, vars);
}

function lintVarsOf(product: Context, vars: { readonly [name: string]: string }): void {
  const plain = Object.keys(vars).filter(name => names(vars[name] ?? '').length === 0);
  const known = plain.map(one => `vars.${one}`);
  for (const [name, text] of Object.entries(vars))
    lintText(product, { text, path: ['vars', name], place: 'text' }, known);
}
