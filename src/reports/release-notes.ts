import { type NotesSection, type NotesText, QUESTION } from '#src/domain/release/notes.ts';
import { type RawCommit, type ReadCommit, readCommits } from './commit.ts';
import { inline, list } from './markdown.ts';

export type NotesRequest = {
  /** `VALERO NeuroERP 1.3.0` */
  readonly title: string;
  /** Null: nothing was released before. */
  readonly previousTag: string | null;
  /** Newest first. */
  readonly commits: readonly RawCommit[];
  /** What the runbook wants to read, in its order. */
  readonly sections: readonly string[];
};

/** Beyond this a section is no longer read; the rest is counted. */
const SECTION_COMMITS_MAX = 50;
const BREAKS_MAX = 400;

/** How a section is filled: by its name, the first that fits. */
type Filling = {
  readonly name: RegExp;
  readonly takes: (commit: ReadCommit) => boolean;
  /** What it says when no commit is for it; a question where commits cannot prove that there is nothing. */
  readonly empty: string;
};

const BREAKING: Filling = { name: /break/i, takes: commit => commit.breaking, empty: 'Nothing breaks.' };
const NOTHING = () => false;

const FILLINGS: readonly Filling[] = [
  BREAKING,
  { name: /rollback|roll back|risk/i, takes: NOTHING, empty: todo('How do we get back, and until when can we?') },
  {
    name: /operat|\bops\b|deploy|infra|migration/i,
    takes: isOperational,
    empty: todo('What must whoever operates it know or do?'),
  },
  { name: /secur/i, takes: commit => isSecurity(commit), empty: todo('Which weaknesses does this close, if any?') },
  { name: /fix|bug/i, takes: commit => commit.type === 'fix', empty: 'Nothing was fixed.' },
  { name: /perform|speed/i, takes: commit => commit.type === 'perf', empty: 'Nothing changed.' },
  {
    name: /user|customer/i,
    takes: commit => ['feat', 'fix', 'perf'].includes(commit.type ?? ''),
    empty: 'Users see no change.',
  },
  { name: /new|feature|added/i, takes: commit => commit.type === 'feat', empty: 'Nothing is new.' },
];

/**
 * Release notes, drafted from the commits, for people to finish: a section nobody can fill from commits holds
 * a question, never nothing. No commit is lost: breaking ones come first, what fits nowhere comes last, and one taken
 * back by a later one is named only there.
 */
export function releaseNotes({ title, previousTag, commits, sections }: NotesRequest): NotesText {
  let left = withoutReverted(readCommits(commits));
  const take = (takes: Filling['takes']) => {
    const taken = left.filter(takes);
    left = left.filter(commit => !takes(commit));
    return taken;
  };
  const breaking = take(BREAKING.takes);
  const wanted = sections.map(name => {
    const filling = FILLINGS.find(one => one.name.test(name));
    if (filling === undefined) return section(name, [], todo(`What is to be said under "${inline(name)}"?`));
    return section(name, filling === BREAKING ? breaking : take(filling.takes), filling.empty);
  });
  const isAsked = sections.some(name => BREAKING.name.test(name));
  return {
    title: inline(title),
    summary: summary(commits, previousTag),
    sections: [
      ...(!isAsked && breaking.length > 0 ? [section('Breaking', breaking, '')] : []),
      ...wanted,
      ...(left.length > 0 ? [section('Other changes', left, '')] : []),
    ],
  };
}

function summary(commits: readonly RawCommit[], previousTag: string | null): string {
  const since = previousTag === null ? 'The first release' : `Since ${inline(previousTag)}`;
  const people = new Set(commits.map(commit => commit.author)).size;
  return `${since}: ${count(commits.length, 'commit', 'commits')} by ${count(people, 'person', 'people')}.`;
}

function section(name: string, commits: readonly ReadCommit[], empty: string): NotesSection {
  const shown = commits.slice(0, SECTION_COMMITS_MAX).map(line);
  const more = commits.length - shown.length;
  if (more > 0) shown.push(`and ${more} more`);
  return { name: inline(name), text: shown.length === 0 ? empty : list(shown) };
}

function line(commit: ReadCommit): string {
  const scope = commit.scope === null ? '' : `**${inline(commit.scope)}:** `;
  const breaks = commit.breaks === null ? '' : `\n  ${inline(commit.breaks.slice(0, BREAKS_MAX))}`;
  return `${scope}${inline(commit.subject)} (${commit.hash.slice(0, 7)}, ${inline(commit.author)})${breaks}`;
}

function todo(question: string): string {
  return `${QUESTION}${question}`;
}

function withoutReverted(commits: readonly ReadCommit[]): readonly ReadCommit[] {
  const reverted = commits.flatMap(commit => commit.reverts ?? []);
  return commits.filter(commit => !reverted.some(hash => commit.hash.startsWith(hash)));
}

const OPERATIONAL_TYPES = ['build', 'ci', 'config', 'db', 'deploy', 'infra', 'ops'];
const OPERATIONAL_SCOPES = ['db', 'migration', 'migrations', 'config', 'deploy', 'docker', 'infra', 'k8s', 'ops'];

function isOperational({ type, scope }: ReadCommit): boolean {
  if (type === 'feat' || type === 'fix') return false;
  return OPERATIONAL_TYPES.includes(type ?? '') || OPERATIONAL_SCOPES.includes(scope ?? '');
}

function isSecurity({ type, scope }: ReadCommit): boolean {
  return type === 'security' || scope === 'security';
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
