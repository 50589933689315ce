import { iso } from '#src/base/time.ts';
import type { OnCallEntry } from '../directory.ts';
import type { Context } from './context.ts';
import { userReference } from './incidents.ts';
import { checkQuery, paged, pageOf, type QuerySpec } from './query.ts';

const SPEC: QuerySpec = {
  known: [
    ...['time_zone', 'include[]', 'user_ids[]', 'escalation_policy_ids[]', 'schedule_ids[]', 'since', 'until'],
    'earliest',
  ],
  values: { 'include[]': /^(escalation_policies|users|schedules)$/, earliest: /^(true|false)$/ },
};

/** GET /oncalls: everybody on call now, by policy and level. A schedule that no policy names has nobody here. */
export function listOnCalls(query: URLSearchParams, { judge, people }: Context) {
  checkQuery(query, SPEC, judge);
  const page = pageOf(query, judge);
  const schedules = query.getAll('schedule_ids[]');
  const policies = query.getAll('escalation_policy_ids[]');
  const known = [...people.schedules, ...people.policies].map(one => one.id);
  judge.require(
    'schedule-known',
    [...schedules, ...policies].every(id => known.includes(id)),
    'Not Found',
    404,
  );
  const found = people
    .onCall()
    .filter(one => schedules.length === 0 || (one.schedule !== null && schedules.includes(one.schedule.id)))
    .filter(one => policies.length === 0 || policies.includes(one.policy.id));
  const withUsers = query.getAll('include[]').includes('users');
  return paged(
    'oncalls',
    found.map(one => onCallJson(one, withUsers)),
    page,
  );
}

function onCallJson({ policy, level, schedule, user, until }: OnCallEntry, withUsers: boolean) {
  return {
    escalation_policy: { id: policy.id, type: 'escalation_policy_reference', summary: policy.name },
    escalation_level: level,
    schedule: schedule && { id: schedule.id, type: 'schedule_reference', summary: schedule.name },
    user: withUsers
      ? { ...userReference(user), type: 'user', name: user.name, email: user.email }
      : userReference(user),
    start: null,
    end: until === null ? null : iso(until),
  };
}
