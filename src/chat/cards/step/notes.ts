import type { KnownBlock } from '@slack/types';
import type { AnyStep } from '#src/domain/procedure/sections.ts';
import { sectionOf, stateOf } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { isFinal } from '#src/domain/procedure/state.ts';
import { titleOf } from '#src/domain/procedure/titles.ts';
import { whyClosed } from '#src/domain/release/decide-notes.ts';
import type { Notes } from '#src/domain/release/notes.ts';
import { openSections } from '#src/domain/release/notes.ts';
import { actions, button, context, section } from '../../blocks.ts';
import { inert, mention } from '../../escape.ts';
import { bounded } from '../../limits.ts';
import type { Message } from '../../message.ts';
import { notesLines } from '../../story-notes.ts';
import { stepValue } from '../../values.ts';
import { sayRoles } from '../../who.ts';
import { skipButton } from './asked.ts';

/** The release notes as they read now, and who may write them for as long as that is possible. */
export function notesMessage(run: ReleaseRun, step: AnyStep, notes: Notes): Message {
  const open = openSections(notes).map(inert).join(', ');
  const waits = stateOf(run, step.id).status === 'waiting' && !isFinal(run);
  const roles = sayRoles(run, step.roles);
  const blocks: KnownBlock[] = [
    section(
      `*${inert(titleOf(run, step))}*  (${inert(run.id)} · ${inert(sectionOf(run, step.id)?.title ?? '')})`,
      waits && roles !== '' ? `For ${roles}` : '',
    ),
    section(notesLines(notes)),
    ...(waits ? [section(`Still to be written: *${open}*. The release goes on when it is.`)] : []),
    context(versionLine(notes)),
    ...actions(editButton(run, step, notes), waits ? skipButton(run, step) : null),
  ];
  const text = waits
    ? `${inert(run.id)} waits for ${roles === '' ? 'somebody' : roles}: the release notes still lack ${open}.`
    : `The release notes of ${inert(run.id)}, version ${notes.number}.`;
  return bounded({ text, blocks });
}

function versionLine({ number, by, hash }: Notes): string {
  const who = by === null ? 'drafted from the commits' : `by ${mention(by)}`;
  return `Version ${number}, ${who}${hash === null ? '' : ` · sha256 ${hash.slice(0, 12)}`}`;
}

function editButton(run: ReleaseRun, step: AnyStep, { hash }: Notes) {
  if (hash === null || isFinal(run) || whyClosed(run, step.id) !== null) return null;
  const waits = stateOf(run, step.id).status === 'waiting';
  return button({
    text: 'Edit the notes…',
    action: 'release.notes',
    value: stepValue(run, step.id),
    ...(waits && { style: 'primary' as const }),
  });
}
