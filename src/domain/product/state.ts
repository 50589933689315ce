import type { Instant } from '#src/base/time.ts';
import type { DrillInfo } from '#src/domain/runbook/model/drill.ts';
import type { Product, Workdays } from '#src/domain/runbook/model/product.ts';
import type { OverdueDrill } from './events.ts';

/** What goes on about a product beside its runs, as its timeline `product:<name>` tells it. */
export type ProductStream = {
  readonly kind: 'product';
  /** `product:shop` */
  readonly stream: string;
  readonly id: string;
  /** Facts folded so far. */
  readonly seq: number;
  readonly startedAt: Instant;
  readonly definition: ProductDefinition;
  /** Days (`2026-11-24`) on which it was looked which drills are overdue: once a day at most, whatever the clock does. */
  readonly looked: readonly string[];
  /** When it is looked next; past: a look is on its way. Null: no drill is wanted regularly. */
  readonly lookAt: Instant | null;
  /** The last reminder of overdue drills, which is drawn anew as they are done; null: there was none. */
  readonly reminded: { readonly day: string; readonly drills: readonly OverdueDrill[] } | null;
  /** Freezes set in Slack that its release channel heard of, by number. */
  readonly freezes: { readonly [id: string]: KnownFreeze };
};

export type KnownFreeze = {
  readonly from: string;
  readonly to: string;
  readonly reason: string | null;
  /** Its first day has come, and the channel knows. */
  readonly begun: boolean;
  /** false: it was ended, or its last day has passed. */
  readonly stands: boolean;
};

/** As the files say it now. */
export type ProductDefinition = Pick<Product, 'name' | 'title' | 'timezone' | 'channels' | 'roles'> & {
  readonly workdays: Workdays;
  readonly drills: readonly DrillInfo[];
};
