import { z } from 'zod';
import type { Http } from '#src/ports/http.ts';
import type { Tickets } from '#src/ports/services.ts';
import { createCaller } from './call.ts';

export type GitHubParts = {
  readonly http: Http;
  readonly url: string;
  readonly token: string;
  /** `owner/name` */
  readonly repository: string;
};

const Issue = z.object({ html_url: z.string(), body: z.string().nullish() });
/** Newest first; more are not opened by others while one answer is lost. */
const LOOKED_AT_MAX = 100;
/** By GitHub's clock and not by ours: with one that is ahead our own ticket would be too old to be found. */
const CLOCKS_DIFFER_MS = 60 * 60_000;

/** Tickets as GitHub issues. The list of issues is read to find one: the search knows a new one only later. */
export function createGitHub({ http, url, token, repository }: GitHubParts): Tickets {
  const headers = {
    authorization: `Bearer ${token}`,
    accept: 'application/vnd.github+json',
    'x-github-api-version': '2022-11-28',
  };
  const call = createCaller({ http, name: 'GitHub', url, headers, settings: 'GITHUB_TOKEN and GONOGO_TICKETS' });
  const issues = `/repos/${repository}/issues`;
  return {
    async open({ id, subject, text, labels }) {
      const body = `${text}\n\n${markOf(id)}\n`.trimStart();
      const opened = await call('POST', issues, Issue, { title: subject, body, labels });
      return { url: opened.html_url };
    },
    async find({ id, since }) {
      const query = new URLSearchParams({
        state: 'all',
        sort: 'created',
        direction: 'desc',
        per_page: String(LOOKED_AT_MAX),
        since: new Date(since - CLOCKS_DIFFER_MS).toISOString(),
      });
      const found = (await call('GET', `${issues}?${query}`, z.array(Issue))).find(one =>
        one.body?.includes(markOf(id)),
      );
      return found ? { url: found.html_url } : null;
    },
  };
}

/** Nobody sees it, and it tells a ticket of ours. */
function markOf(id: string): string {
  return `<!-- gonogo:${id} -->`;
}
