import { GonogoError } from '#src/errors.ts';
import type { OnCall, Pager } from '#src/ports/pager.ts';
import type { Ask } from './rest.ts';
import { OnCalls } from './schema.ts';

const PAGE_SIZE = 100;
/** 500 people on call by one schedule or policy is no answer to "who is on call". */
const PAGES_MAX = 5;

type Found = Awaited<ReturnType<typeof pageAt>>['oncalls'][number];

/** Who is on call now. Throws `pager.refused` when neither a schedule nor a policy is named, or far too many people answer. */
export async function onCall(ask: Ask, request: Parameters<Pager['onCall']>[0]): Promise<readonly OnCall[]> {
  const { schedule, policy } = request;
  if (schedule === null && policy === null)
    throw new GonogoError(
      'pager.refused',
      'Nobody said by which PagerDuty schedule or policy: name one in product.yml.',
    );
  const found: Found[] = [];
  for (let page = 0; ; page += 1) {
    const { oncalls, more } = await pageAt(ask, request, page * PAGE_SIZE);
    found.push(...oncalls);
    if (!more) break;
    if (page + 1 === PAGES_MAX)
      throw new GonogoError(
        'pager.refused',
        `More than ${PAGES_MAX * PAGE_SIZE} people are on call: name a smaller schedule.`,
      );
  }
  // Further levels of a policy are asked only when the first does not answer; a schedule's people may stand on any.
  return once(schedule === null ? found.filter(one => one.escalation_level === 1) : found).map(toOnCall);
}

function pageAt(ask: Ask, { schedule, policy }: Parameters<Pager['onCall']>[0], offset: number) {
  return ask({
    what: 'who is on call',
    path: '/oncalls',
    query: [
      ...(schedule === null ? [] : [['schedule_ids[]', schedule] as const]),
      ...(policy === null ? [] : [['escalation_policy_ids[]', policy] as const]),
      ['earliest', 'true'],
      ['include[]', 'users'],
      ['limit', String(PAGE_SIZE)],
      ['offset', String(offset)],
    ],
    schema: OnCalls,
  });
}

/** A person comes once for each policy and level that a schedule serves. */
function once(found: readonly Found[]): readonly Found[] {
  return found.filter((one, at) => found.findIndex(other => other.user.id === one.user.id) === at);
}

function toOnCall({ user, end }: Found): OnCall {
  const until = Date.parse(end ?? '');
  return {
    name: user.name ?? user.summary ?? user.id,
    email: user.email ?? null,
    until: Number.isNaN(until) ? null : until,
  };
}
