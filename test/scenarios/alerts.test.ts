import { expect, test } from 'vitest';
import { CAPTAIN, INCIDENTS, ON_CALL, STAGING, startWatchtower } from '../support/watchtower.ts';

test('[W11] production P1 is paged and told in one message that is kept up to date: firing, acknowledged, over', async () => {
  await using tower = await startWatchtower();
  const { world, figures } = tower;
  await world.wind('5m');
  expect(tower.messages(INCIDENTS)).toEqual([]);
  figures.production.errors = 0.014;
  await world.wind('4m');
  expect(world.ringing(ON_CALL)).toHaveLength(1);
  expect(tower.messages(INCIDENTS)).toHaveLength(1);
  expect(tower.messages(INCIDENTS)[0]).toMatch(/P1 · Error rate · production · Watchtower\* · Firing/);
  expect(tower.messages(INCIDENTS)[0]).toContain('Error rate 1.4 % &gt; 1% for 2 min');
  expect(tower.messages(INCIDENTS)[0]).toContain('accepted by PagerDuty');
  await world.press(ON_CALL, 'I have it', 'Error rate');
  expect(world.pagerDuty.incidents()[0]?.status).toBe('acknowledged');
  expect(tower.messages(INCIDENTS)[0]).toContain('acknowledged by <@U0ONCALL>');
  figures.production.errors = 0.001;
  await world.wind('2m');
  expect(world.pagerDuty.incidents()[0]?.status).toBe('resolved');
  expect(tower.messages(INCIDENTS)).toHaveLength(1);
  expect(tower.messages(INCIDENTS)[0]).toMatch(/· Over/);
  expect(tower.messages(INCIDENTS)[0]).not.toContain('[I have it]');
});

test('[W11] staging is told in Slack and pages nobody, and what is fine in staging is not fine in production', async () => {
  await using tower = await startWatchtower();
  const { world, figures } = tower;
  figures.staging.errors = 0.6;
  figures.staging.p95 = 700;
  await world.wind('4m');
  expect(tower.messages(STAGING)).toHaveLength(2);
  expect(tower.messages(STAGING).join('\n')).toContain('P3 · p95 latency · staging');
  figures.production.errors = 0.3;
  figures.staging.errors = 0.3;
  await world.wind('4m');
  expect(tower.messages(STAGING).join('\n')).toMatch(/P1 · Error rate · staging · Watchtower\* · Over/);
  expect(tower.messages(INCIDENTS)).toHaveLength(1);
  expect(world.pagerDuty.incidents()).toHaveLength(1);
});

test('[W11] killed while it waits, while it fires and while it is over: nothing is announced twice, nothing is forgotten', async () => {
  await using tower = await startWatchtower();
  const { world, figures } = tower;
  const killed = async (down = '20s') => {
    await world.kill();
    await world.passWithoutBot(down);
    await world.restart();
  };
  figures.production.errors = 0.014;
  await world.wind('1m');
  await killed();
  await world.wind('2m');
  expect(tower.messages(INCIDENTS)).toHaveLength(1);
  expect(world.pagerDuty.incidents()).toHaveLength(1);
  await killed();
  await world.wind('10m');
  expect(tower.messages(INCIDENTS)).toHaveLength(1);
  expect(world.pagerDuty.incidents()).toHaveLength(1);
  await world.kill();
  figures.production.errors = 0.001;
  await world.passWithoutBot('30m');
  expect(world.pagerDuty.incidents()[0]?.status).toBe('triggered');
  await world.restart();
  await world.wind('1m');
  expect(world.pagerDuty.incidents()[0]?.status).toBe('resolved');
  expect(tower.messages(INCIDENTS)).toHaveLength(1);
  expect(tower.messages(INCIDENTS)[0]).toMatch(/· Over/);
});

test('an alert that came and went too often keeps its page, and no phone rings once it has stayed quiet', async () => {
  await using tower = await startWatchtower();
  const { world, figures } = tower;
  for (let time = 0; time < 4; time += 1) {
    figures.production.errors = 0.014;
    await world.wind('4m');
    figures.production.errors = 0.001;
    await world.wind('2m');
  }
  expect(world.ringing(ON_CALL)).toHaveLength(1);
  await world.wind('20m');
  expect(world.pagerDuty.incidents().map(one => one.status)).toEqual(['resolved', 'resolved', 'resolved']);
});

test('an alert that came and went while Slack was away is told when it is back', async () => {
  await using tower = await startWatchtower();
  const { world, figures } = tower;
  const back = world.slack.faults.add({ method: 'chat.postMessage', kind: 'rate-limit', retryAfter: 30 });
  figures.production.errors = 0.014;
  await world.wind('4m');
  figures.production.errors = 0.001;
  await world.wind('30m');
  back();
  await world.wind('5m');
  expect(tower.messages(INCIDENTS)[0]).toMatch(/P1 · Error rate · production · Watchtower\* · Over/);
});

test('[X4] a source that is gone is told once in each channel, ends no alert, and that it is back is told in the same message', async () => {
  await using tower = await startWatchtower();
  const { world, figures } = tower;
  figures.production.errors = 0.014;
  await world.wind('4m');
  tower.answers('down');
  await world.wind('2m');
  const [alert, blind] = tower.messages(INCIDENTS);
  expect(alert).toMatch(/· Firing/);
  expect(alert).toContain('Not measured any more');
  expect(blind).toContain('2 alerts of production of Watchtower cannot be measured');
  expect(blind).toContain('Error rate (was firing)');
  await world.wind('20m');
  expect(tower.messages(INCIDENTS).filter(one => one.includes('cannot be measured'))).toHaveLength(1);
  expect(tower.messages(STAGING)).toHaveLength(1);
  tower.answers('up');
  await world.wind('2m');
  expect(tower.messages(INCIDENTS)[1]).toContain('are measured again');
  expect(world.ringing(ON_CALL)).toHaveLength(1);
});

test('[H1] a grade is suggested before an incident is open, and its button opens the form with grade and figures', async () => {
  await using tower = await startWatchtower();
  const { world } = tower;
  await world.wind('1m');
  tower.answers('down');
  await world.wind('6m');
  const said = tower.messages(INCIDENTS).filter(one => one.includes('looks like SEV1'));
  expect(said).toHaveLength(1);
  expect(said[0]).toContain('Health fails for 3 min');
  expect(await world.fill(CAPTAIN, 'Declare incident…', {}, 'looks like SEV1')).toBe('');
  const incident = await world.incident();
  expect(incident).toMatchObject({ severity: 'SEV1', commander: CAPTAIN });
  expect(incident.title).toContain('Health fails');
  await world.wind('2m');
  expect(tower.messages(INCIDENTS).join('\n')).toContain('INC-1 is open');
});

test('[W11] an alert offers an incident, which names it as its source, and the alert names the incident', async () => {
  await using tower = await startWatchtower();
  const { world, figures } = tower;
  figures.production.errors = 0.02;
  await world.wind('4m');
  await world.fill(CAPTAIN, 'Declare incident…', { 'gonogo:incident.declare-severity': 'SEV2' }, 'Error rate');
  expect(await world.incident()).toMatchObject({ severity: 'SEV2', source: { kind: 'alert', alert: 'errors' } });
  expect(tower.messages(INCIDENTS)[0]).toContain('Declared as *INC-1*');
  expect(tower.messages(INCIDENTS)[0]).not.toContain('[Declare incident…]');
});

test('other files at a restart: the alert that is taken out is over, and the message says why', async () => {
  await using tower = await startWatchtower();
  const { world, figures } = tower;
  figures.production.errors = 0.02;
  await world.wind('4m');
  await world.kill();
  tower.edit(/ {2}errors: \{ title: Error rate, priority.*\n/, '');
  await world.restart();
  await world.wind('1m');
  expect(tower.messages(INCIDENTS)[0]).toMatch(/· Over/);
  expect(tower.messages(INCIDENTS)[0]).toContain('the product file changed');
  expect(world.ringing(ON_CALL)).toEqual([]);
});

test('[W11] told by Alertmanager it is the same alert, paged and told once, and over when both say so; a kill loses none', async () => {
  await using tower = await startWatchtower();
  const { world, figures } = tower;
  const told = {
    status: 'firing',
    labels: { alertname: 'errors', environment: 'production', severity: 'page' },
    annotations: { summary: 'Errors over 1 %' },
    startsAt: new Date(world.now()).toISOString(),
    fingerprint: 'f1',
  };
  await world.alertmanager(told);
  await world.alertmanager(told);
  await world.kill();
  await world.restart();
  await world.alertmanager(told);
  figures.production.errors = 0.02;
  await world.wind('4m');
  expect(tower.messages(INCIDENTS)).toHaveLength(1);
  expect(tower.messages(INCIDENTS)[0]).toContain('P1 · Error rate · production');
  expect(tower.messages(INCIDENTS)[0]).toContain('Alertmanager: Errors over 1 %');
  expect(world.pagerDuty.incidents()).toHaveLength(1);
  figures.production.errors = 0.001;
  await world.wind('2m');
  expect(tower.messages(INCIDENTS)[0]).toContain('· Firing');
  await world.alertmanager({ ...told, status: 'resolved', endsAt: new Date(world.now()).toISOString() });
  expect(tower.messages(INCIDENTS)[0]).toContain('· Over');
  expect(world.ringing(ON_CALL)).toEqual([]);
});

test('[W11] acknowledged on the phone, the message says by whom', async () => {
  await using tower = await startWatchtower();
  const { world, figures } = tower;
  figures.production.errors = 0.02;
  await world.wind('3m');
  await world.pickUp(ON_CALL);
  expect(tower.messages(INCIDENTS)[0]).toContain('acknowledged by');
  expect(tower.messages(INCIDENTS)[0]).not.toContain('[I have it]');
});

test('[W5] [W9] an alert keeps the go/no-go closed that asks for it, by priority; one may be accepted with a reason', async () => {
  await using tower = await startWatchtower();
  const { world, figures } = tower;
  figures.production.errors = 0.02;
  figures.production.p95 = 900;
  await world.wind('4m');
  await world.type(CAPTAIN, '/release start minor', 'C0RELEASES');
  await world.press(CAPTAIN, 'Go', 'Go or no-go');
  const gate = async () => (await world.run()).steps['go']?.gate;
  expect(await gate()).toMatchObject({ status: 'open' });
  expect(world.thread().join('\n')).toContain('no-alert.P1 does not hold: P1 Error rate fires: Error rate 2 % &gt; 1%');
  expect(world.thread().join('\n')).toContain('no-alert.P2 does not hold: P2 p95 latency fires');
  expect(world.labels(CAPTAIN)).not.toContain('Override “no-alert.P1”…');
  const listed = (await world.type(CAPTAIN, '/incident alerts', INCIDENTS)).text;
  expect(listed).toMatch(
    /2 alerts to look at[\s\S]*P1 · \*Error rate\*[\s\S]*P2 · \*p95 latency\*[\s\S]*Watchtower, production/,
  );

  expect(await world.fill(CAPTAIN, 'Override “no-alert.P2”…', { reason: 'The slow disk is known' })).toBe('');
  figures.production.errors = 0.001;
  await world.wind('2m');
  await world.press(CAPTAIN, 'Go', 'Go or no-go');
  if ((await gate())?.status === 'open') await world.press(CAPTAIN, 'Go', 'Go or no-go');
  expect(await gate()).toMatchObject({ status: 'passed' });
  expect((await world.run()).overrides).toMatchObject([{ reason: 'The slow disk is known' }]);
});

test('[X4] what is not measured does not hold, and says so', async () => {
  await using tower = await startWatchtower();
  const { world } = tower;
  tower.answers('down');
  await world.wind('4m');
  await world.type(CAPTAIN, '/release start minor', 'C0RELEASES');
  const { gate } = (await world.run()).steps['go'] ?? {};
  expect(gate?.facts[0]).toMatchObject({ fact: 'no-alert.P1', outcome: 'unknown' });
  expect(gate?.facts[0]?.says).toContain('could not be measured');
});

test('[W11] an address that names a product which is not here is refused with what was meant, and pages nobody else', async () => {
  await using tower = await startWatchtower();
  const { world } = tower;
  const alert = {
    status: 'firing',
    labels: { alertname: 'errors', environment: 'production', product: 'watchtower' },
    annotations: { summary: 'Too many errors' },
    startsAt: new Date(world.now()).toISOString(),
    fingerprint: 'f1',
  };
  for (const typo of ['?product=watchtwoer', '?product='])
    expect(await world.tellAlert(alert, typo)).toMatchObject({ status: 404 });
  const { text } = await world.tellAlert(alert, '?product=watchtwoer');
  expect(text).toContain('?product=watchtwoer names no product that has alerts here (did you mean "watchtower"?)');
  expect(text).toContain('Nothing of this message was taken; correct the address at the sender.');
  const told = world.log.lines.filter(line => line.level === 'warn').map(line => line.message);
  expect(told).toContain(`alerts were refused: ${text.trim()}`);
  expect(tower.messages(INCIDENTS)).toEqual([]);
  expect(world.ringing(ON_CALL)).toEqual([]);
  expect((await world.tellAlert(alert, '?product=watchtower')).status).toBe(202);
  expect(world.ringing(ON_CALL)).toHaveLength(1);
});

test('[W11] alerts of a product whose files are wrong from the first start on stay with the sender until they are mended', async () => {
  await using tower = await startWatchtower({ broken: true });
  const { world } = tower;
  const alert = {
    status: 'firing',
    labels: { alertname: 'errors', environment: 'production' },
    annotations: { summary: 'Too many errors' },
    startsAt: new Date(world.now()).toISOString(),
    fingerprint: 'f1',
  };
  expect(await world.tellAlert(alert)).toMatchObject({ status: 503 });
  expect((await world.tellAlert(alert, '?product=watchtower')).text).toContain('watchtower could not be loaded');
  await world.kill();
  tower.edit('nonsense: true', '');
  await world.restart();
  expect((await world.tellAlert(alert)).status).toBe(202);
  expect(world.ringing(ON_CALL)).toHaveLength(1);
  await world.kill();
  tower.edit('title: Watchtower', 'title: Watchtower\nnonsense: true');
  await world.restart();
  expect((await world.tellAlert({ ...alert, status: 'resolved' }, '?product=watchtower')).status).toBe(202);
});

test('[W5] with nothing firing the gate passes, and shows how much was measured', async () => {
  await using tower = await startWatchtower();
  const { world } = tower;
  await world.wind('2m');
  await world.type(CAPTAIN, '/release start minor', 'C0RELEASES');
  expect((await world.run()).steps['go']?.gate?.facts[0]).toEqual({
    fact: 'no-alert.P1',
    outcome: 'holds',
    says: 'no P1 alert of production fires (1 measured)',
  });
  await world.press(CAPTAIN, 'Go', 'Go or no-go');
  expect((await world.run()).steps['go']?.gate?.status).toBe('passed');
});

test('[W5] [X4] a sender that died: nobody knows any more, the gate says what to do, and who looked closes it with a reason', async () => {
  await using tower = await startWatchtower();
  const { world } = tower;
  await world.alertmanager({
    status: 'firing',
    labels: { alertname: 'backup-late', environment: 'production' },
    annotations: { summary: 'The last backup is 30 h old' },
    startsAt: new Date(world.now()).toISOString(),
    fingerprint: 'f1',
  });
  expect(tower.messages(INCIDENTS)[0]).toContain('· Firing');
  await world.kill();
  await world.passWithoutBot('6h');
  await world.restart();
  await world.kill();
  await world.restart();
  await world.wind('1m');
  expect(tower.messages(INCIDENTS)[0]).toContain('· Not heard of');
  expect(tower.replies(INCIDENTS)).toEqual([
    expect.stringContaining('Nobody knows whether it still fires: Alertmanager'),
  ]);

  await world.type(CAPTAIN, '/release start minor', 'C0RELEASES');
  const fact = async () => (await world.run()).steps['go']?.gate?.facts[1];
  expect(await fact()).toMatchObject({ fact: 'no-alert.P2', outcome: 'unknown' });
  expect((await fact())?.says).toContain('said last Tue 2026-11-24 20:00 CET that it fires');
  expect(
    await world.fill(ON_CALL, 'Close…', { reason: 'The backup ran; Alertmanager was moved' }, 'Backup is late'),
  ).toBe('');
  expect(tower.messages(INCIDENTS)[0]).toContain('· Over');
  expect(tower.messages(INCIDENTS)[0]).toContain('The backup ran; Alertmanager was moved');
  await world.press(CAPTAIN, 'Go', 'Go or no-go');
  if ((await world.run()).steps['go']?.gate?.status === 'open') await world.press(CAPTAIN, 'Go', 'Go or no-go');
  expect((await world.run()).steps['go']?.gate?.status).toBe('passed');
});
