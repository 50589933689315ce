import type { IncomingMessage, ServerResponse } from 'node:http';
import { DAY, HOUR, iso } from '#src/base/time.ts';
import type { Clock } from '../clock.ts';
import { readBody, requestUrl, sendJson } from '../http.ts';
import type { AuditLog } from './audit.ts';
import type { Faults } from './faults.ts';

export type AuditParts = { readonly audit: AuditLog; readonly clock: Clock; readonly faults: Faults };

const CHECK_PATH = '/audit/api/v1/integrity/check';
const EVENTS_PATH = '/audit/api/v1/events';
const BACKUP_PATH = '/audit/api/v1/backups/latest';

/** notifications-domain: takes what it is told to send. */
export function answerNotifications(req: IncomingMessage, res: ServerResponse) {
  const { pathname } = requestUrl(req);
  req.resume();
  if (pathname === '/health' || pathname === '/ready') {
    return sendJson(res, 200, { status: 'up', service: 'notifications-domain' });
  }
  if (req.method === 'POST') return sendJson(res, 202, { accepted: true });
  sendJson(res, 404, { error: `unknown address ${pathname}` });
}

/** audit-domain: the audit log and its integrity check. */
export async function answerAudit(parts: AuditParts, req: IncomingMessage, res: ServerResponse) {
  const url = requestUrl(req);
  if (url.pathname === '/health' || url.pathname === '/ready') {
    return sendJson(res, 200, { status: 'up', service: 'audit-domain' });
  }
  if (url.pathname === CHECK_PATH) return answerCheck(parts, url, res);
  if (url.pathname === BACKUP_PATH) return sendJson(res, 200, { ok: true, finishedAt: lastBackup(parts) });
  if (url.pathname === EVENTS_PATH && req.method === 'POST') return appendEvent(parts.audit, await readBody(req), res);
  sendJson(res, 404, { error: `unknown address ${url.pathname}` });
}

function answerCheck(parts: AuditParts, url: URL, res: ServerResponse) {
  const asked = url.searchParams.get('from');
  const from = asked === null ? 0 : Date.parse(asked);
  if (Number.isNaN(from)) return sendJson(res, 400, { error: `from: write an ISO time, not "${asked}"` });
  sendJson(res, 200, parts.audit.check(from));
}

function appendEvent(audit: AuditLog, body: Buffer, res: ServerResponse) {
  const event = readEvent(body);
  if (!event) return sendJson(res, 400, { error: 'send JSON with a "type"' });
  sendJson(res, 201, audit.append(event.type, event.subject));
}

function readEvent(body: Buffer): { type: string; subject: string } | undefined {
  try {
    const read = JSON.parse(body.toString('utf8')) as { type?: unknown; name?: unknown; subject?: unknown };
    const type = read.type ?? read.name;
    return typeof type === 'string' ? { type, subject: String(read.subject ?? '') } : undefined;
  } catch {
    return undefined;
  }
}

const DAYS_FAILED = 3;

/** The demo company backs up every night at two, UTC, unless that fails. */
function lastBackup({ clock, faults }: AuditParts): string {
  const at = new Date(clock.now() - 2 * HOUR - (faults.has('backup-old') ? DAYS_FAILED * DAY : 0));
  at.setUTCHours(2, 0, 0, 0);
  return iso(at.getTime());
}
