import { describe, expect, test } from 'vitest';
import type { Standing } from '#src/domain/actor.ts';
import type { Permission } from '#src/domain/policy/who-may.ts';
import { anyone, mayDoStep, mayLead, mayRollBack, maySkip, mayStart, standing } from '#src/domain/policy/who-may.ts';
import { findStep } from '#src/domain/procedure/sections.ts';
import { ada, dev, olga, person, quinn } from '../../support/given.ts';
import { World } from '../../support/run-world.ts';
import { confirm, phase, product, rollback, runbook } from '../../support/runbook.ts';

const row = (responsible: readonly string[], accountable: readonly string[]) => ({
  responsible,
  accountable,
  consulted: ['qa'],
  informed: ['owner'],
});

const code = (permission: Permission) => (permission.ok ? 'yes' : permission.code);

function waiting(change: Parameters<typeof confirm>[1] = {}, more: Parameters<typeof product>[0] = {}) {
  const { state } = new World().start(
    runbook({ product: product(more), phases: [phase('first', [confirm('look', change)])], rollback: rollback([]) }),
  );
  const step = findStep(state, 'look');
  if (!step) throw new Error('the step is there');
  return { state, step };
}

describe('who somebody is', () => {
  test.each<[Standing, string]>([
    ['full', 'yes'],
    ['guest', 'who.not-member'],
    ['stranger', 'who.not-member'],
    ['bot', 'who.not-member'],
    ['deactivated', 'who.not-member'],
    ['unknown', 'who.unknown'],
  ])('%s may decide: %s', (is, expected) => {
    expect(code(standing(person('x', ['captain'], is)))).toBe(expected);
  });

  test('pausing and noting do not wait for Slack to say who it is', () => {
    expect(code(anyone(person('x', [], 'unknown')))).toBe('yes');
    expect(code(anyone(person('x', [], 'guest')))).toBe('who.not-member');
  });
});

describe('[W1] the table of responsibilities', () => {
  test('the responsible and the accountable start, the consulted do not', () => {
    const book = runbook({ product: product({ raci: { start: row(['devops'], ['captain']) } }) });
    expect([dev, ada, quinn, olga].map(one => code(mayStart(book, one)))).toEqual([
      'yes',
      'yes',
      'who.role',
      'who.role',
    ]);
  });

  test('without a row the role of the first phase starts', () => {
    const book = runbook({ phases: [phase('first', [])] });
    expect([dev, ada].map(one => code(mayStart(book, one)))).toEqual(['yes', 'who.role']);
  });

  test('whoever is initiator by the runbook may be anybody', () => {
    const book = runbook({ phases: [phase('first', [], { roles: ['initiator'] })] });
    expect(code(mayStart(book, quinn))).toBe('yes');
    expect(code(mayStart(book, person('g', [], 'guest')))).toBe('who.not-member');
  });

  test('the responsible and the accountable roll back, with a row; without one, the role of the phase', () => {
    const raci = waiting({}, { raci: { rollback: row(['qa'], ['captain']) } }).state;
    expect([quinn, ada, dev].map(one => code(mayRollBack(raci, one, 'x')))).toEqual(['yes', 'yes', 'who.role']);
    const none = waiting({}, { raci: {} }).state;
    expect([dev, ada].map(one => code(mayRollBack(none, one, 'x')))).toEqual(['yes', 'who.role']);
  });
});

describe('a step', () => {
  test('is done by its role, and the one who started is the initiator', () => {
    const { state, step } = waiting({ roles: ['qa', 'initiator'] });
    expect([quinn, dev, ada].map(one => code(mayDoStep(state, one, step)))).toEqual(['yes', 'yes', 'who.role']);
  });

  test('is skipped by the role of its phase, another, nobody, or freely', () => {
    const skip = (by: Parameters<typeof confirm>[1]) => {
      const { state, step } = waiting(by);
      return [dev, quinn, person('x')].map(one => code(maySkip(state, one, step)));
    };
    expect(skip({ skip: { by: 'role' } })).toEqual(['yes', 'who.role', 'who.role']);
    expect(skip({ skip: { by: 'other', role: 'qa' } })).toEqual(['who.role', 'yes', 'who.role']);
    expect(skip({ skip: { by: 'never' } })).toEqual(['step.never-skipped', 'step.never-skipped', 'step.never-skipped']);
    expect(skip({ skip: { by: 'freely' } })).toEqual(['yes', 'yes', 'yes']);
  });

  test('a refusal says for whom it is and who is asking', () => {
    const { state } = waiting();
    const refused = mayLead(state, quinn, 'Resuming REL-1');
    expect(refused).toMatchObject({ ok: false, why: 'Resuming REL-1 is for DevOps. You are QA.' });
  });
});
