import { CommitParser } from 'conventional-commits-parser';

/** A commit as git tells it. */
export type RawCommit = {
  /** Full. */
  readonly hash: string;
  readonly author: string;
  readonly message: string;
};

export type ReadCommit = {
  readonly hash: string;
  readonly author: string;
  /** Lower case; null: the message does not follow the convention. */
  readonly type: string | null;
  readonly scope: string | null;
  /** What stands after the colon, or the whole first line. */
  readonly subject: string;
  readonly breaking: boolean;
  /** What the author wrote about the break. */
  readonly breaks: string | null;
  /** Hash, perhaps short, of the commit it takes back. */
  readonly reverts: string | null;
};

/** The parser's own pattern knows no `!`: it would lose the type of `feat!: x` and with it the whole commit. */
const HEADER = /^(\w[\w-]*)(?:\(([^()]*)\))?(!)?: +(.*)$/;
const MERGE = /^Merge (?:branch|pull request|remote-tracking|tag|commit)\b/;

/** Reads conventional commits; others keep their first line. Merges say nothing of their own and are left out. */
export function readCommits(commits: readonly RawCommit[]): readonly ReadCommit[] {
  const parser = new CommitParser({
    headerPattern: HEADER,
    headerCorrespondence: ['type', 'scope', 'bang', 'subject'],
  });
  return commits.filter(commit => !MERGE.test(commit.message)).map(commit => readCommit(parser, commit));
}

function readCommit(parser: CommitParser, { hash, author, message }: RawCommit): ReadCommit {
  const parsed = parser.parse(message.trim() === '' ? '(no message)' : message);
  const note = parsed.notes.find(one => /^breaking/i.test(one.title));
  return {
    hash,
    author,
    type: parsed['type']?.toLowerCase() ?? null,
    scope: parsed['scope'] || null,
    subject: parsed['subject'] ?? parsed.header ?? '(no message)',
    breaking: note !== undefined || parsed['bang'] === '!',
    breaks: note?.text.trim() || null,
    reverts: parsed.revert?.['hash'] ?? null,
  };
}
