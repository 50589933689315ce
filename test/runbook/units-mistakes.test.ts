import { expect, test } from 'vitest';
import { breakShop } from './support.ts';

const METRICS = 'metrics:\n';

/** What lint says of the unit of a metric that is read so. */
const saidOf = (source: string, unit: string) => {
  const metric = `  looked:\n    ${source}\n    unit: §${unit}\n    limits: none\n`;
  const { problems } = breakShop({
    file: 'product.yml',
    find: METRICS,
    put: `prometheus: { url: "http://prometheus:9090" }\nmetrics:\n${metric}`,
  });
  return problems
    .filter(one => /_seconds|divided/.test(one.message))
    .map(one => `${one.level}: ${one.message} ${one.hint}`);
};
const prometheus = (query: string) => `prometheus: '${query}'`;
const scrape = (read: string) => `scrape: { url: "http://shop:8080/metrics", ${read} }`;
const SECONDS = 'histogram_quantile(0.95, sum by (le) (rate(http_seconds_bucket[1m])))';
const SHARE = 'sum(rate(errors_total[1m])) / sum(rate(requests_total[1m]))';

test('[X8] a unit that is not what the source delivers is told: its limits would be a thousand times too lax', () => {
  expect(saidOf(prometheus(SECONDS), 'ms')).toEqual([expect.stringMatching(/^warning: .*delivers seconds.*unit: s/)]);
  expect(saidOf(prometheus(SHARE), 'percent')).toEqual([
    expect.stringMatching(/^warning: .*between 0 and 1.*unit: ratio/),
  ]);
  expect(saidOf(scrape('histogram: http_seconds, quantile: 0.95'), 'ms')).toHaveLength(1);
  expect(saidOf(scrape('ratio: { of: errors_total, to: requests_total }'), 'percent')).toEqual([
    expect.stringMatching(/^error: /),
  ]);
});

test('[X8] a unit that fits is not talked about', () => {
  expect(saidOf(prometheus(SECONDS), 's')).toEqual([]);
  expect(saidOf(prometheus(`1000 * ${SECONDS}`), 'ms')).toEqual([]);
  expect(saidOf(prometheus(SHARE), 'ratio')).toEqual([]);
  expect(saidOf(prometheus(`100 * ${SHARE}`), 'percent')).toEqual([]);
});
