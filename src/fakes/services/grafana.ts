import type { Answer, Call } from './start.ts';

export const GRAFANA_TOKEN = 'glsa_practice0token';

type Annotation = {
  readonly id: number;
  readonly time: number;
  readonly text: string;
  readonly tags: readonly string[];
};

/** `/api/annotations` as Grafana documents it. */
export function grafana() {
  const annotations: Annotation[] = [];
  return { annotations, handle };

  function handle({ method, path, headers, body, query }: Call): Answer {
    if (headers.authorization !== `Bearer ${GRAFANA_TOKEN}`) return { status: 401, json: { message: 'Unauthorized' } };
    if (path !== '/api/annotations') return { status: 404, json: { message: 'Not found' } };
    if (method === 'GET') {
      const wanted = query.getAll('tags');
      const found = annotations.filter(one => wanted.every(tag => one.tags.includes(tag)));
      return { status: 200, json: found.toReversed().slice(0, Number(query.get('limit') ?? 100)) };
    }
    const { text, time, tags = [] } = body;
    if (typeof text !== 'string' || text === '')
      return { status: 400, json: { message: 'Failed to save annotation, text field should not be empty' } };
    // Milliseconds; seconds would put it into 1970.
    if (typeof time !== 'number' || time < 1e12) return { status: 400, json: { message: 'bad request data' } };
    if (!Array.isArray(tags) || tags.some(tag => typeof tag !== 'string'))
      return { status: 400, json: { message: 'bad request data' } };
    annotations.push({ id: annotations.length + 1, text, time, tags });
    return { status: 200, json: { id: annotations.length, message: 'Annotation added' } };
  }
}
