import { expect, test } from 'vitest';
import { scopeOf } from '#src/domain/procedure/scope.ts';
import { stateOf } from '#src/domain/procedure/sections.ts';
import { IncidentWorld } from './incident-world.ts';

test('the undoing of a press knows what that press found out, and not what another one did', () => {
  const world = new IncidentWorld();
  world.declare({});
  const asked = (flag: string) => ({ ...stateOf(world.run, 'which'), outputs: { flag } });
  const run = { ...world.run, steps: { 'a1.which': asked('search'), 'a2.which': asked('cart') } };
  const flagAt = (step: string) => scopeOf(run, { step })('steps.which.flag');
  expect(flagAt('a1.flag.2')).toBe('search');
  expect(flagAt('a1.undo.flag.undo.1')).toBe('search');
  expect(flagAt('a2.undo.flag.undo.1')).toBe('cart');
});

test('a service is known by its name, owner, address and container', () => {
  const world = new IncidentWorld();
  world.declare({ service: 'payments' });
  const scope = scopeOf(world.run);
  expect(['name', 'owner', 'url', 'container'].map(name => scope(`service.${name}`))).toEqual([
    'payments',
    'devops',
    'http://payments',
    'payments-1',
  ]);
});
