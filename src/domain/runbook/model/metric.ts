import type { HttpExpectation } from './step.ts';
import type { Text } from './terms.ts';

export type Unit = 's' | 'ms' | 'ratio' | 'percent' | 'count' | '°C' | 'age';

/** Headers may hold `${{ secrets.X }}`, which only the adapter resolves. */
export type Headers = { readonly [name: string]: Text };

export type Source =
  | { readonly kind: 'json'; readonly url: Text; readonly pointer: string; readonly headers: Headers }
  | {
      readonly kind: 'scrape';
      readonly url: Text;
      readonly headers: Headers;
      readonly read: ScrapeReading;
      /** Labels every counted series must carry. A value `/^re$/`-like is not supported: equality only. */
      readonly where: { readonly [label: string]: string };
      /** What rate, ratio and quantile look back on. Default 1m. */
      readonly windowMs: number;
    }
  | {
      readonly kind: 'probe';
      readonly urls: readonly Text[];
      /** `all`: every address must answer as expected. `first`: the first that is not 404 is the one judged. */
      readonly mode: 'all' | 'first';
      readonly headers: Headers;
      readonly expect: HttpExpectation;
    }
  | { readonly kind: 'prometheus'; readonly url: Text; readonly headers: Headers; readonly query: Text };

export type ScrapeReading =
  | { readonly kind: 'quantile'; readonly histogram: string; readonly quantile: number }
  | { readonly kind: 'rate'; readonly counter: string }
  | { readonly kind: 'ratio'; readonly of: Selector; readonly to: Selector }
  | { readonly kind: 'gauge'; readonly gauge: string }
  | { readonly kind: 'counter'; readonly counter: string };

/** Series of one name, narrowed by labels. A label value that begins with `~` is a regular expression over the whole value. */
export type Selector = { readonly metric: string; readonly where: { readonly [label: string]: string } };

export type Metric = {
  readonly name: string;
  readonly title: string;
  readonly source: Source;
  /** What the source delivers. Values are kept in the base unit: ms, ratio, count, °C (see domain/runbook/units.ts). */
  readonly unit: Unit;
  /** Default 15 s. */
  readonly intervalMs: number;
  readonly minSamples: { readonly source: Source; readonly min: number } | null;
  /** At or below this (base unit) is a pass where limits leave a band between; null: not over a limit is a pass. */
  readonly pass: { readonly below: number; readonly text: string } | null;
  /** Empty with `limits: none`: recorded, never judged. */
  readonly limits: readonly Limit[];
  /** Records and shows, never acts. */
  readonly shadow: boolean;
  /** Errors in a row before it pauses and asks. Default 4. */
  readonly consecutiveErrorLimit: number;
  /** Inconclusive readings in a row before it pauses and asks. Default 8. */
  readonly inconclusiveLimit: number;
  /** Value an empty answer stands for; null: an empty answer is an error. */
  readonly noData: number | null;
};

export type LimitAction = 'warn' | 'incident' | 'pause' | 'ask-rollback' | 'rollback';

export type Condition =
  | { readonly kind: 'above' | 'below'; readonly value: number; readonly text: string }
  /** That many failed readings in a row. */
  | { readonly kind: 'failures'; readonly count: number }
  | { readonly kind: 'failing' };

export type Limit = {
  readonly condition: Condition;
  /** Sustained so long, as in Prometheus alerts; null: one failed reading acts. */
  readonly forMs: number | null;
  readonly action: LimitAction;
};
