import { z } from 'zod';
import type { Http } from '#src/ports/http.ts';
import type { Annotations } from '#src/ports/services.ts';
import { createCaller } from './call.ts';

export type GrafanaParts = { readonly http: Http; readonly url: string; readonly token: string };

const Found = z.array(z.object({ tags: z.array(z.string()).nullish() }));

/** Annotations of a whole Grafana organisation: every dashboard that asks for their tags shows them. */
export function createGrafana({ http, url, token }: GrafanaParts): Annotations {
  const headers = { authorization: `Bearer ${token}` };
  const call = createCaller({ http, name: 'Grafana', url, headers, settings: 'GRAFANA_URL and GRAFANA_TOKEN' });
  return {
    async add({ id, at, text, tags }) {
      await call('POST', '/api/annotations', z.looseObject({}), { time: at, tags: [...tags, tagOf(id)], text });
    },
    async find(id) {
      const path = `/api/annotations?type=annotation&limit=1&tags=${encodeURIComponent(tagOf(id))}`;
      const found = await call('GET', path, Found);
      return found.some(one => one.tags?.includes(tagOf(id)));
    },
  };
}

function tagOf(id: string): string {
  return `gonogo:${id}`;
}
