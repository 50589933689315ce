import type { Instant } from '#src/base/time.ts';
import type { CountedFrom } from '#src/domain/release/counted-from.ts';
import type { Unit } from '#src/domain/runbook/model/metric.ts';

/**
 * What reports are written from: a run as its timeline tells it, in the words people know. `who` is a name or an id, as
 * the reader should see it; texts are foreign and are escaped by each report.
 */
export type ReportFacts = {
  /** `rel-2026-11-012` */
  readonly releaseId: string;
  /** `REL-12` */
  readonly run: string;
  readonly title: string;
  /** The product or the part of it that was released: `document-domain`. */
  readonly domain: string;
  readonly type: string;
  readonly strategy: string;
  /** How it ended, or that it goes on. */
  readonly status: 'running' | 'completed' | 'rolled-back' | 'aborted';
  /** The product's zone. */
  readonly zone: string;
  readonly startedAt: Instant;
  /** When production was first changed; null: never. */
  readonly deployedAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly version: string | null;
  readonly previousVersion: string | null;
  readonly tag: string | null;
  /** The release notes as they were last edited, as Markdown; null: it has none. */
  readonly notes: string | null;
  /** Where production had another release by then than the notes count from. */
  readonly countedFrom: CountedFrom | null;
  readonly commit: string | null;
  readonly people: readonly { readonly role: string; readonly who: string }[];
  readonly phases: readonly PhaseFacts[];
  readonly gates: readonly GateFacts[];
  readonly waves: readonly WaveFacts[];
  readonly readings: readonly ReadingFacts[];
  readonly comparison: readonly ComparedFacts[];
  /** What was let pass by a person, and why. */
  readonly exceptions: readonly {
    readonly what: string;
    readonly reason: string;
    readonly who: string;
    readonly at: Instant;
  }[];
  readonly rollback: {
    readonly reason: string;
    /** Null: it started by itself. */
    readonly who: string | null;
    readonly at: Instant;
    readonly finishedAt: Instant | null;
  } | null;
  readonly verdict: {
    readonly verdict: 'success' | 'failed' | 'not-proven';
    readonly lines: readonly { readonly says: string; readonly outcome: string; readonly why: string }[];
  } | null;
  /** How long the timeline was when this was written, and the hash of its last event: what proves it. */
  readonly timeline: { readonly events: number; readonly head: string };
};

export type PhaseFacts = {
  readonly title: string;
  readonly status: string;
  readonly steps: readonly {
    readonly title: string;
    readonly status: string;
    /** Null: the bot. */
    readonly who: string | null;
    readonly startedAt: Instant | null;
    readonly endedAt: Instant | null;
    /** The command or the call. Default: none. */
    readonly ran?: string;
    /** What came of it. */
    readonly says: string;
  }[];
};

export type GateFacts = {
  readonly title: string;
  readonly status: string;
  readonly votes: readonly {
    readonly who: string;
    readonly roles: readonly string[];
    readonly go: boolean;
    readonly at: Instant;
    readonly reason: string | null;
  }[];
  readonly facts: readonly { readonly fact: string; readonly outcome: string; readonly says: string }[];
};

export type WaveFacts = {
  readonly number: number;
  /** Percent of the users. */
  readonly weight: number;
  readonly targets: readonly string[];
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  readonly status: 'success' | 'running' | 'broken-off';
};

/** How one metric did over the whole run. */
export type ReadingFacts = {
  readonly metric: string;
  readonly pass: number;
  readonly fail: number;
  /** Inconclusive, or could not be measured. */
  readonly unclear: number;
  /** The last one, in words. */
  readonly last: string;
};

/** Before and after, in the metric's base unit. */
export type ComparedFacts = {
  readonly metric: string;
  readonly unit: Unit;
  readonly before: number | null;
  readonly after: number | null;
  readonly limit: number | null;
  readonly outcome: 'pass' | 'fail' | 'error' | 'not-compared';
  readonly says: string;
};
