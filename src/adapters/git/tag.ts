import { GonogoError } from '#src/errors.ts';
import type { Git } from '#src/ports/git.ts';
import { plainRef, plainRemote } from './refs.ts';
import { type RunGit, sentence } from './run-git.ts';

type TagRequest = Parameters<Git['tag']>[0];
type Place = { readonly run: RunGit; readonly repository: string };

const TAGGER = { name: 'gonogo', email: 'gonogo@localhost' };

/**
 * Makes the annotated tag and pushes it, looking first at both places, so that nothing is made here that the remote
 * would refuse. Throws `git.failed`: on another commit nothing is changed and a person has to decide; a push that fails
 * says that the tag is already here, and that trying again is safe.
 */
export async function createTag(run: RunGit, request: TagRequest): Promise<void> {
  const place = { run, repository: request.path };
  const name = plainRef(request.name);
  const remote = plainRemote(request.remote);
  const commit = await commitOf(place, plainRef(request.commit));
  if (commit === null) throw failed(`There is no commit ${request.commit} here. Fetch it, then press Retry.`);

  const here = await commitOf(place, `refs/tags/${name}`);
  if (here !== null && here !== commit) throw conflict({ name, where: 'here', is: here, wanted: commit });
  const there = await commitOnRemote(place, { name, remote, isHere: here !== null });
  if (there !== null && there !== commit) throw conflict({ name, where: `on ${remote}`, is: there, wanted: commit });

  if (here === null) await make(place, { name, commit, message: request.message });
  if (there === null) await push(place, { name, remote });
}

async function commitOf({ run, repository }: Place, ref: string): Promise<string | null> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`];
  const answer = await run({ repository, args });
  return answer.code === 0 ? answer.out.trim() : null;
}

async function commitOnRemote(
  { run, repository }: Place,
  { name, remote, isHere }: { name: string; remote: string; isHere: boolean },
): Promise<string | null> {
  const args = ['ls-remote', '--end-of-options', remote, `refs/tags/${name}`, `refs/tags/${name}^{}`];
  const answer = await run({ repository, args }).catch((error: unknown) => ({ code: 1, out: '', err: String(error) }));
  if (answer.code !== 0) {
    const state = isHere ? `The tag ${name} exists here and was not pushed` : `The tag ${name} was not made`;
    throw failed(`${state}: ${remote} did not answer (${sentence(answer)}). Correct that, then press Retry.`, true);
  }
  // An annotated tag comes in two lines; the second, with ^{}, is the commit.
  const last = answer.out.trim().split('\n').at(-1) ?? '';
  return last === '' ? null : (last.split('\t')[0] ?? null);
}

async function make(
  place: Place,
  { name, commit, message }: { name: string; commit: string; message: string },
): Promise<void> {
  // Whitespace only: a line that begins with # is a heading, not a comment.
  const how = ['tag', '--annotate', '--cleanup=whitespace', '--file=-', '--end-of-options'];
  const env = await taggerOf(place);
  const call = { repository: place.repository, args: [...how, name, commit], input: message, env };
  const answer = await place.run(call);
  // Somebody may have made the same tag a moment ago.
  if (answer.code === 0 || (await commitOf(place, `refs/tags/${name}`)) === commit) return;
  throw failed(`The tag ${name} was not made: ${sentence(answer)}`);
}

/** The operator's own name where git knows one; else ours, and never one guessed from the machine's name. */
async function taggerOf({ run, repository }: Place): Promise<{ readonly [name: string]: string }> {
  const known = async (key: string) => (await run({ repository, args: ['config', '--get', key] })).out.trim() !== '';
  if ((await known('user.name')) && (await known('user.email'))) return {};
  return { GIT_COMMITTER_NAME: TAGGER.name, GIT_COMMITTER_EMAIL: TAGGER.email };
}

async function push({ run, repository }: Place, { name, remote }: { name: string; remote: string }): Promise<void> {
  const args = ['push', '--no-follow-tags', '--end-of-options', remote, `refs/tags/${name}:refs/tags/${name}`];
  const half = `The tag ${name} exists here`;
  const answer = await run({ repository, args }).catch((cause: unknown) => {
    const why = `${half}; nobody knows whether it reached ${remote}: the push did not end in time.`;
    throw new GonogoError('git.failed', `${why} Press Retry: it looks first.`, { retryable: true, cause });
  });
  if (answer.code === 0) return;
  throw failed(`${half} and not on ${remote}: ${sentence(answer)}. Correct that, then press Retry.`, true);
}

type Conflict = { readonly name: string; readonly where: string; readonly is: string; readonly wanted: string };

function conflict({ name, where, is, wanted }: Conflict): GonogoError {
  const fact = `The tag ${name} exists ${where} already, on ${is.slice(0, 7)} and not on ${wanted.slice(0, 7)}.`;
  return failed(`${fact} Nothing was changed: find out what was released as ${name}, and take another version.`);
}

function failed(message: string, retryable = false): GonogoError {
  return new GonogoError('git.failed', message, { retryable });
}
