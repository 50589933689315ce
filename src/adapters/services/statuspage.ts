import { z } from 'zod';
import type { Http } from '#src/ports/http.ts';
import type { StatusPage } from '#src/ports/services.ts';
import { createCaller } from './call.ts';

export type StatuspageParts = {
  readonly http: Http;
  readonly url: string;
  readonly key: string;
  readonly page: string;
};

const Incident = z.object({
  id: z.string(),
  shortlink: z.string().nullish(),
  metadata: z.looseObject({ gonogo: z.looseObject({}).optional() }).nullish(),
});
type Incident = z.infer<typeof Incident>;
type Notice = Parameters<StatusPage['set']>[0];

/** Atlassian Statuspage. Incidents of ours carry run, component and effect in their metadata, and are found by it. */
export function createStatuspage({ http, url, key, page }: StatuspageParts): StatusPage {
  const headers = { authorization: `OAuth ${key}` };
  const settings = 'STATUSPAGE_API_KEY and STATUSPAGE_PAGE_ID';
  const call = createCaller({ http, name: 'Statuspage', url, headers, settings });
  const at = `/v1/pages/${encodeURIComponent(page)}`;

  async function setComponent({ componentId, status }: Notice): Promise<void> {
    const path = `${at}/components/${encodeURIComponent(componentId)}`;
    await call('PATCH', path, z.looseObject({}), { component: { status: STATUS[status] } });
  }

  return {
    async set(notice) {
      const open = await call('GET', `${at}/incidents/unresolved`, z.array(Incident));
      const mine = open.find(one => isOf(one, notice));
      const planned = notice.status === 'under-maintenance';
      if (mine === undefined && (planned || notice.status === 'operational')) {
        await setComponent(notice);
        return { url: null, says: `the status page shows it as ${notice.status.replace('-', ' ')}` };
      }
      // The answer to it was lost: it is there as it was asked for.
      if (mine && markOf(mine)['effect'] === notice.id) return told(mine);
      const incident = bodyOf(notice, mine === undefined);
      return told(
        mine === undefined
          ? await call('POST', `${at}/incidents`, Incident, { incident })
          : await call('PATCH', `${at}/incidents/${mine.id}`, Incident, { incident }),
      );
    },
  };
}

function bodyOf({ id, run, componentId, status, subject, text }: Notice, isNew: boolean): object {
  const over = status === 'operational';
  return {
    ...(isNew && { name: subject }),
    status: over ? 'resolved' : isNew ? 'investigating' : 'identified',
    body: text,
    component_ids: [componentId],
    components: { [componentId]: STATUS[status] },
    metadata: { gonogo: { run, component: componentId, effect: id } },
  };
}

const STATUS: { readonly [status in Notice['status']]: string } = {
  operational: 'operational',
  'under-maintenance': 'under_maintenance',
  degraded: 'degraded_performance',
  'partial-outage': 'partial_outage',
  'major-outage': 'major_outage',
};

function isOf(incident: Incident, { run, componentId }: Notice): boolean {
  const mark = markOf(incident);
  return mark['run'] === run && mark['component'] === componentId;
}

function markOf({ metadata }: Incident): { readonly [name: string]: unknown } {
  return metadata?.gonogo ?? {};
}

function told({ shortlink }: Incident): { readonly url: string | null; readonly says: string } {
  const url = shortlink ?? null;
  return { url, says: url === null ? 'told on the status page' : `told on the status page: ${url}` };
}
