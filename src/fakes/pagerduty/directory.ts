import { GonogoError } from '#src/errors.ts';
import type { Directory, PagerDutyOptions, PolicySeed, ScheduleSeed, UserSeed } from './options.ts';
import { DEFAULT_DIRECTORY } from './options.ts';

export type OnCallEntry = {
  readonly policy: PolicySeed;
  /** From 1. */
  readonly level: number;
  readonly schedule: ScheduleSeed | null;
  readonly user: UserSeed;
  readonly until: number | null;
};

export type People = ReturnType<typeof createDirectory>;

/** Who is in the account, who is on call, and whom a policy rings. */
export function createDirectory(options: PagerDutyOptions) {
  const { users, policies, services } = { ...DEFAULT_DIRECTORY, ...given(options) };
  let { schedules } = { ...DEFAULT_DIRECTORY, ...given(options) };

  function user(id: string): UserSeed {
    return found(users, id, 'user');
  }

  function entriesOf(policy: PolicySeed, level: number): readonly OnCallEntry[] {
    const targets = policy.levels[level - 1]?.targets ?? [];
    return targets.flatMap((id): readonly OnCallEntry[] => {
      const schedule = schedules.find(one => one.id === id);
      if (!schedule) return [{ policy, level, schedule: null, user: user(id), until: null }];
      return schedule.onCall.map(shift => ({ policy, level, schedule, user: user(shift.user), until: shift.until }));
    });
  }

  return {
    user,
    services,
    policies,
    users,
    get schedules() {
      return schedules;
    },
    policy: (id: string) => found(policies, id, 'policy'),
    /** Everybody on call, by policy and level. */
    onCall: () => policies.flatMap(policy => policy.levels.flatMap((_, at) => entriesOf(policy, at + 1))),
    /** Whom a level rings now: user ids, each once. */
    ringsAt: (policy: PolicySeed, level: number) => [...new Set(entriesOf(policy, level).map(one => one.user.id))],
    /** Somebody takes over. Throws `fake.misused` for a schedule or user that is not there. */
    setOnCall(schedule: string, onCall: ScheduleSeed['onCall']) {
      found(schedules, schedule, 'schedule');
      for (const shift of onCall) user(shift.user);
      schedules = schedules.map(one => (one.id === schedule ? { ...one, onCall } : one));
    },
  };
}

function given(options: PagerDutyOptions): Partial<Directory> {
  const names = ['users', 'schedules', 'policies', 'services'] as const;
  return Object.fromEntries(names.flatMap(name => (options[name] === undefined ? [] : [[name, options[name]]])));
}

function found<Seed extends { readonly id: string }>(seeds: readonly Seed[], id: string, what: string): Seed {
  const seed = seeds.find(one => one.id === id);
  if (!seed) throw new GonogoError('fake.misused', `The PagerDuty fake has no ${what} ${id}.`);
  return seed;
}
