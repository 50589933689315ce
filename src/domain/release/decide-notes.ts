import { sha256 } from '#src/base/id.ts';
import { BOT } from '#src/domain/actor.ts';
import type { PersonCommand } from '#src/domain/commands.ts';
import type { Refusal } from '#src/domain/fact.ts';
import { fact } from '#src/domain/fact.ts';
import { mayDoStep } from '#src/domain/policy/who-may.ts';
import { deny } from '#src/domain/procedure/deny.ts';
import type { Draft } from '#src/domain/procedure/draft.ts';
import type { AnyStep } from '#src/domain/procedure/sections.ts';
import { findStep, forward, isOnTheWay, stateOf } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { gateOf } from './gate-state.ts';
import type { Notes, NotesSection } from './notes.ts';
import { notesMarkdown, notesOf, questionOf, SECTION_TEXT_MAX } from './notes.ts';

type Edit = PersonCommand & { readonly type: 'edit-notes' };

/** Somebody of the step's role writes the notes. What was approved or confirmed with other notes is asked again. */
export function decideNotes(draft: Draft, run: ReleaseRun, command: Edit): Refusal | null {
  const step = findStep(run, command.step);
  const notes = notesOf(run, command.step);
  const closed = whyClosed(run, command.step);
  if (step === null || notes === null || closed !== null)
    return { code: 'notes.closed', text: closed ?? `There are no release notes of ${run.id} to edit.` };
  const may = mayDoStep(run, command.actor, step);
  if (!may.ok) return deny(draft, command.actor, 'edit-notes', may);
  if (notes.hash !== command.of || stateOf(run, step.id).attempt !== command.attempt)
    return { code: 'notes.changed', text: sayChanged(notes) };
  const sections = notes.sections.map(section => edited(section, command.texts[section.name]));
  const [wrong] = notesProblems(run, step.id, command.texts);
  if (wrong) return { code: 'notes.section', text: wrong.says };
  const changed = sections.filter((section, index) => section.text !== notes.sections[index]?.text);
  if (changed.length === 0)
    return { code: 'notes.same', text: 'Nothing was changed, so the notes stand as they were.' };
  const parts = { title: notes.title, summary: notes.summary, sections: [...sections] };
  const markdown = notesMarkdown(parts);
  const names = changed.map(({ name }) => name);
  const number = notes.number + 1;
  draft.add(
    fact('notes.edited', {
      step: step.id,
      number,
      markdown,
      hash: sha256(markdown),
      parts,
      changed: names,
      rule: may.rule,
    }),
    command.actor,
  );
  voidApprovals(draft, run, step, `the release notes were edited (version ${number}: ${names.join(', ')})`);
  return null;
}

/** Why nobody may edit the notes now; null: they may be. */
export function whyClosed(run: ReleaseRun, step: string): string | null {
  const { status } = stateOf(run, step);
  if (run.runbook.phases.some(phase => phase.touchesProduction && run.phases[phase.id]?.startedAt != null))
    return `${run.id} is on its way to production, so its release notes stand as they were approved.`;
  if (!isOnTheWay(run, step) || (status !== 'waiting' && status !== 'done'))
    return `The release notes of ${run.id} count no more, so they cannot be edited.`;
  return null;
}

export type NotesProblem = { readonly section: string; readonly says: string };

/** What is wrong with these texts, by section. One that nobody had written yet may stay unwritten while the step waits. */
export function notesProblems(run: ReleaseRun, step: string, texts: Edit['texts']): readonly NotesProblem[] {
  const sections = notesOf(run, step)?.sections ?? [];
  const isWaiting = stateOf(run, step).status === 'waiting';
  return sections.flatMap(section => {
    const { name } = section;
    const { text } = edited(section, texts[name]);
    if (text === section.text && (isWaiting || questionOf(text) === null)) return [];
    if (questionOf(text) !== null)
      return [
        { section: name, says: `"${name}" is empty. Write what is to be said, or that there is nothing to say.` },
      ];
    if (text !== section.text && text.length > SECTION_TEXT_MAX) {
      const says = `"${name}" has ${text.length} characters, and Slack takes ${SECTION_TEXT_MAX} in one field: shorten it, or link to more.`;
      return [{ section: name, says }];
    }
    return [];
  });
}

function edited(section: NotesSection, text: string | undefined): NotesSection {
  if (text === undefined) return section;
  const written = text.replaceAll('\r\n', '\n').trim();
  // A question left unanswered stays the question.
  return written === '' && questionOf(section.text) !== null ? section : { ...section, text: written };
}

function sayChanged({ number, by }: Notes): string {
  const who = by === null ? 'They were drafted anew' : `<@${by}> edited them`;
  return `The release notes changed while you wrote. ${who} (version ${number}): open them again, and put your text in.`;
}

/** Votes for, and sentences about, other notes count no more: each is voided visibly and asked again. */
function voidApprovals(draft: Draft, run: ReleaseRun, notes: AnyStep, why: string): void {
  const says = `${why}, so it is asked again`;
  for (const step of boundTo(run, notes)) {
    const { attempt, status } = stateOf(draft.release, step.id);
    if (step.verb === 'approve') {
      const gate = gateOf(draft.release, step.id);
      if (gate.status === 'passed' || (gate.status === 'open' && gate.votes.length > 0))
        draft.add(fact('gate.voided', { step: step.id, attempt, says }), BOT);
    } else if (status === 'done') draft.add(fact('confirmation.voided', { step: step.id, attempt, says }), BOT);
  }
}

/** Every go/no-go behind the notes, the checkpoint of their phase, and what names them (`of`); the last first. */
function boundTo(run: ReleaseRun, notes: AnyStep): readonly AnyStep[] {
  const sections = forward(run);
  const phase = sections.find(section => section.steps.some(step => step.id === notes.id));
  const all = sections.flatMap(section => section.steps);
  const behind = all.slice(all.findIndex(step => step.id === notes.id) + 1);
  return behind
    .filter(
      step =>
        step.verb === 'approve' ||
        (step.verb === 'confirm' && step.of === notes.id) ||
        (step.verb === 'checkpoint' && phase?.steps.includes(step)),
    )
    .toReversed();
}
