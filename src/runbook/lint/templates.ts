import { suggest } from '#src/base/nearest.ts';
import type { Step } from '#src/domain/runbook/model/step.ts';
import { malformed, names, resolveUrl } from '#src/domain/runbook/template.ts';
import { type Context, notYet, tell } from '../resolve/context.ts';
import type { Path } from '../yaml/node.ts';
import type { Site, Subject } from './site.ts';
import { productTexts, type Templated, textsOf } from './texts.ts';

const RUN = [
  'id',
  'title',
  'version',
  'previousVersion',
  'tag',
  'previousTag',
  'commit',
  'type',
  'strategy',
  'T',
  'downtime',
  'startedAt',
  'verdict',
  'summary',
];
const WAVE = ['wave.number', 'wave.weight', 'wave.targets'];
const ROLLBACK = ['rollback.reason', 'rollback.by', 'rollback.at'];

/** Every `${{ name }}` is known where it stands; an unknown one would stop the run in the middle of the night. */
export function lintTemplates(subject: Subject): void {
  const { runbook, sites, release, product } = subject;
  for (const [index, site] of sites.entries()) {
    const known = knownIn(subject, site, sites.slice(0, index));
    for (const one of textsOf(site.step, site.path)) lintText(release, one, known);
    if (site.step.each !== null) lintName(release, { name: site.step.each, path: [...site.path, 'each'], known });
    if (site.step.when) lintName(release, { name: site.step.when.name, path: [...site.path, 'when'], known });
  }
  lintInputs(subject);
  const base = baseNames(subject);
  const { type } = runbook;
  if (type.downtime.kind === 'when') {
    const path = ['types', type.name, 'downtime', 'when'];
    lintName(release, { name: type.downtime.when.name, path, known: base });
  }
  for (const [index, phase] of runbook.phases.entries()) {
    const before = sites.filter(site => runbook.phases.findIndex(one => one.id === site.section) < index && site.phase);
    if (phase.when)
      lintName(release, {
        name: phase.when.name,
        path: ['phases', index, 'when'],
        known: [...base, ...outputs(before)],
      });
  }
  for (const { moment, names: texts } of runbook.events) {
    const known = [...base, ...outputs(sites), ...ROLLBACK, ...(moment === 'wave.each' ? WAVE : [])];
    for (const text of texts) lintText(release, { text, path: ['events', moment], place: 'text' }, known);
  }
  for (const one of productTexts(runbook))
    lintText(
      product,
      one,
      base.filter(name => !name.startsWith('inputs.')),
    );
  lintVars(subject);
}

/** When a question is asked, only the other questions and the kind of release are known; a later one also knows what was done. */
function lintInputs(subject: Subject): void {
  const { runbook, sites, release } = subject;
  const names = [...runbook.inputs.map(input => `inputs.${input.name}`), 'run.type', 'run.strategy'];
  for (const { name, when } of runbook.inputs) {
    const known = names.filter(one => one !== `inputs.${name}`);
    if (when) lintName(release, { name: when.name, path: ['inputs', name, 'when'], known });
  }
  for (const [index, { step, path }] of sites.entries()) {
    if (step.verb !== 'ask') continue;
    const known = [...baseNames(subject), ...outputs(sites.slice(0, index))];
    for (const { name, when } of step.fields)
      if (when) lintName(release, { name: when.name, path: [...path, 'ask', name, 'when'], known });
  }
}

/** Vars may name other vars, one level deep. */
function lintVars({ runbook, product }: Subject): void {
  const { vars } = runbook.product;
  const plain = Object.keys(vars).filter(name => names(vars[name] ?? '').length === 0);
  for (const [name, text] of Object.entries(vars)) {
    lintText(
      product,
      { text, path: ['vars', name], place: 'text' },
      plain.map(one => `vars.${one}`),
    );
  }
}

function knownIn(subject: Subject, site: Site, before: readonly Site[]): readonly string[] {
  const { step } = site;
  return [
    ...baseNames(subject),
    ...outputs(before),
    ...(step.verb === 'shift' ? WAVE : []),
    ...(step.each === null ? [] : ['each']),
    ...(site.phase === null ? ROLLBACK : []),
  ];
}

function baseNames({ runbook }: Subject): readonly string[] {
  return [
    ...runbook.inputs.map(input => `inputs.${input.name}`),
    ...Object.keys(runbook.product.vars).map(name => `vars.${name}`),
    ...RUN.map(name => `run.${name}`),
    'environment',
  ];
}

function outputs(sites: readonly Site[]): readonly string[] {
  return sites.flatMap(({ step }) => ['duration', ...outputNames(step)].map(name => `steps.${step.id}.${name}`));
}

function outputNames(step: Step): readonly string[] {
  if (step.verb === 'run' || step.verb === 'http') return Object.keys(step.outputs);
  return step.verb === 'ask' ? step.fields.map(field => field.name) : [];
}

function lintText(context: Context, { text, path, place }: Templated, known: readonly string[]): void {
  const unreadable = malformed(text);
  if (unreadable !== undefined) {
    tell(context, path, {
      message: `${unreadable} cannot be read`,
      hint: 'write one name between the braces, for example ${{ inputs.version }}',
    });
    return;
  }
  for (const name of names(text)) {
    if (!name.startsWith('secrets.')) lintName(context, { name, path, known });
    else if (place !== 'header') {
      tell(context, path, {
        message: `a secret (${name}) stands in a ${place === 'word' ? 'command' : place}`,
        hint: 'secrets may only stand in headers and in env',
      });
    }
  }
  if (place !== 'url' || text === '') return;
  const tried = resolveUrl(text, name => (name.startsWith('vars.') ? 'http://host' : 'x'));
  if (!tried.ok && !tried.name.startsWith('secrets.'))
    tell(context, path, { message: tried.problem, hint: 'write the address, or a var that holds it' });
  else if (tried.ok && !/^https?:\/\//.test(tried.value)) {
    tell(context, path, { message: `"${text}" is no address`, hint: 'begin it with http://, https:// or a var' });
  }
}

function lintName(
  context: Context,
  { name, path, known }: { name: string; path: Path; known: readonly string[] },
): void {
  if (known.includes(name)) return;
  if (/^(?:service|incident)\./.test(name)) {
    notYet(context, path, `the name ${name}`, 'error');
    return;
  }
  tell(context, path, { message: `nothing here is called ${name}`, hint: whereItIs(name, known) });
}

function whereItIs(name: string, known: readonly string[]): string {
  if (WAVE.includes(name)) return 'waves exist only inside shift';
  if (ROLLBACK.includes(name)) return 'it exists only in rollback and finally';
  return suggest(name, known);
}
