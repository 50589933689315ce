import type { Answer, Call } from './start.ts';

export const GITHUB_TOKEN = 'ghp_practice0token0of0thirty0six0chars';
export const REPOSITORY = 'shop/shop';

type Issue = {
  readonly html_url: string;
  readonly title: string;
  readonly body: string | null;
  readonly labels: readonly string[];
};

/** `POST` and `GET /repos/{owner}/{repo}/issues` as GitHub documents them. */
export function issues() {
  const opened: Issue[] = [];
  return { opened, handle };

  function handle({ method, path, headers, body, query }: Call): Answer {
    if (headers.authorization !== `Bearer ${GITHUB_TOKEN}`)
      return { status: 401, json: { message: 'Bad credentials' } };
    if (headers['user-agent'] === undefined) return { status: 403, json: { message: 'Request forbidden' } };
    if (path !== `/repos/${REPOSITORY}/issues`) return { status: 404, json: { message: 'Not Found' } };
    if (method === 'GET') return list(query);
    const wrong = problemOf(body);
    if (wrong !== null) return { status: 422, json: { message: 'Validation Failed', errors: [wrong] } };
    const issue = {
      html_url: `https://github.com/${REPOSITORY}/issues/${opened.length + 1}`,
      title: String(body['title']),
      body: (body['body'] as string | undefined) ?? null,
      labels: (body['labels'] as readonly string[] | undefined) ?? [],
    };
    opened.push(issue);
    return { status: 201, json: issue };
  }

  function list(query: URLSearchParams): Answer {
    const size = Number(query.get('per_page') ?? 30);
    const since = query.get('since');
    if (size < 1 || size > 100 || (since !== null && Number.isNaN(Date.parse(since))))
      return { status: 422, json: { message: 'Validation Failed' } };
    return { status: 200, json: opened.toReversed().slice(0, size) };
  }
}

const FIELDS = ['title', 'body', 'labels', 'assignees', 'milestone', 'type'];

function problemOf(body: Call['body']): object | null {
  const unknown = Object.keys(body).find(name => !FIELDS.includes(name));
  if (unknown !== undefined) return { field: unknown, code: 'unknown_field' };
  if (typeof body['title'] !== 'string' || body['title'].trim() === '')
    return { field: 'title', code: 'missing_field' };
  if (body['title'].length > 256) return { field: 'title', code: 'too_long' };
  const text = body['body'];
  if (text !== undefined && (typeof text !== 'string' || text.length > 65_536))
    return { field: 'body', code: 'invalid' };
  const labels = body['labels'] ?? [];
  return Array.isArray(labels) && labels.every(one => typeof one === 'string' && one !== '')
    ? null
    : { field: 'labels', code: 'invalid' };
}
