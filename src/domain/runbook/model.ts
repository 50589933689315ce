/**
 * A runbook as the engine runs it: one product and one release file, checked, with `byType`, `byStrategy` and `only`
 * already decided for one release type and strategy. It is plain JSON, because the first event of a run carries it whole.
 *
 * `Text` may still hold `${{ name }}`; it is resolved once, when its step starts, and stored with that start.
 */
export type Text = string;

export type Runbook = {
  readonly kind: 'release';
  readonly product: Product;
  readonly title: string;
  readonly type: ReleaseType;
  readonly strategy: string;
  readonly inputs: readonly Input[];
  readonly phases: readonly Phase[];
  readonly rollback: Rollback | null;
  /** Run however the run ends. */
  readonly finally: readonly Step[];
  readonly success: readonly SuccessLine[];
  readonly events: readonly Moment[];
  /** The files it was read from, with the sha256 of their bytes. */
  readonly files: readonly { readonly path: string; readonly hash: string }[];
};

// ---------------------------------------------------------------- product

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
  readonly services: { readonly [name: string]: { readonly url: Text | null; readonly owner: string } };
  /** The product's own facts; the built-in ones need no entry. */
  readonly facts: { readonly [name: string]: ProductFact };
  readonly templates: { readonly [name: string]: Text };
  readonly executables: { readonly [name: string]: Executable };
  readonly metrics: { readonly [name: string]: Metric };
  readonly requiredEnv: { readonly [environment: string]: RequiredEnv };
};

export type Role = {
  readonly title: string;
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

// ---------------------------------------------------------------- metrics

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

// ---------------------------------------------------------------- release

export type ReleaseType = {
  readonly name: string;
  readonly title: string;
  readonly alias: readonly string[];
  readonly bump: 'major' | 'minor' | 'patch' | 'ask' | 'none';
  readonly strategies: readonly string[];
  readonly needs: readonly FactCondition[];
  readonly downtime:
    | { readonly kind: 'never' }
    | { readonly kind: 'when'; readonly when: When }
    | { readonly kind: 'approve'; readonly roles: { readonly [role: string]: number } };
  readonly documents: { readonly before: readonly string[]; readonly after: readonly string[] };
  readonly audit: readonly string[];
};

export type Input = {
  readonly name: string;
  readonly type: 'text' | 'number' | 'yes-no' | 'choice' | 'list' | 'date' | 'duration' | 'link' | 'user' | 'service';
  readonly ask: string;
  readonly options: readonly string[];
  readonly pattern: string | null;
  /** null: it must be given. Lists are arrays, yes-no is 'yes' or 'no', numbers are numbers. */
  readonly default: InputValue | null;
  readonly when: When | null;
  /** Globs: yes when git shows a change there since the last tag, or cannot tell. */
  readonly changed: readonly string[];
};
export type InputValue = string | number | readonly string[];

/** One comparison: `inputs.schema != none`. */
export type When = { readonly name: string; readonly op: '==' | '!=' | '<' | '>'; readonly value: string };

/** What `needs`, `requires` and `check` ask for. */
export type FactCondition = {
  /** `green`, `backup-age`, `phase.staging`, `drill.restore-test.age` ... */
  readonly fact: string;
  /** null: bare, the fact must hold. Durations are in ms, percents are ratios. */
  readonly compare: {
    readonly op: '==' | '!=' | '<' | '>';
    readonly value: number | string;
    readonly text: string;
  } | null;
  /** Who may accept it with a reason, and how many of each. */
  readonly override: { readonly [role: string]: number } | null;
};

/** `T-24h`: elapsed; `T-1d`: the same wall time the day before. */
export type Offset = { readonly sign: 1 | -1; readonly ms: number; readonly days: number; readonly text: string };

export type Phase = {
  readonly id: string;
  readonly title: string;
  /** null: when the phase before it is done. */
  readonly at: Offset | null;
  /** The first leads. */
  readonly roles: readonly string[];
  readonly activity: string | null;
  /** Why it does not run in this run (`only patch`), shown as off. */
  readonly off: string | null;
  readonly when: When | null;
  readonly environment: string | null;
  /** It changes production. */
  readonly touchesProduction: boolean;
  readonly watch: PhaseWatch | null;
  readonly steps: readonly Step[];
  readonly checkpoint: Checkpoint | null;
};

export type PhaseWatch = {
  readonly metrics: readonly string[];
  /** The id of the last phase it goes on in. */
  readonly until: string;
  /** Before the first wave and after each shift: all pass in one sweep for so long. Default 0: once. */
  readonly holdForMs: number;
};

export type Checkpoint = {
  readonly says: string;
  readonly items: readonly ChecklistItem[];
  readonly requires: readonly FactCondition[];
};

export type Rollback = {
  readonly activity: string;
  /** Act by themselves from the first change of production until the run ends. */
  readonly when: readonly { readonly metric: string; readonly condition: Condition; readonly forMs: number | null }[];
  /** Sentences a person picks. */
  readonly reasons: readonly string[];
  readonly steps: readonly Step[];
  readonly checkpoint: Checkpoint | null;
};

export type SuccessLine = {
  readonly says: string;
  readonly condition:
    | { readonly kind: 'passed'; readonly steps: readonly string[] }
    | { readonly kind: 'never-rollback' }
    | { readonly kind: 'complete-audit' };
};

/** `rollout.started: [scheduler.release.started]` */
export type Moment = { readonly moment: string; readonly names: readonly Text[] };

// ---------------------------------------------------------------- steps

export type OnFailure = 'pause' | 'retry' | 'continue' | 'rollback' | 'abort';

export type Step = StepEnvelope & StepVerb;

export type StepEnvelope = {
  /** Given, or made from its place: `prepare.3`. Unique in the runbook. */
  readonly id: string;
  /** What people read: `name`, or a sentence made from the verb. */
  readonly title: Text;
  /** Who does it: its own `role`, else the phase's. */
  readonly roles: readonly string[];
  readonly activity: string | null;
  /** Why it does not run in this run, shown as off; null: it runs. */
  readonly off: string | null;
  readonly when: When | null;
  /** Once per entry of this list (a name such as `inputs.flags`), at most 20. */
  readonly each: string | null;
  readonly timeoutMs: number | null;
  readonly retry: { readonly attempts: number; readonly backoffMs: number } | null;
  readonly onFailure: OnFailure;
  /** What to try, shown with the buttons. */
  readonly ifFails: Text | null;
  /** Who may skip it with a reason. `role`: the step's own roles. */
  readonly skip:
    | { readonly by: 'role' }
    | { readonly by: 'other'; readonly role: string }
    | { readonly by: 'never' }
    | { readonly by: 'freely' };
  readonly repeatable: boolean;
  readonly undoes: readonly string[];
  readonly pointOfNoReturn: boolean;
  readonly delivers: string | null;
  readonly evidence: 'link' | 'file' | 'image' | 'log' | null;
  readonly cleanup: Action | null;
};

export type StepVerb =
  | { readonly verb: 'note'; readonly text: Text }
  | { readonly verb: 'confirm'; readonly text: Text; readonly of: string | null }
  | { readonly verb: 'checklist'; readonly items: readonly ChecklistItem[] }
  | { readonly verb: 'ask'; readonly fields: readonly Input[] }
  | ApproveVerb
  | RunVerb
  | HttpVerb
  | CheckVerb
  | { readonly verb: 'show'; readonly metrics: readonly string[] }
  | WatchVerb
  | { readonly verb: 'shift'; readonly act: Action; readonly waves: readonly Wave[] }
  | {
      readonly verb: 'wait';
      readonly until:
        | { readonly kind: 'offset'; readonly offset: Offset }
        | { readonly kind: 'for'; readonly ms: number };
    }
  | { readonly verb: 'snapshot'; readonly metrics: readonly string[]; readonly overMs: number }
  | { readonly verb: 'compare'; readonly with: string; readonly limits: { readonly [metric: string]: CompareLimit } }
  | {
      readonly verb: 'version';
      readonly version: { readonly kind: 'next' } | { readonly kind: 'of'; readonly ref: Text };
    }
  | { readonly verb: 'release-notes'; readonly sections: readonly string[]; readonly formats: readonly string[] }
  | { readonly verb: 'tag'; readonly message: Text }
  | { readonly verb: 'notify'; readonly to: readonly string[]; readonly text: Text }
  | { readonly verb: 'attach'; readonly wanted: { readonly [document: string]: string } }
  | { readonly verb: 'report'; readonly files: readonly string[] };

export type Verb = StepVerb['verb'];

export type ChecklistItem = {
  /** `1`, `2`, ... within its list. */
  readonly id: string;
  readonly item: Text;
  /** null: the step's roles. */
  readonly role: string | null;
  /** Live readings beside it. */
  readonly show: readonly string[];
  /** Ticked by itself when that step or phase is done. */
  readonly from: string | null;
};

export type ApproveVerb = {
  readonly verb: 'approve';
  /** How many of each role must say go. */
  readonly quorum: { readonly [role: string]: number };
  /** When set, any of these roles alone is enough instead of the whole quorum. */
  readonly anyOf: readonly string[];
  readonly timeoutMs: number | null;
  readonly onTimeout: 'deny';
  readonly notInitiator: boolean;
  readonly distinctPeople: boolean;
  readonly requires: readonly FactCondition[];
};

export type RunAction = {
  readonly kind: 'run';
  /** argv[0] is the name of an allowed executable; each item is one word, whatever it resolves to. */
  readonly argv: readonly Text[];
  /** Extra environment; may hold secrets. */
  readonly env: { readonly [name: string]: Text };
};

export type HttpAction = {
  readonly kind: 'http';
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: Text;
  readonly headers: Headers;
  /** JSON body with templates in its strings; null: none. */
  readonly json: unknown;
  readonly expect: HttpExpectation;
};

export type Action = RunAction | HttpAction;

export type HttpExpectation = {
  /** null: any 2xx. */
  readonly status: number | null;
  /** JSON pointer -> the value that must stand there. */
  readonly pointers: { readonly [pointer: string]: string | number | boolean | null };
};

export type RunVerb = {
  readonly verb: 'run';
  readonly act: RunAction;
  readonly background: { readonly until: string } | null;
  readonly expect: { readonly exit: number; readonly output: string | null };
  /** name -> stdout as it is (trimmed), or translated by a table. */
  readonly outputs: { readonly [name: string]: 'stdout' | { readonly [from: string]: string } };
};

export type HttpVerb = {
  readonly verb: 'http';
  readonly act: HttpAction;
  /** Wait so long after the answer before the next step. */
  readonly settleMs: number | null;
  readonly until: {
    readonly url: Text;
    readonly everyMs: number;
    readonly expect: HttpExpectation;
    readonly failOn: HttpExpectation | null;
  } | null;
  /** name -> JSON pointer into the answer. */
  readonly outputs: { readonly [name: string]: string };
};

export type CheckVerb = {
  readonly verb: 'check';
  readonly metrics: readonly string[];
  readonly facts: readonly FactCondition[];
  /** Environments whose `requiredEnv` is judged. */
  readonly env: readonly string[];
  /** A failure on purpose: this status from every probe; null: they must pass. */
  readonly expectStatus: number | null;
};

export type WatchVerb = {
  readonly verb: 'watch';
  readonly metrics: readonly string[];
  /** Green without a break for so long. */
  readonly forMs: number;
  /** To reach it within; null: no bound. */
  readonly atMostMs: number | null;
  /** In place of the metrics' own. */
  readonly action: LimitAction | null;
};

export type Wave = {
  /** Percent as a number, 0-100. */
  readonly weight: number;
  readonly targets: readonly string[];
  readonly soakMs: number;
};

export type CompareLimit = {
  /** Allowed increase: `+10%` is { relative: 0.1 }, `+5ms` is { absolute: 5 } in the base unit. */
  readonly max: { readonly kind: 'relative' | 'absolute'; readonly value: number; readonly text: string };
  /** All below passes; base unit; null: none. */
  readonly floor: { readonly value: number; readonly text: string } | null;
};
