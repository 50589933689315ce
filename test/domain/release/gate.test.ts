import { describe, expect, test } from 'vitest';
import { votesLostBySkipping } from '#src/domain/release/gate.ts';
import { gateOf } from '#src/domain/release/gate-state.ts';
import type { FactCondition } from '#src/domain/runbook/model/terms.ts';
import { ada, dev, guest, olga, person } from '../../support/given.ts';
import { World } from '../../support/run-world.ts';
import {
  approve,
  checklist,
  confirm,
  fact,
  offset,
  phase,
  product,
  rollout,
  run,
  runbook,
} from '../../support/runbook.ts';

const MINUTE = 60_000;

function gated(change: Parameters<typeof approve>[1] = {}, more: Parameters<typeof product>[0] = {}) {
  return runbook({
    product: product(more),
    phases: [phase('decision', [approve('go', change)]), rollout([run('deploy')])],
  });
}

const both = { quorum: { captain: 1, owner: 1 } };
const asked = (...requires: readonly FactCondition[]) => ({ requires });

describe('who says go', () => {
  test('[W4] both roles have to say go', () => {
    const world = new World().start(gated(both));
    world.go(ada, 'go');
    expect(world.pending('facts')).toEqual([]);
    world.go(olga, 'go');
    world.found();
    expect(world.status('go')).toBe('done');
  });

  test('one person with two roles fills both places where that is allowed', () => {
    const world = new World().start(gated(both));
    world.go(person('all', ['captain', 'owner']), 'go');
    world.found();
    expect(world.status('go')).toBe('done');
  });

  test('[X3] one person with two roles fills one place where people must differ', () => {
    const world = new World().start(gated({ ...both, distinctPeople: true }));
    world.go(person('all', ['captain', 'owner']), 'go');
    expect(world.pending('facts')).toEqual([]);
    world.go(ada, 'go');
    world.found();
    expect(world.status('go')).toBe('done');
  });

  test('[X3] whoever can do either is moved to the place nobody else can fill', () => {
    const world = new World().start(gated({ quorum: { captain: 1, owner: 1 }, distinctPeople: true }));
    world.go(person('all', ['captain', 'owner']), 'go');
    world.go(olga, 'go');
    world.found();
    expect(world.status('go')).toBe('done');
  });

  test('[R2] a product with a solo operator lets one person do it all', () => {
    const solo = gated({ ...both, distinctPeople: true, notInitiator: true }, { soloOperator: true });
    const all = person('all', ['captain', 'owner', 'devops']);
    const world = new World().start(solo, { by: all });
    world.go(all, 'go');
    world.found();
    expect(world.status('go')).toBe('done');
  });

  test('[X3] whoever started it does not say go where that is ruled out, and the attempt is recorded', () => {
    const world = new World().start(gated({ notInitiator: true }), { by: person('dev', ['devops', 'captain']) });
    expect(world.refused(person('dev', ['captain']), world.vote('go', true))).toBe('vote.initiator');
    expect(world.types()).toContain('access.denied');
  });

  test.each(['guest', 'stranger', 'bot', 'deactivated'] as const)('a %s votes for nothing', standing => {
    const world = new World().start(gated());
    expect(world.refused({ ...guest, standing }, world.vote('go', true))).toBe('who.not-member');
    expect(world.types()).not.toContain('vote.cast');
  });

  test('a voter Slack did not vouch for presses again', () => {
    const world = new World().start(gated());
    expect(world.refused(person('ada', ['captain'], 'unknown'), world.vote('go', true))).toBe('who.unknown');
  });

  test('any of some roles may stand in for the whole quorum, and the quorum still counts', () => {
    const either = { quorum: { captain: 1 }, anyOf: ['owner'] };
    const first = new World().start(gated(either));
    first.go(olga, 'go');
    first.found();
    expect(first.status('go')).toBe('done');
    const second = new World().start(gated(either));
    second.go(ada, 'go');
    second.found();
    expect(second.status('go')).toBe('done');
  });

  test('a go/no-go is never skipped', () => {
    const world = new World().start(gated());
    const skip = { type: 'skip', step: 'go', attempt: 1, reason: 'hurry' } as const;
    expect(world.refused(ada, skip)).toBe('step.gate');
  });
});

describe('no', () => {
  test('one no-go pauses with its reason, and Resume asks everybody again', () => {
    const world = new World().start(gated(both));
    world.go(ada, 'go');
    world.by(olga, world.vote('go', false, 'the shop is full'));
    expect(world.state.pause).toMatchObject({ cause: 'gate' });
    expect(world.state.pause?.says).toContain('the shop is full');

    world.by(dev, { type: 'resume', reason: null });
    expect(gateOf(world.state, 'go')).toMatchObject({ status: 'open', votes: [] });
  });

  test('after Resume no vote of before counts', () => {
    const world = new World().start(gated(both));
    world.go(ada, 'go');
    world.by(olga, world.vote('go', false, 'not now'));
    world.by(dev, { type: 'resume', reason: null });
    world.go(olga, 'go');
    expect(world.pending('facts')).toEqual([]);
    world.go(ada, 'go');
    world.found();
    expect(world.status('go')).toBe('done');
  });

  test('[X3] an old Look again does not open what a no-go stopped', () => {
    const world = new World().start(gated(both));
    const step = { step: 'go', attempt: world.attempt('go') };
    world.by(ada, { ...world.vote('go', false), reason: 'The mails are late' });
    expect(world.refused(olga, { type: 'retry', ...step })).toBe('step.gate');
  });

  test('a no-go needs a reason', () => {
    const world = new World().start(gated());
    expect(world.refused(ada, world.vote('go', false, ' '))).toBe('vote.reason');
  });

  test('a no-go that comes while the facts are looked at for the last time stands', () => {
    const world = new World().start(gated({ quorum: { captain: 1 } }));
    world.go(ada, 'go');
    world.by(person('eve', ['captain']), world.vote('go', false, 'I see smoke'));

    world.found();

    expect(world.types()).not.toContain('gate.passed');
    expect(world.state.status).toBe('paused');
  });

  test('time runs out as a no-go, and Resume gives the whole time again', () => {
    const world = new World().start(gated({ timeoutMs: 45 * MINUTE }));
    world.pass(45 * MINUTE);
    expect(world.types()).toContain('gate.expired');
    expect(world.state.status).toBe('paused');

    world.by(dev, { type: 'resume', reason: null });
    expect(world.timers['vote-deadline:go']?.at).toBe(world.now + 45 * MINUTE);
  });

  test('[V8] [V9] what does not hold pauses, with what to try and for whom', () => {
    const smoke = checklist('smoke', [{}], { ifFails: 'Tell DevOps; they press Roll back.' });
    const world = new World().start(runbook({ phases: [phase('post-checks', [smoke])] }));
    world.by(dev, { type: 'tick', step: 'smoke', attempt: 1, item: '1', holds: false, remark: null });
    expect(world.state.pause?.says).toMatch(
      /does not hold, says <@\w+>\. What to try: Tell DevOps; they press Roll back\.$/,
    );
  });

  test('Resume asks again even when something else paused the run after the no-go', () => {
    const list = { says: 'ready', items: [{ id: '1', item: 'ok', role: null, show: [], from: null }], requires: [] };
    const world = new World().start(runbook({ phases: [phase('decision', [approve('go')], { checkpoint: list })] }));
    world.by(ada, world.vote('go', false, 'no'));
    world.by(dev, { type: 'tick', step: 'decision.checkpoint', attempt: 0, item: '1', holds: false, remark: null });

    world.by(dev, { type: 'resume', reason: null });

    expect(gateOf(world.state, 'go').status).toBe('open');
    expect(world.status('go')).toBe('waiting');
  });
});

describe('what was approved', () => {
  test('a vote for something that changed since is refused', () => {
    const world = new World().start(gated());
    const vote = { ...world.vote('go', true), hash: 'f'.repeat(64) };
    expect(world.refused(ada, vote)).toBe('vote.stale');
  });

  test('nobody votes before the facts are there', () => {
    const world = new World().start(gated(asked(fact('on-call'))));
    expect(world.refused(ada, world.vote('go', true))).toBe('vote.too-early');
    world.found();
    world.go(ada, 'go');
  });

  test('[X3] an outcome that changed at the last look voids every vote visibly', () => {
    const world = new World().start(gated(asked(fact('on-call'))));
    world.found();
    world.go(ada, 'go');
    world.found({ 'on-call': 'does-not-hold' });
    expect(world.all('gate.voided')).toHaveLength(1);
    expect(gateOf(world.state, 'go').votes).toEqual([]);
    expect(world.status('go')).toBe('waiting');
  });

  test('[X3] a fact that changed before the next phase begins voids the go that was given', () => {
    const book = gated({ ...asked(fact('on-call')), timeoutMs: 45 * MINUTE });
    const later = book.phases.map((one, index) => (index === 1 ? { ...one, at: offset(1, 0) } : one));
    const world = new World();
    world.start({ ...book, phases: later }, { T: world.now + 60 * MINUTE });
    world.found();
    world.go(ada, 'go');
    world.found();
    expect(world.status('go')).toBe('done');

    world.pass(60 * MINUTE);
    expect(world.status('deploy')).toBe('pending');
    world.found({ 'on-call': 'does-not-hold' });

    expect(world.status('go')).toBe('waiting');
    expect(world.status('deploy')).toBe('pending');
    expect(world.timers['vote-deadline:go']?.at).toBe(world.now + 45 * MINUTE);
  });

  test('facts that still hold when the next phase begins let it begin', () => {
    const book = gated(asked(fact('on-call')));
    const later = book.phases.map((one, index) => (index === 1 ? { ...one, at: offset(1, 0) } : one));
    const world = new World();
    world.start({ ...book, phases: later }, { T: world.now + 60 * MINUTE });
    world.found();
    world.go(ada, 'go');
    world.found();
    world.pass(60 * MINUTE);
    world.found();
    expect(world.status('deploy')).toBe('running');
  });

  test('an answer about a go/no-go that is over does not open it again', () => {
    const world = new World().start(gated(asked(fact('on-call'))));
    world.found();
    world.go(ada, 'go');
    world.go(person('eve', ['captain']), 'go');
    const [first, second] = world.pending('facts');
    expect(second).toBeDefined();
    world.effects = first ? [first] : [];
    world.found();
    world.effects = second ? [second] : [];

    world.found({ 'on-call': 'does-not-hold' });

    expect(world.status('go')).toBe('done');
    expect(world.status('deploy')).toBe('running');
  });
});

describe('facts that do not hold', () => {
  const held = () => {
    const world = new World().start(gated(asked(fact('backup-age < 24h', { owner: 1 }))));
    world.found({ 'backup-age < 24h': 'does-not-hold' });
    return world;
  };

  test('a complete quorum is held with the reasons, and pressing Go looks again', () => {
    const world = held();
    world.go(ada, 'go');
    world.found({ 'backup-age < 24h': 'does-not-hold' });
    expect(world.all('gate.held')[0]?.reasons[0]).toContain('backup-age < 24h');
    world.go(ada, 'go');
    expect(world.pending('facts')).toHaveLength(1);
  });

  test('Retry on a go/no-go looks at the facts again and asks every vote anew', () => {
    const world = held();
    world.retry(ada, 'go');
    world.found();
    world.go(ada, 'go');
    world.found();
    expect(world.status('go')).toBe('done');
  });

  test('Retry while the last look is under way does not let the old votes decide', () => {
    const world = new World().start(gated());
    world.go(ada, 'go');
    world.retry(ada, 'go');
    world.found();
    expect(world.types()).not.toContain('gate.passed');
    expect(gateOf(world.state, 'go')).toMatchObject({ status: 'open', votes: [] });
  });

  test('[R4] an accepted fact stands with its reason, and earlier votes are asked again', () => {
    const world = held();
    world.go(ada, 'go');
    world.found({ 'backup-age < 24h': 'does-not-hold' });
    world.by(olga, { type: 'override', step: 'go', fact: 'backup-age < 24h', reason: 'restored yesterday' });
    expect(world.all('gate.voided')).toHaveLength(1);
    world.go(ada, 'go');
    world.found({ 'backup-age < 24h': 'does-not-hold' });
    expect(world.status('go')).toBe('done');
  });

  test('what is accepted already is not accepted once more', () => {
    const world = new World().start(gated(asked(fact('backup-age < 24h', { captain: 1 }))));
    world.found({ 'backup-age < 24h': 'does-not-hold' });
    const override = { type: 'override', step: 'go', fact: 'backup-age < 24h', reason: 'mirrored' } as const;
    world.by(ada, override);
    expect(gateOf(world.state, 'go').facts[0]?.says).toBe('backup-age < 24h was looked up; accepted: mirrored');
    expect(world.refused(ada, override)).toBe('override.nothing');
  });

  test('nothing is accepted after the decision', () => {
    const world = new World().start(gated(asked(fact('backup-age < 24h', { owner: 1 }))));
    world.found();
    world.go(ada, 'go');
    world.found();
    const override = { type: 'override', step: 'go', fact: 'backup-age < 24h', reason: 'late' } as const;
    expect(world.refused(olga, override)).toBe('override.closed');
    expect(world.status('deploy')).toBe('running');
  });

  test('an answer to an asked fact after the decision does not open it again', () => {
    const facts = { tested: { kind: 'asked', ask: 'Was it tested?', role: 'captain' } } as const;
    const world = new World().start(gated(asked(fact('tested')), { facts }));
    const tick = { type: 'tick', step: 'go', attempt: 1, item: 'fact:tested', remark: null } as const;
    world.by(ada, { ...tick, holds: true });
    world.go(ada, 'go');
    world.found();
    expect(world.refused(ada, { ...tick, holds: false })).toBe('step.not-waiting');
    expect(world.status('deploy')).toBe('running');
  });
});

describe('facts nobody could look up', () => {
  test('[X4] the question opens all the same, with the fact unknown', () => {
    const world = new World().start(gated(asked(fact('on-call'))));
    world.gaveUp(world.take('facts'));
    expect(gateOf(world.state, 'go').facts).toMatchObject([{ fact: 'on-call', outcome: 'unknown' }]);
    world.go(ada, 'go');
  });

  test('[X4] the last look that fails decides nothing and leaves the question open', () => {
    const world = new World().start(gated(asked(fact('on-call'))));
    world.found();
    world.go(ada, 'go');
    world.gaveUp(world.take('facts'));
    expect(world.state.awaits).toBeNull();
    expect(world.status('go')).toBe('waiting');
    expect(world.types()).not.toContain('gate.passed');
  });

  test('[V2] what a release type needs and does not have pauses, and Resume asks again', () => {
    const book = gated({ roles: ['captain'] });
    const needing = { ...book, type: { ...book.type, needs: [fact('backup-age < 24h')] } };
    const world = new World().start(needing);
    world.found({ 'backup-age < 24h': 'does-not-hold' });
    expect(world.state.status).toBe('paused');
    expect(world.types()).not.toContain('phase.started');

    world.by(dev, { type: 'resume', reason: null });
    expect(world.types()).not.toContain('phase.started');
    world.gaveUp(world.take('facts'));
    expect(world.state.status).toBe('paused');

    world.by(dev, { type: 'resume', reason: null });
    world.found();
    expect(world.status('go')).toBe('waiting');
  });

  test('green asks nothing of a phase that is off, or is not needed in this run', () => {
    const book = gated({ quorum: { captain: 1 }, requires: [fact('green')] });
    const when = { name: 'inputs.schema', op: '==', value: 'yes' } as const;
    const idle = [
      phase('emergency', [run('quick')], { off: 'only emergency' }),
      phase('database', [run('backup')], { when }),
    ];
    const input = { name: 'schema', type: 'text', ask: '', options: [], pattern: null, default: 'no', changed: [] };
    const inputs = [{ ...input, when: null }] as unknown as typeof book.inputs;
    const world = new World().start({ ...book, inputs, phases: [...idle, ...book.phases] });
    world.go(ada, 'go');
    world.found();
    expect(world.types()).toContain('gate.passed');
  });

  test('what only a person knows is asked at go/no-go, and does not keep a release from starting', () => {
    const book = gated({ roles: ['captain'] });
    const tested = { kind: 'asked', ask: 'Was the way back tested?', role: 'captain' } as const;
    const type = { ...book.type, needs: [fact('tested'), fact('backup-age < 24h')] };
    const world = new World().start({ ...book, type, product: { ...book.product, facts: { tested } } });
    world.found({ 'backup-age < 24h': 'holds' });
    world.found();
    expect(world.state.status).toBe('running');
    expect(gateOf(world.state, 'go').facts.find(one => one.fact === 'tested')?.outcome).toBe('does-not-hold');
    const ref = { step: 'go', attempt: world.attempt('go'), remark: null };
    world.by(ada, { type: 'tick', ...ref, item: 'fact:tested', holds: true });
    expect(gateOf(world.state, 'go').facts.find(one => one.fact === 'tested')?.outcome).toBe('holds');
  });

  test('an abort while the needs are looked up stays an abort', () => {
    const book = gated();
    const world = new World().start({ ...book, type: { ...book.type, needs: [fact('backup-age < 24h')] } });
    world.by(ada, { type: 'abort', reason: 'wrong runbook' });
    world.found({ 'backup-age < 24h': 'does-not-hold' });
    expect(world.state.status).toBe('aborted');
  });
});

test('[U1] a phase that does not run for this type leaves nothing open before a gate', () => {
  const book = runbook({
    phases: [
      phase('other', [run('elsewhere')], { off: 'only vendor' }),
      phase('decision', [approve('go', { ...both, requires: [fact('green')] })]),
    ],
  });
  const world = new World().start(book);
  world.go(ada, 'go');
  world.go(olga, 'go');
  if (world.pending('facts').length > 0) world.found();
  expect(gateOf(world.state, 'go').facts).toMatchObject([{ fact: 'green', outcome: 'holds' }]);
});

describe('[W4] a step of a phase that a later vote asks for', () => {
  const asking = (step: string, override: FactCondition['override'] = null) => {
    const requires = [fact('phase.staging', override)];
    const phases = [
      phase('preflight', [confirm('looked')]),
      phase('staging', [confirm('figures')]),
      phase('decision', [approve('go', { ...both, requires })]),
    ];
    return votesLostBySkipping(new World().start(runbook({ phases })).state, step);
  };

  test('loses that vote when it is skipped, unless somebody may accept less', () => {
    expect(asking('figures')).toEqual(['go']);
    expect(asking('figures', { owner: 1 })).toEqual([]);
    expect(asking('looked')).toEqual([]);
  });
});
