import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Instant, MINUTE } from '#src/base/time.ts';
import type { Clock } from '../../clock.ts';
import { requestUrl, sendJson } from '../../http.ts';

/** As long as a small project's CI takes. */
const CI_MS = 3 * MINUTE;

/** The part of GitHub's REST API that tells of workflow runs: a commit nobody asked for yet begins its run now. */
export function createCi({ clock, isRed }: { readonly clock: Clock; isRed(): boolean }) {
  const begun = new Map<string, Instant>();
  return (req: IncomingMessage, res: ServerResponse): void => {
    const { pathname, searchParams } = requestUrl(req);
    const sha = searchParams.get('head_sha') ?? '';
    if (!pathname.endsWith('/actions/workflows/ci.yml/runs') || !/^[0-9a-f]{40}$/.test(sha))
      return sendJson(res, 404, { message: 'Not Found' });
    const since = begun.get(sha) ?? clock.now();
    begun.set(sha, since);
    const done = clock.now() - since >= CI_MS;
    const conclusion = done ? (isRed() ? 'failure' : 'success') : null;
    const run = { head_sha: sha, status: done ? 'completed' : 'in_progress', conclusion };
    sendJson(res, 200, { total_count: 1, workflow_runs: [run] });
  };
}
