import type { Suggestion } from './incident.ts';
import type { Metric } from './metric.ts';
import type { Product } from './product.ts';

/** What is measured of a product all the time, and who hears of it. Plain JSON: the fact that defines it carries it whole. */
export type AlertBook = {
  readonly product: Product;
  readonly environments: readonly AlertedEnvironment[];
  /** Grades suggested before anybody has declared an incident; null: no grade names figures, or there is no incident file. */
  readonly suggested: SuggestedGrades | null;
};

/** One environment with the values that hold in it. */
export type AlertedEnvironment = {
  readonly name: string;
  readonly vars: Product['vars'];
  readonly alerts: readonly Alert[];
  /** What the alerts judge. Sources may still hold `${{ vars.X }}` and `${{ environment }}`. */
  readonly metrics: readonly Metric[];
  readonly routes: { readonly [priority: string]: Route };
};

export type Alert = {
  readonly name: string;
  readonly title: string;
  /** `P1`: a key of the routing. */
  readonly priority: string;
  /** Measured here; null: somebody else evaluates it, it is only routed. */
  readonly judged: Suggestion | null;
};

/** Who hears of it. Nothing pages where no role stands under `page`. */
export type Route = {
  /** Roles. */
  readonly page: readonly string[];
  /** Name of a channel of the product. */
  readonly channel: string | null;
  /** Roles. */
  readonly mail: readonly string[];
  /** The message in the channel offers to declare an incident. */
  readonly offersIncident: boolean;
};

export type SuggestedGrades = {
  readonly environment: string;
  readonly vars: Product['vars'];
  readonly metrics: readonly Metric[];
  /** Highest first. */
  readonly grades: readonly { readonly name: string; readonly suggest: readonly Suggestion[] }[];
};
