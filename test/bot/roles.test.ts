import { expect, test } from 'vitest';
import { createRoles } from '#src/bot/roles.ts';
import { GonogoError } from '#src/errors.ts';
import type { Chat } from '#src/ports/chat.ts';
import type { OnCall, Pager } from '#src/ports/pager.ts';
import { product } from '../support/runbook.ts';

const role = (title: string) => ({ title, onCall: null, pager: null, users: [], group: null, mail: [] });
const shop = product({
  roles: { 'on-call': { ...role('On call'), onCall: { schedule: 'P1', policy: null }, users: ['U0LISTED'] } },
});

/** Slack knows Li; the pager answers what the test says. */
function rolesWith(answer: () => Promise<readonly OnCall[] | 'cannot-ask'>) {
  const chat = { userByEmail: async (email: string) => (email === 'li@shop.example' ? 'U0LI' : null) };
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const pager = { onCall: answer };
  return createRoles({ chat: chat as Chat, pager: pager as unknown as Pager, clock: { now: () => 0 }, log });
}

const li: OnCall = { name: 'Li Wei', email: 'li@shop.example', until: null };

test('[W4] whoever is on call now has the role, by the mail address Slack knows', async () => {
  const roles = rolesWith(async () => [li]);
  expect(await roles.of(shop, 'U0LI')).toEqual(['on-call']);
  expect(await roles.of(shop, 'U0LISTED')).toEqual([]);
  expect(await roles.onCall(shop)).toEqual([{ role: 'On call', says: '<@U0LI>' }]);
});

test('when PagerDuty cannot be asked, the people listed are taken, and it is said', async () => {
  for (const answer of [
    async () => 'cannot-ask' as const,
    async () => Promise.reject(new GonogoError('pager.failed', 'it timed out', { retryable: true })),
  ]) {
    const roles = rolesWith(answer);
    expect(await roles.of(shop, 'U0LISTED')).toEqual(['on-call']);
    expect((await roles.onCall(shop))[0]?.says).toContain('the people listed are taken');
  }
});

test('with nobody on call nobody has the role, and the people listed are told all the same', async () => {
  for (const people of [[], [{ name: 'Ghost', email: 'ghost@shop.example', until: null }]]) {
    const roles = rolesWith(async () => people);
    expect(await roles.of(shop, 'U0LISTED')).toEqual([]);
    expect(await roles.people(shop)).toEqual({ 'on-call': ['U0LISTED'] });
  }
});

test('when somebody is to be asked, it is said where nobody could say who that is, or nobody is on call', async () => {
  const answers: readonly [() => Promise<readonly OnCall[] | 'cannot-ask'>, object][] = [
    [async () => [li], { users: ['U0LI'] }],
    [async () => [], { problem: 'PagerDuty names nobody' }],
    [async () => 'cannot-ask', { problem: 'PagerDuty cannot be asked' }],
    [async () => Promise.reject(new Error('down')), { problem: 'PagerDuty or Slack did not say' }],
  ];
  for (const [answer, found] of answers)
    expect(await rolesWith(answer).lookUp(shop, ['on-call'])).toEqual({ 'on-call': found });
});

test('a group nobody is in any more names nobody to ask, and that is said', async () => {
  const chat = { groupMembers: async () => [] } as unknown as Chat;
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const roles = createRoles({ chat, pager: {} as Pager, clock: { now: () => 0 }, log });
  const grouped = product({ roles: { qa: { ...role('QA'), group: 'qa-team' } } });
  expect(await roles.lookUp(grouped, ['qa'])).toEqual({ qa: { problem: 'nobody is in qa-team' } });
});
