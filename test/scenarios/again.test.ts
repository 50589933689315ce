import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startWorld } from '../support/bot.ts';

const PRODUCT = join(import.meta.dirname, 'products/again');
const ANA = 'U0ANA';

test('[R6][W6] after a rollback the same checks run once more, and what they found the first time stays on record', async () => {
  await using world = await startWorld({ products: [PRODUCT] });
  const isNow = (state: string) =>
    writeFileSync(join(world.repository.path, 'state.mjs'), `console.log(${JSON.stringify(state)});`);
  isNow('as before');
  await world.type(ANA, '/release start minor');
  await world.press(ANA, 'Holds', 'Somebody agrees');

  isNow('as before again');
  const { modal } = await world.ask(ANA, 'Roll back…');
  expect(JSON.stringify(modal?.content)).toContain('Again: Look at the state');
  await world.submit(ANA, { reason: 'Totals are wrong' });
  const rolling = (await world.run()).steps;
  expect(rolling['look']?.outputs).toEqual({ state: 'as before' });
  expect(rolling['told']?.says).toBe('staging is as before');
  expect(rolling['again.verify.look']?.outputs).toEqual({ state: 'as before again' });
  expect(rolling['again.verify.told']?.says).toBe('staging is as before again');
  expect(rolling['again.verify.seen']).toMatchObject({ status: 'waiting', ticks: { 1: { holds: true } } });

  await world.press(ANA, 'Holds', 'Somebody agrees');
  expect((await world.run()).status).toBe('rolled-back');
  expect(world.thread().join('\n')).toContain('Again: What was seen');
});

test('[R6] what fails again is asked about, and the rollback is not over before somebody decides', async () => {
  await using world = await startWorld({ products: [PRODUCT] });
  const script = join(world.repository.path, 'state.mjs');
  writeFileSync(script, 'console.log("good");');
  await world.type(ANA, '/release start minor');
  await world.press(ANA, 'Holds', 'Somebody agrees');
  writeFileSync(script, 'process.exitCode = 4;');
  await world.fill(ANA, 'Roll back…', { reason: 'Totals are wrong' });

  const run = await world.run();
  expect(run.status).toBe('paused');
  expect(run.steps['look']?.status).toBe('done');
  expect(run.steps['again.verify.look']?.status).toBe('failed');

  writeFileSync(script, 'console.log("mended");');
  await world.press(ANA, 'Retry', 'Again: Look at the state');
  await world.press(ANA, 'Holds', 'Somebody agrees');
  expect((await world.run()).status).toBe('rolled-back');
});
