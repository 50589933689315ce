import type { JsonObject } from '#src/base/json.ts';
import type { World } from './world.ts';
import { modalOf } from './world.ts';

/** Goes as far as a test needs it, by the buttons people press. */

export async function started(world: World, text = 'start minor'): Promise<void> {
  await world.type('U0ANA', text);
}

export async function versioned(world: World, more: JsonObject = {}): Promise<void> {
  await started(world);
  const outputs = {
    version: '1.3.0',
    commit: '1a2b3c4d5e6f',
    tag: 'v1.3.0',
    previousVersion: '1.2.0',
    previousTag: 'v1.2.0',
    title: 'Shop 1.3.0 minor',
    ...more,
  };
  world.end('version', { says: 'version 1.3.0', outputs });
}

export async function built(world: World, more: JsonObject = {}): Promise<void> {
  await versioned(world, more);
  world.end('build');
}

export async function prepared(world: World, more: JsonObject = {}): Promise<void> {
  await built(world, more);
  const answer = modalOf(await world.press('U0OPS', world.step('team'), 'Answer…'));
  await world.send('U0OPS', answer, { 'input.tester': 'Li', 'input.load': '7' });
  const attach = modalOf(await world.press('U0OPS', world.step('plan'), 'Attach plan…'));
  await world.send('U0OPS', attach, { link: 'https://wiki.example.com/plan' });
  await world.press('U0ANA', world.step('before'), 'Holds');
  await world.press('U0OPS', world.step('before'), 'Holds');
  await world.press('U0OPS', world.step('people'), 'Confirm');
}

/** The go/no-go is open and its facts are known. */
export async function asked(
  world: World,
  backup: 'holds' | 'does-not-hold' = 'holds',
  more: JsonObject = {},
): Promise<void> {
  await prepared(world, more);
  found(world, 'show', backup);
  await world.press('U0OPS', world.step('go'), 'Yes');
}

export function found(
  world: World,
  purpose: 'show' | 'decide' | 'again',
  backup: 'holds' | 'does-not-hold' = 'holds',
): void {
  const { attempt } = world.run().steps['go'] ?? { attempt: 0 };
  const facts = [{ fact: 'backup-age < 24h', outcome: backup, says: backup === 'holds' ? '3 h old' : '30 h old' }];
  world.tell({ type: 'facts-found', step: 'go', attempt, purpose, facts });
}

/** Everybody said go and the canary is being deployed. */
export async function approved(world: World): Promise<void> {
  await asked(world);
  await world.press('U0ANA', world.step('go'), 'Go');
  await world.press('U0PO', world.step('go'), 'Go');
  found(world, 'decide');
}

export const CALM = { 'error-rate': 0.002, health: true, queue: 3 };

/** The first wave soaks. */
export async function soaking(world: World): Promise<void> {
  await approved(world);
  world.end('canary');
  world.sweep(CALM);
  world.end('waves', { wave: 1 });
}
