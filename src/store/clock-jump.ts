import { sql } from 'kysely';
import type { Instant } from '#src/base/time.ts';
import type { ClockJump } from '#src/ports/store.ts';
import { nextNumber } from './counters.ts';
import { readMeta, setMeta } from './meta.ts';
import type { Db } from './schema.ts';
import { statement } from './statement.ts';
import { literal } from './steady-plan.ts';

const KEY = 'clock-jump';

/** `behind`: the place of the newest event there was then. */
type Kept = ClockJump & { readonly behind: number };

/**
 * Open effects due later than now come nearer by so much, never before now. Those that were sent by the clock as it was are
 * looked for as much earlier: what Slack stored since stands before the moment we wrote down.
 */
export async function hasten(tx: Db, byMs: number, now: Instant): Promise<ClockJump> {
  await tx
    .updateTable('effects')
    .set({ first_sent_at: sql<number>`first_sent_at - ${byMs}` })
    .where('settled_at', 'is', null)
    .where('first_sent_at', 'is not', null)
    .execute();
  await tx
    .updateTable('effects')
    .set({ due_at: sql<number>`max(${now}, due_at - ${byMs})` })
    .where('settled_at', 'is', null)
    .where('due_at', '>', now)
    .execute();
  const [event] = await newest(tx, {});
  const jump = { number: await nextNumber(tx, KEY), byMs, at: now, told: false };
  await keep(tx, { ...jump, behind: event?.position ?? 0 });
  return jump;
}

/** The clock's last step back; null: it never made one. */
export async function clockJump(db: Db): Promise<ClockJump | null> {
  return kept(db);
}

export async function clockJumpTold(tx: Db, { number }: ClockJump): Promise<void> {
  const jump = await kept(tx);
  if (jump?.number === number) await keep(tx, { ...jump, told: true });
}

/** The newest moment on record: that of the last event, or of a step back of the clock behind it; null: there is none. */
export async function lastAt(db: Db): Promise<Instant | null> {
  const [event] = await newest(db, {});
  const jump = await kept(db);
  return jump !== null && jump.behind >= (event?.position ?? 0) ? jump.at : (event?.at ?? null);
}

async function kept(db: Db): Promise<Kept | null> {
  const text = await readMeta(db, KEY);
  return text === null ? null : (JSON.parse(text) as Kept);
}

function keep(tx: Db, jump: Kept): Promise<void> {
  return setMeta(tx, KEY, JSON.stringify(jump));
}

const newest = statement(db =>
  db.selectFrom('events').select(['at', 'position']).orderBy('position', 'desc').limit(literal(1)),
);
