import { Migrator } from 'kysely/migration';
import { GonogoError } from '#src/errors.ts';
import * as tables from './migrations/0001-tables.ts';
import * as appendOnly from './migrations/0002-append-only.ts';
import type { Db } from './schema.ts';

/** Imported, not found in a folder: what runs is what was type-checked. Once released, a migration is never edited. */
const MIGRATIONS = { '0001-tables': tables, '0002-append-only': appendOnly };

/**
 * Brings the database to this program's schema, in one transaction.
 * Throws `store.unsafe` when it cannot, above all when a newer program wrote the database.
 */
export async function migrate(db: Db): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const reason = error instanceof Error ? error.message : String(error);
  throw new GonogoError(
    'store.unsafe',
    `The database cannot be brought to the schema of this gonogo (${reason}). If a newer gonogo has written it, start that one; nothing was changed.`,
    { cause: error },
  );
}
