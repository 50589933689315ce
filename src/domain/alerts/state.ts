import type { Instant } from '#src/base/time.ts';
import type { Page } from '#src/domain/incident/state.ts';
import type { Reading } from '#src/domain/measure/reading.ts';
import type { Watch, WatchState } from '#src/domain/measure/watch.ts';
import type { Alert, Route, SuggestedGrades } from '#src/domain/runbook/model/alert.ts';
import type { Product } from '#src/domain/runbook/model/product.ts';

/** The alerts of one product, as their timeline `alerts:<product>` tells them. Only transitions are facts, never readings. */
export type Alerts = {
  readonly kind: 'alerts';
  /** `alerts:shop` */
  readonly stream: string;
  readonly id: string;
  /** Facts folded so far. */
  readonly seq: number;
  readonly startedAt: Instant;
  readonly definition: AlertDefinition;
  /** Number of the fact that defined them: a sweep of an older definition changes nothing. */
  readonly generation: number;
  readonly definedAt: Instant;
  /** How long the pager's provider is given before somebody looks whether it rings, in ms. */
  readonly settleMs: number;
  /** How long a sender may say nothing about what it said fires, in ms. */
  readonly silentAfterMs: number;
  /** What fires, or has fired lately, by `environment/alert`. */
  readonly episodes: { readonly [key: string]: Episode };
  /** What cannot be measured, by environment. */
  readonly blind: { readonly [environment: string]: Blind };
  readonly suggestion: Suggested | null;
  readonly pages: { readonly [id: string]: Page };
  /**
   * What the last sweep of each environment showed. Not from facts, so empty after a restart until the first sweep: only
   * shown, and looked at by gates, which ask how old it is. Nothing is decided by it.
   */
  readonly sweeps: { readonly [environment: string]: Sweep };
  /** Who holds each role, asked while a page is open; else the people listed. Not from facts either. */
  readonly people: { readonly [role: string]: readonly string[] };
};

export type AlertDefinition = {
  /** Tells whether the files say something else than before. */
  readonly hash: string;
  readonly product: Product;
  readonly environments: readonly Watched[];
  readonly suggested: Pick<SuggestedGrades, 'environment' | 'grades'> | null;
};

/** One environment: what one sweep measures, and what follows from it. */
export type Watched = {
  readonly name: string;
  readonly alerts: readonly Alert[];
  readonly routes: { readonly [priority: string]: Route };
  /** Metrics with their addresses resolved; a rule for each comparison of an alert or a suggested grade. */
  readonly watch: Watch;
};

/** An alert from its first firing until it has been quiet for a while. It has one message, which is kept up to date. */
export type Episode = {
  /** Number of the fact it began with. */
  readonly number: number;
  readonly alert: string;
  readonly title: string;
  readonly environment: string;
  readonly priority: string;
  /** As it was when it began; null: nobody is told. */
  readonly route: Route | null;
  /** Who says that it fires now: `gonogo`, or a sender with its fingerprint. Empty: it does not. */
  readonly firing: { readonly [source: string]: Firing };
  readonly firings: number;
  readonly startedAt: Instant;
  /** The last time it began to fire. */
  readonly firedAt: Instant;
  /** Null while it fires. */
  readonly resolvedAt: Instant | null;
  /** The last sentence about it. */
  readonly says: string;
  /** Ids of its pages, oldest first. */
  readonly pages: readonly string[];
  /** Who closed it by hand; null: its sources ended it, or it goes on. */
  readonly closedBy: string | null;
  /** The incident declared from it; null: none. */
  readonly incident: string | null;
};

export type Firing = {
  readonly since: Instant;
  readonly says: string;
  readonly link: string | null;
  /** When a sender said so last, as far as it was noted, and whether it has been silent for too long since. */
  readonly heardAt: Instant;
  readonly unheard: boolean;
};

/** Alerts of one environment that nobody can judge now. Its one message is kept up to date like an episode's. */
export type Blind = {
  readonly number: number;
  readonly since: Instant;
  /** Null while something is not measured. */
  readonly endedAt: Instant | null;
  /** By alert, with the sentence of its reading. */
  readonly alerts: { readonly [alert: string]: string };
};

export type Suggested = {
  readonly number: number;
  readonly severity: string;
  readonly says: string;
  readonly at: Instant;
  /** Null while it holds. */
  readonly endedAt: Instant | null;
  /** Why it ended. */
  readonly ended: string | null;
};

export type Sweep = {
  readonly at: Instant;
  readonly latest: { readonly [metric: string]: Reading };
  readonly state: WatchState;
};

export function keyOfAlert(environment: string, alert: string): string {
  return `${environment}/${alert}`;
}

export function isFiring(episode: Episode): boolean {
  return episode.resolvedAt === null;
}
