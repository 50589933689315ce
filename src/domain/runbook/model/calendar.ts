/** When environments with `calendar: true` may be touched. Times of day are those of the product's zone. */
export type CalendarRules = {
  /** Empty: always, but for what `deny` and `freezes` close. */
  readonly allow: readonly Window[];
  readonly deny: readonly Deny[];
  /** Who opens it outside every `allow`; null: nobody. */
  readonly outside: RoleCounts | null;
  readonly freezes: readonly Freeze[];
  readonly onWindowEnd: 'finish-wave' | 'pause' | 'rollback';
};

export type RoleCounts = { readonly [role: string]: number };

export type Window = {
  /** 1 is Monday, 7 is Sunday. */
  readonly days: readonly number[];
  /** Minutes since midnight; `to` is not included. Where it is not later than `from`, it is that of the next day. */
  readonly from: number;
  readonly to: number;
  /** As people read it: `Tue, Thu 20:00-22:00`. */
  readonly text: string;
};

export type Deny = Window & { readonly reason: string | null; readonly unless: Unless | null };

/** Days, both included; closed like a `deny`. */
export type Freeze = {
  /** Null: it stands in the product's file; else the number it was given in Slack. */
  readonly id: string | null;
  /** `2026-12-20` */
  readonly from: string;
  readonly to: string;
  readonly reason: string | null;
  readonly unless: Unless | null;
};

/** What opens a `deny` or a freeze. */
export type Unless =
  /** The run is linked to an open incident that holds releases; its commander and the accountable of `deploy` agree. */
  { readonly kind: 'incident' } | { readonly kind: 'approve'; readonly roles: RoleCounts };
