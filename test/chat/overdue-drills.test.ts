import { expect, test } from 'vitest';
import { overdueDrillsMessage } from '#src/chat/cards/overdue-drills.ts';
import type { OverdueDrill } from '#src/domain/product/events.ts';
import type { ProductStream } from '#src/domain/product/state.ts';
import { judged } from '../commands/support/judged.ts';
import { textOf } from '../commands/support/world.ts';

const FAILOVER: OverdueDrill = {
  drill: 'failover',
  title: 'Failover',
  every: 'quarter',
  since: null,
  says: 'never done',
  running: null,
  roles: ['Release manager', 'Platform'],
  people: ['U0ANA', 'U0OPS'],
};

const STREAM = { definition: { name: 'shop', title: 'Shop' } } as ProductStream;

test('[W12] when all of them came through since, the reminder says so and asks for nothing', () => {
  const text = textOf(judged(overdueDrillsMessage(STREAM, [{ ...FAILOVER, passed: 'DRILL-7' }])));
  expect(text).toContain('✔ *No drill of Shop is overdue any more*');
  expect(text).toContain('✔ *Failover* passed since (DRILL-7).');
  expect(text).not.toContain('/runbook start');
});

test('[W12] several roles, and several people, are told apart', () => {
  const text = textOf(judged(overdueDrillsMessage(STREAM, [{ ...FAILOVER, passed: null }])));
  expect(text).toContain('*Failover* (every quarter) · Release manager, Platform <@U0ANA>, <@U0OPS>');
});
