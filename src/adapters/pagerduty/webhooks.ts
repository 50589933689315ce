import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { PageNews } from '#src/ports/pager.ts';

/** What a delivery comes to. `unreadable`: PagerDuty signed something we do not understand. */
export type WebhookReading = 'bad-signature' | 'unreadable' | 'ignored' | { readonly news: readonly PageNews[] };

type Options = {
  readonly secret: string;
  /** Finds the alerts' keys for an incident that names none; see `PagerDuty.keysOf`. Default: such an event is ignored. */
  readonly keysOf?: ((incidentId: string) => Promise<readonly string[]>) | null;
};

/** At most so many signatures are compared: PagerDuty sends two while a secret is being changed. */
const SIGNATURES_MAX = 10;

const WHAT: { readonly [type: string]: PageNews['what'] } = {
  'incident.triggered': 'triggered',
  'incident.acknowledged': 'acknowledged',
  'incident.unacknowledged': 'unacknowledged',
  'incident.resolved': 'resolved',
  'incident.reopened': 'reopened',
  'incident.escalated': 'escalated',
  'incident.reassigned': 'reassigned',
  // To another policy: for whoever waits, somebody else is rung now.
  'incident.delegated': 'reassigned',
};

const Envelope = z.object({ event: z.object({ event_type: z.string() }) });
const IncidentEvent = z.object({
  event: z.object({
    id: z.string().min(1),
    event_type: z.string(),
    occurred_at: z.string().refine(text => !Number.isNaN(Date.parse(text))),
    agent: z.object({ summary: z.string().nullish() }).nullish(),
    data: z.object({ id: z.string(), incident_key: z.string().nullish(), html_url: z.string().nullish() }),
  }),
});
type IncidentEvent = z.infer<typeof IncidentEvent>['event'];

/**
 * Reads webhooks v3. There is no timestamp under the signature, so an old delivery can be sent again by whoever caught it:
 * the id of the news is what keeps it from counting twice. Rejects when the keys of an incident could not be asked.
 */
export function createWebhookReader({ secret, keysOf = null }: Options) {
  return async (body: Buffer, signature: string): Promise<WebhookReading> => {
    if (!isSigned(secret, body, signature)) return 'bad-signature';
    const json = jsonOf(body);
    const envelope = Envelope.safeParse(json);
    if (!envelope.success) return 'unreadable';
    const what = Object.hasOwn(WHAT, envelope.data.event.event_type) ? WHAT[envelope.data.event.event_type] : undefined;
    if (what === undefined) return 'ignored';
    const read = IncidentEvent.safeParse(json);
    if (!read.success) return 'unreadable';
    const { event } = read.data;
    const keys = await keysIn(event, keysOf);
    return keys.length === 0 ? 'ignored' : { news: keys.map(key => newsOf(event, what, key)) };
  };
}

async function keysIn({ data }: IncidentEvent, keysOf: Options['keysOf']): Promise<readonly string[]> {
  if (data.incident_key) return [data.incident_key];
  return keysOf ? keysOf(data.id) : [];
}

function newsOf(event: IncidentEvent, what: PageNews['what'], dedupKey: string): PageNews {
  return {
    id: event.id,
    dedupKey,
    what,
    by: event.agent?.summary ?? null,
    at: Date.parse(event.occurred_at),
    url: event.data.html_url ?? null,
  };
}

/** `v1=<hex>,v1=<hex>`: several while a secret is being changed, any may be ours. */
function isSigned(secret: string, body: Buffer, header: string): boolean {
  const wanted = createHmac('sha256', secret).update(body).digest();
  const given = header
    .split(',')
    .slice(0, SIGNATURES_MAX)
    .map(part => part.trim());
  return given.some(part => {
    const bytes = Buffer.from(/^v1=([0-9a-f]{64})$/i.exec(part)?.[1] ?? '', 'hex');
    return bytes.length === wanted.length && timingSafeEqual(bytes, wanted);
  });
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
