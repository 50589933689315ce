import { type Kysely, sql } from 'kysely';

/** Protection against accidents; against tampering there is the hash chain. */
const TRIGGERS = [
  sql`create trigger events_no_update before update on events
    begin select raise(abort, 'events are append-only: no update'); end`,

  sql`create trigger events_no_delete before delete on events
    begin select raise(abort, 'events are append-only: no delete'); end`,

  // INSERT OR REPLACE deletes the old row without firing the trigger above (unless recursive_triggers is on), so the
  // insert itself is refused: over a key, over a row number, or anywhere but at the end of its stream.
  sql`create trigger events_at_the_end before insert on events
    when new.seq <> 1 + coalesce((select max(seq) from events where stream = new.stream), 0)
      or exists (select 1 from events where position = new.position)
    begin select raise(abort, 'events are append-only: the next seq of the stream, in a new row'); end`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of TRIGGERS) await statement.execute(db);
}
