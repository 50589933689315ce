import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { freePort } from '#src/practice/http.ts';
import { startReceiver, TOKEN } from './alert-receiver.ts';

/** Debian's package has it under its own name. Where `ALERTMANAGER` names one, as in `.ci/run`, it has to be there. */
const ALERTMANAGER = process.env['ALERTMANAGER'] ?? 'prometheus-alertmanager';

function hasAlertmanager(): boolean {
  const wanted = process.env['ALERTMANAGER'] !== undefined;
  return wanted || spawnSync(ALERTMANAGER, ['--version'], { stdio: 'ignore' }).status === 0;
}

/** A real Alertmanager that tells everything at once to this address. */
async function startAlertmanager(webhook: string, repeat = '1h') {
  const folder = mkdtempSync(join(tmpdir(), 'alertmanager-'));
  const config = {
    route: { receiver: 'gonogo', group_by: ['...'], group_wait: '0s', group_interval: '1s', repeat_interval: repeat },
    receivers: [
      {
        name: 'gonogo',
        webhook_configs: [{ url: webhook, http_config: { authorization: { credentials: TOKEN } } }],
      },
    ],
  };
  // JSON is YAML.
  writeFileSync(join(folder, 'alertmanager.yml'), JSON.stringify(config));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(
    ALERTMANAGER,
    [
      `--config.file=${join(folder, 'alertmanager.yml')}`,
      `--storage.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
    ],
    { stdio: 'ignore' },
  );
  const ready = async () => (await fetch(`${url}/-/ready`)).status;
  await vi.waitFor(async () => expect(await ready()).toBe(200), { timeout: 60_000, interval: 200 });
  return {
    async tell(alert: object) {
      const headers = { 'content-type': 'application/json' };
      const { status } = await fetch(`${url}/api/v2/alerts`, {
        method: 'POST',
        headers,
        body: JSON.stringify([alert]),
      });
      expect(status).toBe(200);
    },
    async [Symbol.asyncDispose]() {
      const ended = new Promise(resolve => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const title = hasAlertmanager()
  ? 'a real Alertmanager'
  : 'a real Alertmanager: NOT RUN, there is none here (apt-get install prometheus-alertmanager)';

describe.runIf(hasAlertmanager())(title, () => {
  test('[W11] is understood: what it tells of firing and over is one alert under one fingerprint', {
    timeout: 120_000,
  }, async () => {
    await using to = await startReceiver();
    await using alertmanager = await startAlertmanager(`${to.url}?product=shop`);
    const labels = { alertname: 'HighErrorRate', environment: 'production', priority: 'P1' };
    const startsAt = new Date(Date.now() - 60_000).toISOString();
    await alertmanager.tell({ labels, annotations: { summary: 'Errors over 1 %' }, startsAt });
    await vi.waitFor(() => expect(to.received).toHaveLength(1), { timeout: 60_000 });
    expect(to.received[0]).toMatchObject({
      name: 'HighErrorRate',
      state: 'firing',
      environment: 'production',
      priority: 'P1',
      since: Date.parse(startsAt),
      endedAt: null,
      says: 'Errors over 1 %',
    });
    await alertmanager.tell({ labels, startsAt, endsAt: new Date().toISOString() });
    await vi.waitFor(() => expect(to.received).toHaveLength(2), { timeout: 60_000 });
    expect(to.received[1]).toMatchObject({ state: 'resolved', fingerprint: to.received[0]?.fingerprint });
    expect(to.received[1]?.endedAt).toBeGreaterThan(Date.parse(startsAt));
    expect(to.products).toEqual(['shop', 'shop']);
  });

  test('[X4] says again what still fires, under one fingerprint and without an end: its repeating is all that shows it lives', {
    timeout: 120_000,
  }, async () => {
    await using to = await startReceiver();
    await using alertmanager = await startAlertmanager(to.url, '1s');
    const labels = { alertname: 'BackupLate', environment: 'production' };
    // As Prometheus tells it: with an end some minutes ahead, which it moves on for as long as the alert fires.
    const endsAt = new Date(Date.now() + 240_000).toISOString();
    await alertmanager.tell({ labels, startsAt: new Date(Date.now() - 60_000).toISOString(), endsAt });
    await vi.waitFor(() => expect(to.received.length).toBeGreaterThan(2), { timeout: 90_000 });
    const [first, ...again] = to.received;
    expect(again[0]).toEqual(first);
    expect(first).toMatchObject({ state: 'firing', endedAt: null });
  });
});
