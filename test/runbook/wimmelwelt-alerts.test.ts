import { expect, test } from 'vitest';
import { MINUTE } from '#src/base/time.ts';
import type { AlertedEnvironment } from '#src/domain/runbook/model/alert.ts';
import { loadProducts } from '#src/runbook/load.ts';
import { shipped } from './support.ts';

const [product] = loadProducts(shipped('wimmelwelt')).products;

function environment(name: string): AlertedEnvironment {
  const found = product?.alerts?.environments.find(one => one.name === name);
  if (!found) throw new Error(`Wimmelwelt has no alerts in ${name}`);
  return found;
}

/** Name, priority, limit, and for how many minutes. */
function rules(name: string): readonly (readonly unknown[])[] {
  return environment(name).alerts.map(({ name: alert, priority, judged }) => {
    const text = judged !== null && 'text' in judged.condition ? judged.condition.text : null;
    return [alert, judged?.metric, priority, judged?.condition.kind, text, (judged?.forMs ?? 0) / MINUTE];
  });
}

test('[W11] the minimal set of the source, with its limits on staging and in production', () => {
  expect(rules('staging')).toEqual([
    ['readiness-failures', 'readiness-failures', 'P1', 'above', '0.5%', 5],
    ['error-rate', 'error-rate', 'P1', 'above', '2%', 5],
    ['mongodb-p95', 'mongodb-p95', 'P2', 'above', '500ms', 5],
    ['push-success', 'push-success', 'P2', 'below', '95%', 10],
    ['last-log', 'last-log', 'P3', 'above', '30m', 0],
  ]);
  expect(rules('production')).toEqual([
    ['readiness-failures', 'readiness-failures', 'P1', 'above', '0.1%', 5],
    ['error-rate', 'error-rate', 'P1', 'above', '1%', 5],
    ['mongodb-p95', 'mongodb-p95', 'P2', 'above', '400ms', 5],
    ['push-success', 'push-success', 'P2', 'below', '97%', 10],
    ['last-log', 'last-log', 'P3', 'above', '10m', 0],
  ]);
});

test('[W11] staging writes a mail and to its channel and pages nobody; production pages on-call for P1 and P2', () => {
  const quiet = { page: [], channel: 'staging', mail: ['team'], offersIncident: false };
  const loud = { page: ['on-call'], channel: 'releases', mail: [], offersIncident: true };
  expect(environment('staging').routes).toEqual({ P1: quiet, P2: quiet, P3: quiet });
  expect(environment('production').routes).toEqual({ P1: loud, P2: loud, P3: { ...quiet, channel: 'releases' } });
  const whole = product?.alerts?.product;
  expect([whole?.channels['staging'], whole?.channels['releases']]).toEqual(['C0WIMMELSTAGING', 'C0WIMMELPROD']);
  expect(whole?.roles['team']?.mail).toEqual(['team@wimmelwelt.example']);
});
