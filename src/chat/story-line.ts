import type { Json } from '#src/base/json.ts';
import { sentenceCase } from '#src/base/sentence-case.ts';
import type { Actor } from '#src/domain/actor.ts';
import { findStep } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun, Run } from '#src/domain/procedure/state.ts';
import { toldTitle } from '#src/domain/procedure/titles.ts';
import { countedFrom } from '#src/domain/release/counted-from.ts';
import { concernedBy } from '#src/domain/release/paging.ts';
import { declareWords } from './cards/release/warning-lines.ts';
import { when } from './dates.ts';
import { code, inert, link, mention } from './escape.ts';
import { sayLate } from './late.ts';
import { shown } from './shown.ts';
import { careLine, isCareFact } from './story-care.ts';
import { gateLine, isGateFact } from './story-gate.ts';
import { incidentLine, isIncidentFact, isPageFact, pageLine } from './story-incident.ts';
import { peopleLookedUp } from './story-people.ts';
import { isReleaseFact, releaseLine } from './story-release.ts';
import { isWindowFact, windowLine } from './story-window.ts';
import type { Told, ToldFact } from './told.ts';
import { sayRoles } from './who.ts';

/** One fact as the thread tells it; null: nothing people need. */
export function storyLine(run: Run, fact: ToldFact): string | null {
  if (run.kind === 'incident' && isIncidentFact(fact)) return incidentLine(run, fact);
  if (run.kind === 'release' && isCareFact(fact)) return careLine(run, fact);
  if (run.kind === 'release' && isReleaseFact(fact)) return releaseLine(run, fact);
  if (run.kind === 'release' && isPageFact(fact)) return pageLine({ ...concernedBy(run), pages: run.pages }, fact);
  if (run.kind === 'release' && isGateFact(fact)) return gateLine(run, fact);
  if (run.kind === 'release' && isWindowFact(fact)) return windowLine(run, fact);
  switch (fact.type) {
    case 'drill.aborted':
      return `⏹ Aborted${by(fact.actor)}: ${inert(fact.data.reason)}`;
    case 'drill.ended':
      return drillEnded(fact);
    case 'production.awaited':
    case 'production.overtaken':
      return `⏳ ${inert(sentenceCase(fact.data.says))}.`;
    case 'production.taken':
      return run.kind === 'release' ? laterThere(run, fact) : null;
    case 'people.looked-up':
      return peopleLookedUp(run, fact);
    case 'input.turned':
      return `✎ “${inert(askOf(run, fact.data.name))}” is ${inert(fact.data.value)}: ${inert(fact.data.says)}.`;
    case 'release.started':
      return `▶ ${inert(run.title)} was started${by(fact.actor)}.`;
    case 'phase.finished':
      return `✔ *${phase(run, fact.data.phase)}* is done.`;
    case 'phase.due':
      if (fact.data.asks !== undefined)
        return `⏳ It is time for ${phase(run, fact.data.phase)}: ${inert(fact.data.says)}.`;
      return `⏳ ${phase(run, fact.data.phase)} was to begin ${when(fact.data.at)}, but ${inert(fact.data.says)}. It begins as soon as it can, and says how late.`;
    case 'phase.started':
      return phaseStarted(run, fact);
    case 'phase.skipped':
      return `⤼ ${phase(run, fact.data.phase)} is passed over: ${inert(fact.data.reason)}`;
    case 'step.started':
      return stepStarted(run, fact);
    case 'step.finished':
      return `✔ ${title(run, fact.data.step)}${by(fact.actor)}: ${shown(run, fact.data.says, [userOf(fact.actor)])}`;
    case 'step.failed':
      return `✖ ${title(run, fact.data.step)} failed: ${inert(fact.data.says)}`;
    case 'step.interrupted':
      if (fact.actor.kind === 'person')
        return `☑ ${title(run, fact.data.step)} is called ended${by(fact.actor)}, who looked: ${inert(fact.data.says)}`;
      return `✖ ${title(run, fact.data.step)} was interrupted; nobody knows whether it was done: ${inert(fact.data.says)}`;
    case 'step.retried':
      return `↻ ${title(run, fact.data.step)} is ${findStep(run, fact.data.step)?.verb === 'approve' ? 'asked' : 'done'} again${by(fact.actor)}${at(fact.data.at)}`;
    case 'step.skipped':
      return `⤼ ${title(run, fact.data.step)} skipped${by(fact.actor)}: ${inert(fact.data.reason)}`;
    case 'step.cancelled':
      return `– ${title(run, fact.data.step)} was called off: ${inert(fact.data.reason)}`;
    case 'command.stopping':
      return `– ${title(run, fact.data.step)} is told to stop.`;
    case 'wave.started':
      return `▶ Wave ${fact.data.number}: ${fact.data.weight} % of the users.`;
    case 'wave.shifted':
      return `${fact.data.again ? '↻' : '✔'} Wave ${fact.data.number} is at its weight${fact.data.again ? '; its soak begins anew' : ''} and soaks until ${when(fact.data.soakUntil)}.`;
    case 'wave.finished':
      return `✔ ${inert(sentenceCase(fact.data.says))}.`;
    case 'metric.warned':
      return warned(run, fact);
    case 'evidence.attached':
      return `📎 ${link(fact.data.link, fact.data.label)}${sayFile(fact)} attached to ${title(run, fact.data.step)}${by(fact.actor)}`;
    case 'notes.edited':
      return `📝 Release notes, version ${fact.data.number}${by(fact.actor)}: ${inert(fact.data.changed.join(', '))} changed.`;
    case 'confirmation.voided':
      return `↻ ${title(run, fact.data.step)} is to be confirmed again: ${inert(fact.data.says)}.`;
    case 'evidence.refused':
      return `✖ The ${inert(fact.data.label)} of ${title(run, fact.data.step)} is not attached: ${inert(fact.data.says)}.`;
    case 'report.written':
      return written(fact);
    case 'mail.handed':
      return mailHanded(fact);
    case 'note.added':
      return `📌 Note${by(fact.actor)}: ${inert(fact.data.text)}`;
    case 'effect.unknown':
      return `? It is not known whether this was done (${inert(fact.data.kind)}): ${inert(fact.data.says)}`;
    case 'effect.gave-up':
      return `✖ Given up (${inert(fact.data.kind)}): ${inert(fact.data.says)}`;
    default:
      return null;
  }
}

/** The way back leads to what production has now, and people who read the notes shall not take that for new. */
function laterThere(run: ReleaseRun, { data: { follows } }: Told<'production.taken'>): string | null {
  if (follows === undefined) return null;
  const there = inert(follows.version);
  const counted = countedFrom(run);
  const notes = counted === null ? '' : ` The release notes tell the changes since ${inert(counted.notes)}.`;
  return `▶ Production has ${there} by now (${inert(follows.run)}); a way back of this release leads there.${notes}`;
}

function askOf(run: Run, input: string): string {
  const inputs = run.kind === 'release' ? run.runbook.inputs : [];
  return inputs.find(one => one.name === input)?.ask ?? input;
}

function drillEnded({ data }: Told<'drill.ended'>): string {
  const noted = data.records.map(({ ask, value }) => `${inert(ask)} ${inert(value ?? 'not known')}`);
  const why = data.reasons.length === 0 ? '' : `: ${inert(data.reasons.join('; '))}`;
  const figures = noted.length === 0 ? '' : ` Noted: ${noted.join('; ')}.`;
  return `${data.passed ? '✔ *Passed*' : '✖ *Not passed*'}${why}.${figures}`;
}

function phaseStarted(run: Run, fact: Told<'phase.started'>): string {
  const { late } = fact.data;
  return `▶ *${phase(run, fact.data.phase)}*${sayLate(late)}`;
}

function stepStarted(run: Run, { data }: Told<'step.started'>): string {
  const step = findStep(run, data.step);
  if (step?.verb === 'checkpoint')
    return `▶ ${title(run, data.step)} can be confirmed now by ${sayRoles(run, step.roles)}, in the message with its list.`;
  const part = data.part === null ? '' : ` (${data.part.index + 1} of ${data.part.of})`;
  return `▶ ${title(run, data.step)}${part}: ${code(sayAction(data.argv, data.method, data.url))}`;
}

function sayAction(argv: Json, method: Json, url: Json): string {
  if (Array.isArray(argv)) return argv.map(String).join(' ');
  return `${String(method ?? '')} ${String(url ?? '')}`.trim();
}

/** The files themselves stand in the thread; one that Slack gave no link of is named at least. */
function written({ data: { files } }: Told<'report.written'>): string | null {
  const names = files.flatMap(file => (file.permalink === null ? [inert(file.name)] : []));
  return names.length === 0 ? null : `📄 Written: ${names.join(', ')}`;
}

function mailHanded({ data: { role, to, says } }: Told<'mail.handed'>): string {
  const addresses = to.length === 1 ? 'one address' : `${to.length} addresses`;
  return `✉ Mail to ${inert(role ?? 'whoever is called')} (${addresses}) ${inert(says)}.`;
}

function warned(run: Run, { data }: Told<'metric.warned'>): string {
  return `⚠ ${inert(data.says)}${data.action === 'incident' ? declareWords(run.runbook) : ''}`;
}

function title(run: Run, step: string): string {
  return `“${inert(toldTitle(run, step))}”`;
}

function phase(run: Run, id: string): string {
  return inert(run.runbook.phases.find(one => one.id === id)?.title ?? id);
}

/** ` by <@U1>`; nothing where the bot did it. */
export function by(actor: Actor): string {
  return actor.kind === 'person' ? ` by ${mention(actor.user)}` : '';
}

function userOf(actor: Actor): string | null {
  return actor.kind === 'person' ? actor.user : null;
}

function at(instant: number | null): string {
  return instant === null ? '.' : ` ${when(instant)}.`;
}

/** ` (errors.log, 12 KB, sha256 1a2b3c4d…)`: enough to tell it from another; the whole hash is on the timeline. */
function sayFile({ data: { file } }: Told<'evidence.attached'>): string {
  if (file === undefined) return '';
  const size = file.size < 1_024 ? `${file.size} bytes` : `${Math.round(file.size / 1_024)} KB`;
  return ` (${inert(file.name)}, ${size}, sha256 ${code(`${file.sha256.slice(0, 12)}…`)})`;
}
