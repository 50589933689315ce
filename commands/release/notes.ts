import { z } from 'zod';
import { section } from '#src/chat/blocks.ts';
import type { Handler } from '#src/chat/desk.ts';
import { inert } from '#src/chat/escape.ts';
import { modal, textField } from '#src/chat/modal.ts';
import { besideField, NOTHING, refuse } from '#src/chat/reply.ts';
import { notesProblems, whyClosed } from '#src/domain/release/decide-notes.ts';
import { type NotesSection, notesOf, questionOf, SECTION_TEXT_MAX } from '#src/domain/release/notes.ts';
import { type Form, formFor, onForm, onPress, StepRef, textIn } from '../handlers.ts';

const GONE = 'There are no release notes to edit here any more. Look at the newest message.';

/** Slack calls the field optional, since one person writes one section and another the next; the release does not. */
const NEEDED = 'Can be left for later, but the release waits until it is written.';

/** One field a section, prefilled; what nobody has written yet is empty, with its question beside it. */
export const notesPressed: Handler = onPress('release.notes', StepRef, async (ref, { channel, thread }, desk) => {
  const run = await desk.release(ref.run);
  const notes = run && notesOf(run, ref.step);
  if (!run || !notes) return refuse('notes.absent', GONE);
  const closed = whyClosed(run, ref.step);
  if (closed !== null) return refuse('notes.closed', closed);
  const view = modal({
    form: 'release.notes',
    title: 'Release notes',
    submit: 'Save',
    place: { channel, thread },
    data: { ...ref, of: notes.hash },
    blocks: [
      section(
        `Version ${notes.number} of ${inert(run.id)}, as Markdown. Saving makes version ${notes.number + 1}; who approved or confirmed another version is asked again.`,
      ),
      ...notes.sections.map(fieldOf),
    ],
  });
  const deed = { type: 'edit-notes', step: ref.step, attempt: ref.attempt, of: notes.hash ?? '', texts: {} } as const;
  return formFor(desk, ref.run, deed, { kind: 'modal', view });
});

function fieldOf({ name, text }: NotesSection, index: number) {
  if (text.length > SECTION_TEXT_MAX)
    return section(
      `*${inert(name)}* has ${text.length} characters, more than a form of Slack takes (${SECTION_TEXT_MAX}); it stays as it is.`,
    );
  const question = questionOf(text);
  const field = { name: fieldName(index), label: name, max: SECTION_TEXT_MAX };
  return question === null
    ? textField({ ...field, initial: text })
    : textField({ ...field, hint: question === '' ? NEEDED : `${question} ${NEEDED}`, optional: true });
}

const Editing = StepRef.extend({ of: z.string() });

export const notesSent: Handler = onForm('release.notes', Editing, async ({ run: id, ...ref }, form, desk) => {
  const run = await desk.release(id);
  const notes = run && notesOf(run, ref.step);
  if (!run || !notes) return refuse('notes.absent', GONE);
  const shown = notes.sections.map(({ name }, index) => ({ name, field: fieldName(index) }));
  const there = shown.filter(({ field }) => Object.hasOwn(form.values, field));
  const texts = Object.fromEntries(there.map(({ name, field }) => [name, textIn(form, field)]));
  const wrong = notes.hash === ref.of ? notesProblems(run, ref.step, texts) : [];
  const errors = wrong.map(({ section: name, says }) => [shown.find(one => one.name === name)?.field ?? '', says]);
  if (errors.length > 0) return { kind: 'errors', errors: Object.fromEntries(errors) };
  const reply = await desk.handle(id, { type: 'edit-notes', ...ref, texts }, () => NOTHING);
  return besideField(reply, firstField(form));
});

function fieldName(index: number): string {
  return `notes.${index}`;
}

function firstField(form: Form): string {
  return Object.keys(form.values)[0] ?? fieldName(0);
}
