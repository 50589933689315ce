import { expect, test } from 'vitest';
import { overdueDrillsMessage } from '#src/chat/cards/overdue-drills.ts';
import type { OverdueDrill } from '#src/domain/product/events.ts';
import type { ProductStream } from '#src/domain/product/state.ts';
import { judged } from '../commands/support/judged.ts';
import { textOf } from '../commands/support/world.ts';

test('[W12] several roles, and several people, are told apart', () => {
  const drill: OverdueDrill = {
    drill: 'failover',
    title: 'Failover',
    every: 'quarter',
    since: null,
    says: 'never done',
    running: null,
    roles: ['Release manager', 'Platform'],
    people: ['U0ANA', 'U0OPS'],
  };
  const stream = { definition: { name: 'shop', title: 'Shop' } } as ProductStream;
  const text = textOf(judged(overdueDrillsMessage(stream, { drills: [drill] })));
  expect(text).toContain('*Failover* (every quarter) · Release manager, Platform <@U0ANA>, <@U0OPS>');
});
