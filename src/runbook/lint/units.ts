import type { Metric, Source, Unit } from '#src/domain/runbook/model/metric.ts';
import { type Context, type Told, tell } from '../resolve/context.ts';

/**
 * A unit that is not what the source delivers makes every limit a hundred or a thousand times too lax, and green. Names end
 * in their unit as Prometheus asks (https://prometheus.io/docs/practices/naming/), so most such mistakes can be seen.
 */
export function lintUnit(context: Context, { name, source, unit }: Metric): void {
  const wrong = source.kind === 'scrape' || source.kind === 'prometheus' ? wrongUnit(source, unit) : null;
  if (wrong !== null) tell(context, ['metrics', name, 'unit'], wrong);
}

function wrongUnit(source: Source & { kind: 'scrape' | 'prometheus' }, unit: Unit): Told | null {
  const says = source.kind === 'prometheus' ? source.query : readOf(source);
  const isShare =
    source.kind === 'scrape' ? source.read.kind === 'ratio' : /\)\s*\/|\/\s*\(/.test(says) && !says.includes('100');
  if (unit === 'percent' && isShare)
    return {
      message:
        'one figure divided by another is a share between 0 and 1, and unit says percent: 2 % would be read as 0.02 %',
      hint: 'write unit: ratio; limits may still be written as 2%',
      level: source.kind === 'scrape' ? 'error' : 'warning',
    };
  if (unit === 'ms' && /_seconds(_|\b)/.test(says) && !/\b1000\b|1e3/.test(says))
    return {
      message: 'what ends in _seconds delivers seconds, and unit says ms: 0.4 s would be read as 0.4 ms',
      hint: 'write unit: s; limits may still be written as 400ms',
      level: 'warning',
    };
  return null;
}

function readOf({ read }: Source & { kind: 'scrape' }): string {
  if (read.kind === 'quantile') return read.histogram;
  if (read.kind === 'gauge') return read.gauge;
  return '';
}
