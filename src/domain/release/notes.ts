import type { Instant } from '#src/base/time.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';

/** Release notes as Markdown in parts: one text a section, as people edit them. Title and summary are ready to print. */
export type NotesText = {
  readonly title: string;
  readonly summary: string;
  readonly sections: readonly NotesSection[];
};

export type NotesSection = { readonly name: string; readonly text: string };

/** The notes as they stand. A draft of an earlier version of the bot has no sections and cannot be edited. */
export type Notes = NotesText & {
  readonly step: string;
  /** 1 is the draft, each edit is one more. */
  readonly number: number;
  readonly markdown: string;
  /** sha256 of the Markdown: what an approval is bound to. Null: drafted before approvals were. */
  readonly hash: string | null;
  /** Slack user id; null: drafted from the commits. */
  readonly by: string | null;
  readonly at: Instant;
};

/** Slack takes no longer text in one field of a form. */
export const SECTION_TEXT_MAX = 3_000;

/** How a section begins that nobody has written yet: commits cannot tell what it asks. */
export const QUESTION = '> TODO: ';

export function notesMarkdown({ title, summary, sections }: NotesText): string {
  const blocks = [`# ${title}`, summary, ...sections.map(({ name, text }) => `## ${name}\n\n${text}`)];
  return `${blocks.filter(block => block !== '').join('\n\n')}\n`;
}

/** The question of a section that is still to be written; null: somebody or the commits have written it. */
export function questionOf(text: string): string | null {
  if (text.trim() === '') return '';
  return text.startsWith(QUESTION) ? text.slice(QUESTION.length) : null;
}

/** Sections still to be written, by name. */
export function openSections(notes: NotesText): readonly string[] {
  return notes.sections.filter(({ text }) => questionOf(text) !== null).map(({ name }) => name);
}

/** The notes this step wrote, where they can be read in parts; null: there are none (yet). */
export function notesOf(run: ReleaseRun, step: string): Notes | null {
  return run.notes?.step === step && run.notes.sections.length > 0 ? run.notes : null;
}
