import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startWorld } from '../support/bot.ts';

const INC = 'C0INCIDENTS';
const ON_CALL = 'U0ONCALL';

test('[X1] [X5] an action of an incident starts a drill, once, also for whoever may press it and does no drills; each names the other', async () => {
  await using world = await startWorld({ products: [join(import.meta.dirname, 'products/generator')] });
  await world.type(ON_CALL, '/incident declare sev1 the lights are out', INC);
  await world.wind('5s');

  expect((await world.type(ON_CALL, '/runbook start failover')).text).toContain('is for DevOps');
  const form = await world.ask(ON_CALL, 'Switch over as practised…');
  expect(JSON.stringify(form.modal)).toContain('failover is started from here, by its own runbook');
  await world.submit(ON_CALL, { reason: 'The standby is needed' });
  await world.wind('5s');

  const drill = await world.engine.run('drill:DRILL-1');
  expect(drill).toMatchObject({ incident: 'INC-1', initiator: ON_CALL, status: 'running' });
  expect((await world.store.runs({ kind: 'drill' })).length).toBe(1);
  const incident = await world.engine.run('incident:INC-1');
  expect(incident).toMatchObject({ links: [{ run: 'DRILL-1', why: 'started from INC-1' }] });
  expect(incident).toMatchObject({ actions: [{ action: 'failover', state: 'done' }] });
});
