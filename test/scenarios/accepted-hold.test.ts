import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startWorld } from '../support/bot.ts';

/** The windows product, whose owner may accept what holds a release. The world removes the folder with itself. */
function productWithOverride(): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'gonogo-product-')), 'windows');
  cpSync(join(import.meta.dirname, 'products/windows'), folder, { recursive: true });
  const file = join(folder, 'product.yml');
  const raci = 'raci:\n  override: { accountable: product-owner }';
  writeFileSync(file, readFileSync(file, 'utf8').replace('raci:', raci));
  return folder;
}

test('[X5] what is accepted is the incident that was read: another one, declared behind the open form, holds anew', async () => {
  await using world = await startWorld({ products: [productWithOverride()] });
  await world.type('U0DUTY', '/incident declare SEV1 Checkout is down', 'C0INCIDENTS');
  await world.type('U0CAP', '/release start minor');
  const { modal } = await world.ask('U0PO', 'Override “not-held”…');
  expect(JSON.stringify(modal)).toContain('INC-1 (SEV1) is open and holds releases');
  await world.type('U0DUTY', '/incident declare SEV1 Mails are lost', 'C0INCIDENTS');
  expect(await world.submit('U0PO', { reason: 'It mends the checkout' })).toContain(
    'Something else holds REL-1 since you looked: INC-1 (SEV1), INC-2 (SEV1) are open',
  );
  await world.press('U0CAP', 'Go');
  await world.press('U0PO', 'Go');
  expect((await world.run()).steps['go']?.status).toBe('waiting');

  await world.fill('U0PO', 'Override “not-held”…', { reason: 'It mends both' });
  await world.press('U0CAP', 'Go');
  await world.press('U0PO', 'Go');
  expect((await world.run()).steps['go']?.status).toBe('done');
});
