import type { Input } from './terms.ts';

/** How often a drill is wanted. */
export type Every = 'week' | 'quarter' | 'on demand';

/** A figure that is noted: asked of a person at the end, or taken from what the run knows (`steps.back.duration`). */
export type DrillRecord =
  | { readonly kind: 'asked'; readonly input: Input }
  | { readonly kind: 'taken'; readonly name: string; readonly from: string };

/** A drill of the product, as far as whoever is about to release has to know. */
export type DrillInfo = {
  readonly id: string;
  readonly title: string;
  readonly every: Every;
  readonly roles: readonly string[];
};
