import type { Pacing } from '../pacing.ts';
import type { Reply, Request } from '../request.ts';
import type { Context } from './context.ts';
import { incidentJson, listAlerts, listIncidents } from './incidents.ts';
import { listOnCalls } from './on-calls.ts';
import { listAbilities, listWebhooks, showPolicy, showSchedule } from './set-up.ts';

const ACCEPT = /application\/vnd\.pagerduty\+json\s*;\s*version=2/;
const AUTHORIZATION = /^(?:Token token=|Bearer )(\S+)$/;

type Parts = { readonly context: Context; readonly pacing: Pacing; readonly token: string };

/** Answers one question: who asks, what for, how fast, with which parameters. Throws `Refused`. */
export function answerRest(request: Request, { context, pacing, token }: Parts): Reply {
  const { judge } = context;
  const [, key] = AUTHORIZATION.exec(request.headers.authorization ?? '') ?? [];
  judge.require('token-given', key !== undefined, 'Authentication failed', 401);
  judge.require('token-known', key === undefined || key === token, 'Authentication failed', 401);
  judge.require('accept-version', ACCEPT.test(request.headers.accept ?? ''), 'Accept names no version 2', 406);
  pacing.admit('rest', token);
  judge.require('rest-method', request.method === 'GET', `${request.method} is not known to the fake`, 405);
  return { status: 200, body: bodyOf(request, context), headers: pacing.headers(token) };
}

function bodyOf({ pathname, query }: Request, context: Context): unknown {
  if (pathname === '/incidents') return listIncidents(query, context);
  if (pathname === '/oncalls') return listOnCalls(query, context);
  if (pathname === '/abilities') return listAbilities(query, context);
  if (pathname === '/webhook_subscriptions') return listWebhooks(query, context);
  const [, kind, shown = ''] = /^\/(schedules|escalation_policies)\/([^/]+)$/.exec(pathname) ?? [];
  if (kind === 'schedules') return showSchedule(shown, query, context);
  if (kind === 'escalation_policies') return showPolicy(shown, query, context);
  const [, id = '', alerts] = /^\/incidents\/([^/]+)(\/alerts)?$/.exec(pathname) ?? [];
  if (id === '') {
    context.judge.require('rest-path', false, 'Not Found', 404);
    return {};
  }
  if (alerts !== undefined) return listAlerts(id, query, context);
  const incident = context.incidents.all().find(one => one.id === id);
  context.judge.require('incident-known', incident !== undefined, 'Not Found', 404);
  return incident ? { incident: incidentJson(incident, context) } : {};
}
