import { describe, expect, test } from 'vitest';
import type { Ask } from '#src/domain/commands.ts';
import type { ReleaseCommand } from '#src/domain/release/commands.ts';
import type { Person } from '../../support/given.ts';
import { dev, person, starting } from '../../support/given.ts';
import { World } from '../../support/run-world.ts';
import {
  approve,
  ask,
  attach,
  checklist,
  confirm,
  fact,
  input,
  phase,
  product,
  rollback,
  rollout,
  run,
  runbook,
} from '../../support/runbook.ts';

/*
 * Who may do what, written by hand. A release was started by the requester, who is a captain. The twin is another account
 * of the requester's mail address, with the same role. Everybody from the guest on would hold every role.
 *
 *   Y  allowed        R  not their role                  I  drives it, so somebody else decides
 *   M  no full member U  Slack did not say who they are  S  said so already from another account   N  never, by anybody
 */
const TABLE = `
                    requester second twin doer owner nobody guest stranger bot deactivated unknown
start                   Y       Y     Y    R    Y     R      M      M       M      M         U
vote go                 I       Y     I    R    Y     R      M      M       M      M         U
vote no-go              Y       Y     Y    R    Y     R      M      M       M      M         U
override                R       R     R    R    Y     R      M      M       M      M         U
pause                   Y       Y     Y    Y    Y     Y      M      M       M      M         Y
resume                  R       R     R    Y    R     R      M      M       M      M         U
rollback                Y       Y     Y    Y    R     R      M      M       M      M         U
start-anyway            Y       Y     Y    Y    R     R      M      M       M      M         U
call-ended              Y       Y     Y    Y    R     R      M      M       M      M         U
unlock                  Y       Y     Y    R    R     R      M      M       M      M         U
abort                   Y       Y     Y    Y    R     R      M      M       M      M         U
move                    Y       Y     Y    R    Y     R      M      M       M      M         U
note                    Y       Y     Y    Y    Y     Y      M      M       M      M         Y
report                  Y       Y     Y    Y    Y     Y      M      M       M      M         Y
confirm                 R       R     R    Y    R     R      M      M       M      M         U
tick                    R       R     R    Y    R     R      M      M       M      M         U
answer                  R       R     R    Y    R     R      M      M       M      M         U
attach                  R       R     R    Y    R     R      M      M       M      M         U
attach-file             R       R     R    Y    R     R      M      M       M      M         U
retry                   R       R     R    Y    R     R      M      M       M      M         U
skip                    R       R     R    Y    R     R      M      M       M      M         U
skip never              N       N     N    N    N     N      M      M       M      M         U
skip freely             Y       Y     Y    Y    Y     Y      M      M       M      M         U
claim                   Y       Y     Y    Y    R     R      M      M       M      M         U
hand                    Y       Y     Y    Y    R     R      M      M       M      M         U
handover                Y       Y     Y    R    Y     R      M      M       M      M         U
handover-accept         -       Y     Y    R    Y     R      M      M       M      M         U
handover-decline        -       Y     Y    Y    Y     Y      Y      Y       Y      Y         Y
`;

const CODES: { readonly [letter: string]: string } = {
  R: 'who.role',
  M: 'who.not-member',
  U: 'who.unknown',
  I: 'vote.initiator',
  N: 'step.never-skipped',
};

const EVERY_ROLE = ['captain', 'owner', 'devops', 'qa'];
const KINDS: { readonly [kind: string]: Person } = {
  requester: { ...person('ada', ['captain']), principal: 'mail-of-ada' },
  second: { ...person('cleo', ['captain']), principal: 'mail-of-cleo' },
  twin: { ...person('ada-too', ['captain']), principal: 'mail-of-ada' },
  doer: dev,
  owner: person('olga', ['owner']),
  nobody: person('nora'),
  guest: person('guest', EVERY_ROLE, 'guest'),
  stranger: person('stranger', EVERY_ROLE, 'stranger'),
  bot: person('robot', EVERY_ROLE, 'bot'),
  deactivated: person('gone', EVERY_ROLE, 'deactivated'),
  unknown: person('unknown', EVERY_ROLE, 'unknown'),
};
const ADA = KINDS['requester'] as Person;

const row = (responsible: string, accountable: string) => ({
  responsible: [responsible],
  accountable: [accountable],
  consulted: ['qa'],
  informed: ['qa'],
});
const raci = { start: row('captain', 'owner'), rollback: row('devops', 'captain') };

function started(...steps: Parameters<typeof phase>[1]): World {
  const book = runbook({ product: product({ raci }), phases: [phase('first', steps)], rollback: rollback([]) });
  return new World().start(book, { by: ADA });
}

function atGate(): World {
  const requires = [fact('no-incident', { owner: 1 })];
  const gate = approve('go', { quorum: { captain: 1, owner: 1 }, notInitiator: true, requires });
  const world = started(gate);
  world.found({ 'no-incident': 'does-not-hold' });
  return world;
}

function failed(change: Parameters<typeof run>[1] = {}): World {
  const world = started(run('build', change));
  world.ended('build', 'failed');
  return world;
}

function turnedRound(): World {
  const book = runbook({
    product: product({ raci }),
    phases: [rollout([run('deploy')])],
    rollback: rollback([run('undo', { undoes: ['deploy'] })]),
  });
  const world = new World().start(book, { by: ADA });
  world.by(dev, { type: 'rollback', reason: 'It broke' });
  return world;
}

function takenBack(): World {
  const book = runbook({
    product: product({ raci }),
    phases: [rollout([run('deploy'), confirm('look')])],
    rollback: rollback([run('undo', { undoes: ['deploy'] })]),
  });
  const world = new World().start(book, { by: ADA });
  world.ended('deploy');
  world.by(dev, { type: 'rollback', reason: 'It broke' });
  world.ended('undo');
  return world;
}

/** Aborted, and what was told to stop has not been heard of since. */
function deaf(): World {
  const world = started(run('deploy'));
  world.by(dev, { type: 'abort', reason: 'Next week' });
  return world.pass(120_000);
}

type Action = { readonly given: () => World; readonly ask: (world: World, actor: Person) => Ask };

const at = (world: World, step: string) => ({ step, attempt: world.attempt(step) });
const offered = (world: World, actor: Person) => {
  world.by(ADA, { type: 'handover', to: actor.user, brief: 'All is well' });
};

const ACTIONS: { readonly [action: string]: Action } = {
  'vote go': { given: atGate, ask: world => world.vote('go', true) },
  'vote no-go': { given: atGate, ask: world => world.vote('go', false, 'Not today') },
  override: {
    given: atGate,
    ask: () => ({ type: 'override', step: 'go', fact: 'no-incident', reason: 'It is a false alarm' }),
  },
  pause: { given: () => started(confirm('look')), ask: () => ({ type: 'pause', reason: '' }) },
  resume: {
    given: () => {
      const world = started(confirm('look'));
      world.by(dev, { type: 'pause', reason: '' });
      return world;
    },
    ask: () => ({ type: 'resume', reason: null }),
  },
  rollback: { given: () => started(confirm('look')), ask: () => ({ type: 'rollback', reason: 'It broke' }) },
  'start-anyway': { given: turnedRound, ask: () => ({ type: 'start-anyway' }) },
  'call-ended': { given: deaf, ask: () => ({ type: 'call-ended', reason: 'ps on the host shows nothing of it' }) },
  unlock: { given: takenBack, ask: () => ({ type: 'unlock', reason: 'The query is fixed' }) },
  abort: { given: () => started(confirm('look')), ask: () => ({ type: 'abort', reason: 'Next week' }) },
  note: { given: () => started(confirm('look')), ask: () => ({ type: 'note', text: 'Calm' }) },
  report: { given: () => started(confirm('look')), ask: () => ({ type: 'report' }) },
  confirm: {
    given: () => started(confirm('look')),
    ask: world => ({ type: 'confirm', ...at(world, 'look'), remark: null }),
  },
  tick: {
    given: () => started(checklist('list', [{ item: 'It is up' }])),
    ask: world => ({ type: 'tick', ...at(world, 'list'), item: '1', holds: true, remark: null }),
  },
  answer: {
    given: () => started(ask('question', [input('name')])),
    ask: world => ({ type: 'answer', ...at(world, 'question'), answers: { name: 'x' } }),
  },
  attach: {
    given: () => started(attach('plan', { plan: 'How we get back' })),
    ask: world => ({ type: 'attach', ...at(world, 'plan'), label: 'plan', link: 'https://wiki.example/plan' }),
  },
  'attach-file': {
    given: () => started(attach('plan', { plan: 'How we get back' })),
    ask: world => ({ type: 'attach-file', ...at(world, 'plan'), label: 'plan', file: 'F1' }),
  },
  retry: { given: failed, ask: world => ({ type: 'retry', ...at(world, 'build') }) },
  skip: { given: failed, ask: world => ({ type: 'skip', ...at(world, 'build'), reason: 'Built yesterday' }) },
  'skip never': {
    given: () => failed({ skip: { by: 'never' } }),
    ask: world => ({ type: 'skip', ...at(world, 'build'), reason: 'Built yesterday' }),
  },
  'skip freely': {
    given: () => failed({ skip: { by: 'freely' } }),
    ask: world => ({ type: 'skip', ...at(world, 'build'), reason: '' }),
  },
  claim: { given: failed, ask: world => ({ type: 'claim', ...at(world, 'build') }) },
  hand: { given: failed, ask: world => ({ type: 'hand', ...at(world, 'build'), to: 'zoe', note: null }) },
  move: {
    given: () => started(confirm('look')),
    ask: world => ({ type: 'move', T: world.now + 3_600_000, reason: 'The customer asked' }),
  },
  handover: {
    given: () => started(confirm('look')),
    ask: () => ({ type: 'handover', to: 'zoe', brief: null }),
  },
  'handover-accept': {
    given: () => started(confirm('look')),
    ask: (world, actor) => {
      offered(world, actor);
      return { type: 'handover-accept' };
    },
  },
  'handover-decline': {
    given: () => started(confirm('look')),
    ask: (world, actor) => {
      offered(world, actor);
      return { type: 'handover-decline', reason: null };
    },
  },
};

/** Played elsewhere, with what they need around them: release/calendar and release/notes. */
type Elsewhere = 'open-calendar' | 'edit-notes';
const COVERED: { readonly [T in Exclude<ReleaseCommand['type'], Elsewhere>]: readonly string[] } = {
  vote: ['vote go', 'vote no-go'],
  override: ['override'],
  pause: ['pause'],
  resume: ['resume'],
  rollback: ['rollback'],
  'start-anyway': ['start-anyway'],
  'call-ended': ['call-ended'],
  unlock: ['unlock'],
  abort: ['abort'],
  move: ['move'],
  note: ['note'],
  report: ['report'],
  confirm: ['confirm'],
  tick: ['tick'],
  answer: ['answer'],
  attach: ['attach'],
  'attach-file': ['attach-file'],
  retry: ['retry'],
  skip: ['skip', 'skip never', 'skip freely'],
  claim: ['claim'],
  hand: ['hand'],
  handover: ['handover'],
  'handover-accept': ['handover-accept'],
  'handover-decline': ['handover-decline'],
};

const [head = '', ...lines] = TABLE.trim().split('\n');
const kinds = head.trim().split(/\s+/);
const rows = lines.map(line => {
  const cells = line.trim().split(/\s{2,}/);
  return { action: cells[0] ?? '', letters: cells.slice(1) };
});
const cases = rows.flatMap(({ action, letters }) =>
  letters.flatMap((letter, index) => (letter === '-' ? [] : [[action, kinds[index] ?? '', letter] as const])),
);

test('the table has a line for everything a person can ask of a release, and a column for everybody', () => {
  expect(kinds).toEqual(Object.keys(KINDS));
  expect(rows.map(one => one.action).toSorted()).toEqual(['start', ...Object.values(COVERED).flat()].toSorted());
  for (const { action, letters } of rows) expect(letters, action).toHaveLength(kinds.length);
});

describe('[W1] no wrong allow and no wrong deny; each denial is on the timeline', () => {
  test.each(cases.filter(([action]) => action !== 'start'))('%s by %s: %s', (action, kind, letter) => {
    const actor = KINDS[kind] as Person;
    const { given, ask: asks } = ACTIONS[action] as Action;
    const world = given();
    const doing = asks(world, actor);
    const before = world.facts.length;
    const { refusal, facts } = world.do({ actor, ...doing });
    if (letter === 'Y') {
      expect(refusal).toBeNull();
      expect(facts[0]?.actor).toEqual(actor);
      return;
    }
    expect(refusal?.code).toBe(CODES[letter]);
    expect(world.facts.slice(before)).toMatchObject([
      { type: 'access.denied', actor: { user: actor.user }, data: { why: refusal?.text } },
    ]);
  });

  test.each(cases.filter(([action]) => action === 'start'))('%s by %s: %s', (_, kind, letter) => {
    const book = runbook({ product: product({ raci }), phases: [phase('first', [confirm('look')])] });
    const { refusal, facts } = new World().do(starting(book, null, KINDS[kind] as Person));
    // There is no run to write on: the desk records it on the system's timeline (scenarios/steps).
    expect(refusal?.code ?? 'Y').toBe(letter === 'Y' ? 'Y' : CODES[letter]);
    expect(facts.some(one => one.type === 'release.started')).toBe(letter === 'Y');
  });
});

describe('[X3] one person is one person, from whichever account', () => {
  const twins = [
    { ...person('olga', ['owner']), principal: 'mail-of-olga' },
    { ...person('olga-too', ['captain']), principal: 'mail-of-olga' },
  ] as const;

  test('a second go from another account is denied and recorded', () => {
    const world = started(approve('go', { quorum: { captain: 1, owner: 1 }, distinctPeople: true }));
    world.go(twins[0], 'go');
    expect(world.refused(twins[1], world.vote('go', true))).toBe('vote.same-person');
    expect(world.all('access.denied')).toMatchObject([{ what: 'vote' }]);
    expect(world.state.awaits).toBeNull();
  });

  test('accounts of which Slack tells no address are told apart by their id', () => {
    const world = started(approve('go', { quorum: { captain: 1, owner: 1 }, distinctPeople: true }));
    world.go(person('olga', ['owner']), 'go');
    world.go(person('olga-too', ['captain']), 'go');
    expect(world.all('vote.cast')).toHaveLength(2);
  });

  test('an acceptance that takes two people is not given by two accounts of one', () => {
    const requires = [fact('no-incident', { owner: 2 })];
    const world = started(approve('go', { quorum: { captain: 1 }, requires }));
    world.found({ 'no-incident': 'does-not-hold' });
    const accept = { type: 'override', step: 'go', fact: 'no-incident', reason: 'A false alarm' } as const;
    world.by({ ...twins[0], roles: ['owner'] }, accept);
    world.by({ ...twins[1], roles: ['owner'] }, accept);
    const outcome = () => world.state.steps['go']?.gate?.facts.find(one => one.fact === 'no-incident')?.outcome;
    expect(outcome()).toBe('does-not-hold');
    world.by(person('otto', ['owner']), accept);
    expect(outcome()).toBe('overridden');
  });
});

describe('[X3] a hand-over frees nobody who led the release from needing somebody else', () => {
  const gate = () => approve('go', { quorum: { captain: 1, owner: 1 }, notInitiator: true });
  const xena = person('xena', ['captain', 'owner']);
  const taken = { type: 'handover', to: 'xena', brief: null } as const;

  test('whoever led it and gave it on says no go either', () => {
    const world = started(gate());
    world.by(xena, taken);
    expect(world.refused(xena, world.vote('go', true))).toBe('vote.initiator');
    world.by(xena, { type: 'handover', to: 'cleo', brief: null });
    world.by(KINDS['second'] as Person, { type: 'handover-accept' });
    expect(world.state.captain).toBe('cleo');
    expect(world.refused(xena, world.vote('go', true))).toBe('vote.initiator');
  });

  test('a go said before taking it over counts no more, and everybody is asked again', () => {
    const world = started(gate());
    world.go(xena, 'go');
    world.by(xena, taken);
    expect(world.all('gate.voided')).toMatchObject([{ says: expect.stringContaining('<@xena> said go and leads') }]);
    expect(world.state.steps['go']?.gate?.votes).toEqual([]);
  });
});

describe('[X3] accepted is what was found, and nothing worse', () => {
  const accepted = () => {
    const world = started(approve('go', { quorum: { captain: 1 }, requires: [fact('on-call', { owner: 1 })] }));
    world.found({ 'on-call': 'unknown' });
    const reason = 'PagerDuty is down; I phoned Anna, who has it tonight';
    world.by(KINDS['owner'] as Person, { type: 'override', step: 'go', fact: 'on-call', reason });
    return world;
  };
  const outcome = (world: World) => world.state.steps['go']?.gate?.facts.find(one => one.fact === 'on-call')?.outcome;

  test('what could not be looked up was accepted; that it does not hold was not', () => {
    const world = accepted();
    expect(outcome(world)).toBe('overridden');
    world.go(KINDS['second'] as Person, 'go');
    world.found({ 'on-call': 'does-not-hold' });
    expect(outcome(world)).toBe('does-not-hold');
    expect(world.status('go')).toBe('waiting');
  });
});

describe('[X3] what was pressed is what is done', () => {
  test('a release offered to somebody is taken by nobody else', () => {
    const world = started(confirm('look'));
    world.by(ADA, { type: 'handover', to: 'cleo', brief: 'All is well' });
    expect(world.refused(KINDS['owner'] as Person, { type: 'handover-accept' })).toBe('handover.other');
    expect(world.refused(KINDS['owner'] as Person, { type: 'handover-decline', reason: null })).toBe('handover.other');
    expect(world.all('access.denied')).toHaveLength(2);
    expect(world.state.captain).toBe('ada');
  });

  test('a press on a failure that was retried since changes nothing', () => {
    const world = failed();
    const old = { step: 'build', attempt: world.attempt('build') };
    world.retry(dev, 'build');
    for (const type of ['retry', 'claim'] as const) expect(world.refused(dev, { type, ...old })).toMatch(/^step\./);
    expect(world.refused(dev, { type: 'skip', ...old, reason: 'x' })).toMatch(/^step\./);
    expect(world.refused(dev, { type: 'hand', ...old, to: 'zoe', note: null })).toMatch(/^step\./);
    expect(world.types().filter(type => type === 'step.retried')).toHaveLength(1);
  });
});
