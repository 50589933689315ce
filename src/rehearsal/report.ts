import type { Instant } from '#src/base/time.ts';
import { sayDuration, sayInstant } from '#src/base/time.ts';
import { incidentSections } from './incident-report.ts';
import type { Entry, EntryKind } from './log-book.ts';
import type { Asked, Rehearsal } from './rehearse.ts';
import { sayScene } from './scene.ts';
import { section, sinceStart } from './sections.ts';

const WOULD: { readonly [kind in EntryKind]: string } = {
  fact: '',
  message: 'would post  ',
  direct: 'would tell  ',
  command: 'would run   ',
  call: 'would call  ',
  page: 'would page  ',
  mail: 'would mail  ',
  file: 'would       ',
  git: 'would       ',
  asked: 'asks        ',
  does: 'then        ',
};

/** A rehearsal for people to read: what would have happened when, who would have been asked, and what has to be mended. */
export function reportText(rehearsal: Rehearsal): string {
  const { run, options, book, endedAt } = rehearsal;
  const { timezone } = run.runbook.product;
  const from = sayInstant(options.now, timezone);
  const took = sayDuration(endedAt - options.now);
  return [
    `REHEARSAL of ${run.title}: ${sayScene(options.scene)}. Nothing was done and nobody was told.`,
    `From ${from}, ${took} of virtual time. It ended as ${run.status}.`,
    ...timeline(rehearsal),
    ...(run.kind === 'incident' ? incidentSections(run, options.now) : []),
    ...people(rehearsal.asked),
    ...section('Steps that did not begin', rehearsal.unreached),
    ...[...book.documents].flatMap(([name, text]) => ['', `${name}, as it would be written:`, '', text.trimEnd()]),
    ...section('Problems', [...book.problems]),
    '',
    book.problems.size === 0 ? 'No problem was found.' : `${book.problems.size} problems.`,
    '',
  ].join('\n');
}

/** One scene in one line, for many of them. */
export function reportLine({ run, options, endedAt, book }: Rehearsal): string {
  const found = [...book.problems].map(problem => `\n    ! ${problem}`).join('');
  return `${book.problems.size === 0 ? 'ok' : '!!'}  ${sayScene(options.scene)}: ${run.status} after ${sayDuration(endedAt - options.now)}${found}`;
}

function timeline({ book, options, run }: Rehearsal): readonly string[] {
  const lines = book.entries.map(
    entry => `  ${sinceStart(entry.at, options.now)}${fromT(entry, run.T)}  ${WOULD[entry.kind]}${said(entry)}`,
  );
  return section(
    'What would happen',
    lines.map(line => line.trimStart()),
  );
}

/** ` T+20m`, by whole minutes, once T is known. */
function fromT({ at, kind }: Entry, T: Instant | null): string {
  if (T === null || kind !== 'fact') return '';
  const minutes = Math.round((at - T) / 60_000);
  return minutes === 0
    ? ' T'
    : ` T${minutes > 0 ? '+' : '-'}${sayDuration(Math.abs(minutes) * 60_000).replaceAll(' ', '')}`;
}

/** Messages are those of earnest; what a team reads here says that they are not. */
function said({ kind, text }: Entry): string {
  const one = text.replaceAll('\n', ' / ');
  return kind === 'message' || kind === 'direct' ? one.replace(': ', ': [Rehearsal] ') : one;
}

function people(asked: readonly Asked[]): readonly string[] {
  const byUser = new Map<string, Asked[]>();
  for (const one of asked) byUser.set(one.user, [...(byUser.get(one.user) ?? []), one]);
  const total = asked.reduce((sum, one) => sum + one.waitedMs, 0);
  const lines = [...byUser].map(([user, all]) => {
    const roles = [...new Set(all.flatMap(one => one.roles))].join(', ');
    return `${user} (${roles}) is asked ${all.length === 1 ? 'once' : `${all.length} times`}`;
  });
  const waited = asked.length === 0 ? [] : [`people are waited for ${sayDuration(total)} in all, a minute each time`];
  return section('Who is asked', [...lines, ...waited]);
}
