import { expect, test } from 'vitest';
import { assert } from '#src/base/assert.ts';
import type { RolesFound } from '#src/domain/procedure/commands.ts';
import type { Role } from '#src/domain/runbook/model/product.ts';
import { World } from '../../support/run-world.ts';
import { approve, product, rollout, run, runbook } from '../../support/runbook.ts';

/** The owner, who has to say go, is whoever is on call; at the start that was Olga. */
function asked(): World {
  const base = product();
  const owner = { ...(base.roles['owner'] as Role), onCall: { schedule: 'P1', policy: null } };
  return new World().start(
    runbook({
      product: { ...base, roles: { ...base.roles, owner } },
      phases: [rollout([approve('go', { quorum: { owner: 1 } }), run('deploy')])],
    }),
  );
}

/** The look-up of the oldest message that waits for one comes back. */
function found(world: World, answer: RolesFound): World {
  const [ask] = world.pending('people.look');
  assert(ask !== undefined, 'somebody is looked up');
  expect(ask.body['looks']).toEqual(['owner']);
  world.effects.splice(world.effects.indexOf(ask), 1);
  const { roles, except, message } = ask.body as { roles: string[]; except: string[]; message: { about: string } };
  world.tell({ type: 'people-found', found: answer, roles, except, message });
  return world;
}

const sent = (world: World) =>
  world.told.flatMap(({ kind, body }) =>
    kind === 'chat.direct' ? [[body['user'], body['about'], body['unread']]] : [],
  );

test('nobody is asked before it is known who it is now', () => {
  expect(sent(asked())).toEqual([]);
});

test('whose people are only listed is asked at once: nothing is looked up, and nothing is said of a look-up', () => {
  const phases = [rollout([approve('go', { quorum: { owner: 1, captain: 1 } }), run('deploy')])];
  const world = new World().start(runbook({ phases }));
  expect(world.pending('people.look')).toEqual([]);
  expect(sent(world).toSorted()).toEqual([
    ['ada', 'vote', undefined],
    ['olga', 'vote', undefined],
  ]);
  expect(world.all('people.looked-up')).toEqual([]);
});

test('[W1] whoever has the role now is asked, and the timeline says who that is', () => {
  const world = found(asked(), { owner: { users: ['otto'] } });
  expect(sent(world)).toEqual([['otto', 'vote', undefined]]);
  expect(world.all('people.looked-up')).toEqual([{ people: { owner: ['otto'] }, unread: {} }]);
  expect(world.state.people['owner']).toEqual(['otto']);
  world.expectFolded();
});

test('where nothing changed nothing is written', () => {
  const world = found(asked(), { owner: { users: ['olga'] } });
  expect(sent(world)).toEqual([['olga', 'vote', undefined]]);
  expect(world.all('people.looked-up')).toEqual([]);
});

test('where nobody could say, whoever it was last is asked and told so; that is written once', () => {
  const world = found(asked(), { owner: { problem: 'PagerDuty names nobody' } });
  expect(sent(world)).toEqual([['olga', 'vote', ['owner']]]);
  expect(world.all('people.looked-up')).toEqual([{ people: {}, unread: { owner: 'PagerDuty names nobody' } }]);
  world.tell({
    type: 'people-found',
    found: { owner: { problem: 'PagerDuty did not say in time' } },
    roles: ['owner'],
    except: [],
    message: { about: 'vote' },
  });
  expect(world.all('people.looked-up')).toHaveLength(1);
  expect(sent(world)).toHaveLength(2);
});

test('once somebody can say again that is written with who it is, and what was written of others is not repeated', () => {
  const world = found(asked(), { owner: { problem: 'PagerDuty names nobody' } });
  const answer = (roles: RolesFound) =>
    world.tell({ type: 'people-found', found: roles, roles: [], except: [], message: { about: 'vote' } });
  answer({ devops: { users: ['dan'] } });
  answer({ owner: { users: ['olga'] } });
  answer({ owner: { users: ['olga'] } });
  expect(world.all('people.looked-up').slice(1)).toEqual([
    { people: { devops: ['dan'] }, unread: {} },
    { people: { owner: ['olga'] }, unread: {} },
  ]);
  expect(world.state.unread).toEqual({});
  world.expectFolded();
});
