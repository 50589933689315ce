/** A text of the file; it may still hold `${{ name }}`, which is resolved once, when its step starts, and stored with that start. */
export type Text = string;

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
