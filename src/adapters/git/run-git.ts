import { execFile } from 'node:child_process';
import { GonogoError } from '#src/errors.ts';

export type GitOptions = {
  /** GONOGO_PATH: where git and its helpers are found. */
  readonly path: string;
  /** Where the operator's git settings and credentials are. */
  readonly home: string;
  /** What else git may need from the operator, for example SSH_AUTH_SOCK. */
  readonly env?: { readonly [name: string]: string };
  /** Default 20 s. */
  readonly timeoutMs?: number;
};

export type GitCall = {
  readonly repository: string;
  readonly args: readonly string[];
  readonly input?: string;
  readonly env?: { readonly [name: string]: string };
};

export type GitAnswer = { readonly code: number; readonly out: string; readonly err: string };

/** Answers with whatever exit code came. Throws `git.failed` when git is missing or did not end in time. */
export type RunGit = (call: GitCall) => Promise<GitAnswer>;

const TIMEOUT_MS = 20_000;
/** A thousand commits with long messages are a tenth of this. */
const OUTPUT_MAX = 64 * 1024 * 1024;

export function createRunGit({ path, home, env = {}, timeoutMs = TIMEOUT_MS }: GitOptions): RunGit {
  const base = {
    ...env,
    PATH: path,
    HOME: home,
    // Its sentences are read by us.
    LC_ALL: 'C',
    // A bot has nobody to ask for a password.
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
  };
  return call =>
    new Promise((resolve, reject) => {
      const options = { cwd: '/', env: { ...base, ...call.env }, timeout: timeoutMs, maxBuffer: OUTPUT_MAX };
      const args = ['-C', call.repository, ...call.args];
      const child = execFile('git', args, { ...options, killSignal: 'SIGKILL' }, (error, out, err) => {
        if (error === null) return resolve({ code: 0, out, err });
        if (typeof error.code === 'number') return resolve({ code: error.code, out, err });
        reject(brokenOff(error, { args: call.args, timeoutMs }));
      });
      child.stdin?.on('error', () => {});
      child.stdin?.end(call.input ?? '');
    });
}

function brokenOff(
  error: { readonly code?: unknown; readonly killed?: boolean; readonly message: string },
  { args, timeoutMs }: { readonly args: readonly string[]; readonly timeoutMs: number },
): GonogoError {
  if (error.code === 'ENOENT') {
    return new GonogoError('git.failed', 'git was not found. Install it, or correct GONOGO_PATH.', { cause: error });
  }
  const why = error.killed
    ? `did not end within ${timeoutMs / 1000} s`
    : `broke off: ${withoutPasswords(error.message)}`;
  return new GonogoError('git.failed', `git ${args[0]} ${why}.`, { retryable: true, unknown: true, cause: error });
}

const SAID_MAX = 300;

/** Git's own sentence, the one that says what is wrong. */
export function sentence({ out, err }: GitAnswer): string {
  const lines = `${err}\n${out}`.split('\n').map(line => line.trim());
  const wrong = lines.find(line => /^(?:fatal|error|remote: error|! \[)/.test(line)) ?? lines.find(line => line !== '');
  const said = withoutPasswords(wrong ?? 'it gave no reason').replace(/^(?:fatal|error): /, '');
  return said.length > SAID_MAX ? `${said.slice(0, SAID_MAX)}…` : said;
}

function withoutPasswords(text: string): string {
  return text.replace(/:\/\/[^\s/@]+@/g, '://***@');
}
