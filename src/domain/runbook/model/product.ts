import type { CalendarRules } from './calendar.ts';
import type { DrillInfo } from './drill.ts';
import type { Metric, Source, Unit } from './metric.ts';
import type { Text } from './terms.ts';

export type Product = {
  /** The folder's name: what people type. */
  readonly name: string;
  readonly title: string;
  /** IANA name, already resolved (`CET` becomes the zone it means). */
  readonly timezone: string;
  /** Pattern of `run.id` in reports, for example `rel-YYYY-MM-NNN`; null: the run's own id. */
  readonly runNumber: string | null;
  readonly vars: { readonly [name: string]: Text };
  readonly repository: {
    readonly path: Text;
    readonly branch: string;
    readonly tag: Text;
    readonly remote: string;
  } | null;
  readonly environments: { readonly [name: string]: { readonly channel: string | null; readonly calendar: boolean } };
  /** Name -> Slack channel id. `releases` is where release cards go. */
  readonly channels: { readonly [name: string]: string };
  readonly roles: { readonly [name: string]: Role };
  /** One person may hold every role of a run. Default false. */
  readonly soloOperator: boolean;
  readonly raci: { readonly [activity: string]: RaciRow };
  /** It has an incident runbook, so one can be declared. Default: it has none. */
  readonly incidents?: true;
  /** Its drills: overdue ones are said at every go/no-go. Default: none. */
  readonly drills?: readonly DrillInfo[];
  readonly services: { readonly [name: string]: Service };
  readonly calendar: {
    readonly workdays: Workdays | null;
    /** When environments with `calendar: true` may be touched. Default, and null: always. */
    readonly rules?: CalendarRules | null;
  };
  /** The product's own facts; the built-in ones need no entry. */
  readonly facts: { readonly [name: string]: ProductFact };
  readonly templates: { readonly [name: string]: Text };
  readonly executables: { readonly [name: string]: Executable };
  readonly metrics: { readonly [name: string]: Metric };
  /** Priorities its alerts are routed by, by environment; default: it has no alerts. */
  readonly alertPriorities?: { readonly [environment: string]: readonly string[] };
  readonly requiredEnv: { readonly [environment: string]: RequiredEnv };
  /** Who is sent every published name. Default: nobody. */
  readonly subscribers?: readonly Subscriber[];
  /** The pager hears what changes in production, beside the alerts of the services. Default: it does not. */
  readonly changeEvents?: true;
  /** Every published name goes to NATS as well: this installation has a server. Default: it has none. */
  readonly nats?: true;
  /** Of the page users look at: name -> its id there; texts for its incidents. Default: none. */
  readonly statusPage?: {
    readonly components: { readonly [name: string]: string };
    readonly templates: { readonly [name: string]: Text };
  };
  /** Values that differ in other environments; everything above is production's. Default: none do. */
  readonly elsewhere?: {
    readonly [environment: string]: Partial<Pick<Product, 'vars' | 'facts' | 'templates' | 'metrics'>>;
  };
};

export type Subscriber = {
  readonly url: Text;
  readonly headers: { readonly [name: string]: Text };
  /** Name of the environment variable with what its events are signed with. Default: `DEFAULT_SIGNING_SECRET`. */
  readonly secret?: string;
};

/** Of subscribers that name none of their own. */
export const DEFAULT_SIGNING_SECRET = 'GONOGO_WEBHOOK_SECRET';

export type Service = {
  readonly url: Text | null;
  /** A role. */
  readonly owner: string;
  /** Name of the environment variable with the routing key that pages for it; null: that of `services.default`. */
  readonly pager: string | null;
  /** What it is called where it runs: `docker logs ${{ service.container }}`. */
  readonly container: string | null;
};

/** What "working days" means here. */
export type Workdays = {
  /** 1 is Monday, 7 is Sunday. */
  readonly days: readonly number[];
  /** Minutes since midnight in the product's zone; the end is not included. */
  readonly from: number;
  readonly to: number;
  /** `2026-12-25` */
  readonly holidays: readonly string[];
};

export type Role = {
  readonly title: string;
  /** Whoever PagerDuty says is on call now; the people listed are taken, and said so, when it cannot be asked. */
  readonly onCall: { readonly schedule: string | null; readonly policy: string | null } | null;
  /** Name of the environment variable with a routing key of its own; null: it is reached by direct message. */
  readonly pager: string | null;
  /** Slack user ids. */
  readonly users: readonly string[];
  /** Slack user group, by handle or id; its members are asked when needed. */
  readonly group: string | null;
  readonly mail: readonly string[];
};

export type RaciRow = {
  readonly responsible: readonly string[];
  readonly accountable: readonly string[];
  readonly consulted: readonly string[];
  readonly informed: readonly string[];
};

export type Executable = {
  /** Working directory. */
  readonly in: Text;
  /** Names of environment variables it may see, beside PATH, HOME and LANG. */
  readonly env: readonly string[];
};

export type RequiredEnv = {
  readonly from: readonly Text[];
  readonly set: readonly string[];
  readonly equal: { readonly [name: string]: string };
  readonly contain: { readonly [name: string]: string };
};

export type ProductFact =
  | { readonly kind: 'measured'; readonly source: Source; readonly unit: Unit }
  | { readonly kind: 'asked'; readonly ask: string; readonly role: string }
  | { readonly kind: 'earlier'; readonly inputs: { readonly [name: string]: string } };
