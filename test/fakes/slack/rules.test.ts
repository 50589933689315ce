import { describe, expect, test } from 'vitest';
import { RULE_IDS, type RuleId } from '#src/fakes/slack/rules.ts';
import type { BadAct } from './support/bad-act.ts';
import { BAD_ACTS } from './support/bad-acts.ts';
import { BAD_BLOCKS } from './support/bad-blocks.ts';
import { type Args, BAD_CALLS, BAD_TOGETHER, type BadCall } from './support/bad-calls.ts';
import { startWorld, type World } from './support/world.ts';

const CALLS = [...BAD_CALLS, ...BAD_TOGETHER, ...BAD_BLOCKS];

test('every rule has an example that breaks it', () => {
  const broken = new Set<RuleId>([...CALLS, ...BAD_ACTS].map(bad => bad.rule));

  expect(RULE_IDS.filter(rule => !broken.has(rule))).toEqual([]);
});

describe('a bad call is refused by its rule, and passes when that rule alone is dropped', () => {
  test.each(CALLS.map((bad, at) => [`${at} ${bad.rule}: ${bad.call[0]}`, bad] as const))('%s', async (_title, bad) => {
    const others = bad.options?.without ?? [];

    const strict = await attempt(bad, others);
    expect(strict).toEqual({ passed: false, refusals: [[bad.rule, bad.error]] });

    const lax = await attempt(bad, [...others, bad.rule]);
    expect(lax).toEqual({ passed: true, refusals: [] });
  });

  test.each(BAD_ACTS.map(bad => [bad.rule, bad] as const))('%s', async (_title, bad: BadAct) => {
    const strict = await startWorld(bad.options);
    expect(await bad.act(strict)).toBe(false);
    expect(refusalsOf(strict)).toEqual([[bad.rule, bad.error]]);

    const lax = await startWorld({ ...bad.options, without: [bad.rule] });
    expect(await bad.act(lax)).toBe(true);
    expect(refusalsOf(lax)).toEqual([]);
  });
});

async function attempt(bad: BadCall, without: readonly RuleId[]) {
  const world = await startWorld({ ...bad.options, without });
  const filled = await placeholders(world);
  for (const [method, args] of bad.before ?? []) await world.call(method, filled(args));
  world.clock.advance(bad.after ?? 0);
  const { status, body } = await world.call(bad.call[0], filled(bad.call[1]), bad.token);
  return { passed: body.ok && status === 200, refusals: refusalsOf(world) };
}

async function placeholders({ slack, trigger }: World) {
  const { messages } = slack.workspace;
  const bot = { channel: 'C0OPS', user: 'U0GONOGO', bot_id: 'B0GONOGO' };
  const parent = messages.post({ ...bot, text: 'REL-1' });
  const reply = messages.post({ ...bot, text: 'Started', thread_ts: parent.ts });
  const other = messages.post({ channel: 'C0OPS', user: 'U0ANA', text: 'Hi' });
  const known = new Map<unknown, string>([
    ['$parent', parent.ts],
    ['$reply', reply.ts],
    ['$other', other.ts],
    ['$trigger', await trigger()],
  ]);
  return (args: Args): Args =>
    Object.fromEntries(Object.entries(args).map(([name, value]) => [name, known.get(value) ?? value]));
}

function refusalsOf({ slack }: World) {
  return slack.refusals.map(({ rule, error }) => [rule, error]);
}
