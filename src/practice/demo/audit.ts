import { createHash } from 'node:crypto';
import { canonicalJson } from '#src/base/json.ts';
import { type Instant, iso } from '#src/base/time.ts';
import type { Clock } from '../clock.ts';

/** One line of the demo company's audit log; `hash` covers the rest and the hash before it. */
export type AuditEntry = {
  readonly seq: number;
  readonly at: string;
  readonly action: string;
  readonly subject: string;
  readonly prev: string;
  readonly hash: string;
};

export type AuditCheck = {
  readonly ok: boolean;
  readonly from: string;
  readonly checked: number;
  /** The first entry that does not fit, or null. */
  readonly brokenAt: number | null;
};

/** The audit log of the demo company: what the integrity check of a release looks at. */
export type AuditLog = {
  append(action: string, subject: string): AuditEntry;
  /** Recomputes the whole chain and reports on the entries since `from`. */
  check(from: Instant): AuditCheck;
  entries(): readonly AuditEntry[];
  /** Really changes the newest entry, or puts it right again: the fault "an audit entry was tampered with". */
  tamper(on: boolean): void;
};

const FIRST = '0'.repeat(64);

export function createAuditLog(clock: Clock): AuditLog {
  let entries: readonly AuditEntry[] = [];
  let original: AuditEntry | undefined;
  return {
    append(action, subject) {
      const rest = {
        seq: entries.length + 1,
        at: iso(clock.now()),
        action,
        subject,
        prev: entries.at(-1)?.hash ?? FIRST,
      };
      const entry = { ...rest, hash: hashOf(rest) };
      entries = [...entries, entry];
      return entry;
    },
    check: from => checkChain(entries, from),
    entries: () => entries,
    tamper(on) {
      if (on === (original !== undefined)) return;
      const target = original ?? entries.at(-1);
      if (!target) return;
      const text = on ? { ...target, subject: `${target.subject} (changed afterwards)` } : target;
      entries = entries.map(one => (one.seq === target.seq ? text : one));
      original = on ? target : undefined;
    },
  };
}

function checkChain(entries: readonly AuditEntry[], from: Instant): AuditCheck {
  let prev = FIRST;
  let brokenAt: number | null = null;
  for (const { hash, ...rest } of entries) {
    if (brokenAt === null && (rest.prev !== prev || hashOf(rest) !== hash)) brokenAt = rest.seq;
    prev = hash;
  }
  const checked = entries.filter(one => Date.parse(one.at) >= from).length;
  return { ok: brokenAt === null, from: iso(from), checked, brokenAt };
}

function hashOf(rest: Omit<AuditEntry, 'hash'>): string {
  return createHash('sha256').update(canonicalJson(rest)).digest('hex');
}
