import { resolve } from 'node:path';
import { MINUTE, sayDuration } from '#src/base/time.ts';
import type { LiveLintRequest } from '#src/chat/desk.ts';
import type { Reply } from '#src/chat/reply.ts';
import { refuse, sayText } from '#src/chat/reply.ts';
import { standing } from '#src/domain/policy/who-may.ts';
import type { Chat } from '#src/ports/chat.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { Git } from '#src/ports/git.ts';
import type { Log } from '#src/ports/log.ts';
import type { MetricsSource } from '#src/ports/metrics-source.ts';
import { lintLive } from '#src/runbook/lint-live.ts';
import type { Loaded } from '#src/runbook/load.ts';

type Parts = {
  readonly loaded: Loaded;
  readonly metrics: MetricsSource;
  readonly git: Git;
  readonly chat: Chat;
  readonly clock: Clock;
  readonly log: Log;
};

/** Each question has a time of its own; this is for very many of them. */
const WITHIN_MS = MINUTE;

/**
 * Asks every metric beside everything else and sends the answer to whoever wanted it. Nothing of it is kept: what a stop
 * of the bot takes with it is asked for again.
 */
export function createLiveLint(parts: Parts): (request: LiveLintRequest) => Reply {
  let running = false;
  return ({ person }) => {
    // The queries of every product stand in the answer.
    const known = standing({ kind: 'person', ...person, roles: [] });
    if (!known.ok) return refuse(known.code, known.why);
    if (running) return refuse('lint.busy', 'Every metric is being asked already. Ask again in a minute.');
    running = true;
    share(parts, person.user)
      .catch((cause: unknown) => parts.log.warn({ err: cause, user: person.user }, 'a live lint could not be shared'))
      .finally(() => {
        running = false;
      });
    return sayText('Every metric is being asked now; the answer comes to you as a direct message.');
  };
}

async function share({ loaded, metrics, git, chat, clock }: Parts, user: string): Promise<void> {
  const answer = await inTime(
    lintLive(loaded.products, {
      metrics: asked => metrics.read({ window: 'lint', metrics: asked, now: clock.now() }),
      repository: ({ path, branch }) => git.read({ path: resolve(path), branch, ref: null }),
    }),
  );
  const channel = await chat.direct(user);
  if (answer === null || answer.problems.length === 0) {
    const text = answer?.says ?? LATE;
    await chat.post({ channel, thread: null, message: { text }, effectIds: [] });
    return;
  }
  const file = {
    name: 'lint-live.txt',
    title: 'What cannot be had now',
    bytes: new TextEncoder().encode(`${answer.says}\n`),
  };
  const comment = 'Asked now, these metrics cannot be had, or these tags not found; each with its file and line.';
  await chat.upload({ channel, thread: null, files: [file], comment });
}

const LATE = `Not every metric answered within ${sayDuration(WITHIN_MS)}, so nothing is said of any. The operator sees them with \`npm run gonogo lint -- --live\`.`;

async function inTime<T>(asked: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>(resolve => {
    timer = setTimeout(resolve, WITHIN_MS, null).unref();
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}
