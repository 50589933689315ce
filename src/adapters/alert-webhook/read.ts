import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { sha256 } from '#src/base/id.ts';
import type { ToldAlert } from '#src/ports/alert-sender.ts';

/** Alertmanager and Grafana send the same envelope; of Grafana's more only what both have is read. */
const Alert = z.object({
  status: z.enum(['firing', 'resolved']),
  labels: z.record(z.string(), z.string()).default({}),
  annotations: z.record(z.string(), z.string()).default({}),
  startsAt: z.string(),
  /** `0001-01-01T00:00:00Z` while it fires. */
  endsAt: z.string().optional(),
  generatorURL: z.string().optional(),
  fingerprint: z.string().optional(),
});
const Body = z.object({ alerts: z.array(Alert), truncatedAlerts: z.number().optional() });

export type ReadAlerts = { readonly alerts: readonly ToldAlert[]; readonly truncated: number };

/** Null: not the envelope these two send. */
export function readAlerts(text: string): ReadAlerts | null {
  const parsed = Body.safeParse(jsonOf(text));
  if (!parsed.success) return null;
  return {
    alerts: parsed.data.alerts.flatMap(one => toldOf(one) ?? []),
    truncated: parsed.data.truncatedAlerts ?? 0,
  };
}

const SAYS_MAX = 500;

/** Null: without a name or a beginning nobody could tell it from another. */
function toldOf(alert: z.infer<typeof Alert>): ToldAlert | null {
  const { labels, annotations, status, generatorURL } = alert;
  const name = labels['alertname'];
  const since = Date.parse(alert.startsAt);
  if (name === undefined || name === '' || Number.isNaN(since)) return null;
  const ended = Date.parse(alert.endsAt ?? '');
  const says = annotations['summary'] ?? annotations['description'] ?? annotations['message'] ?? name;
  return {
    name,
    fingerprint: alert.fingerprint ?? sha256(JSON.stringify(Object.entries(labels).toSorted())).slice(0, 16),
    state: status,
    product: labels['product'] ?? null,
    environment: labels['environment'] ?? labels['env'] ?? null,
    priority: labels['priority'] ?? labels['severity'] ?? null,
    since,
    endedAt: status === 'resolved' && ended > since ? ended : null,
    says: says.slice(0, SAYS_MAX),
    link: generatorURL !== undefined && /^https?:\/\//.test(generatorURL) ? generatorURL : null,
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** `Authorization: Bearer TOKEN`, or the password of `Basic`, compared in constant time. */
export function isAuthorized(header: string, token: string): boolean {
  const [, scheme = '', sent = ''] = /^(Bearer|Basic) +(.+)$/i.exec(header.trim()) ?? [];
  const given = scheme.toLowerCase() === 'basic' ? passwordIn(sent) : sent;
  // Of equal length whatever was sent: the time it takes tells nothing about the token.
  return timingSafeEqual(Buffer.from(sha256(given)), Buffer.from(sha256(token)));
}

function passwordIn(encoded: string): string {
  const pair = Buffer.from(encoded, 'base64').toString('utf8');
  return pair.slice(pair.indexOf(':') + 1);
}
