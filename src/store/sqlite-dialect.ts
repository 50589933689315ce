import type { Database, Statement } from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
} from 'kysely';

/** Distinct texts of SQL kept prepared: more than there are statements, even with a list of many lengths in some. */
const STATEMENTS_MAX = 300;

/** Kysely's SQLite dialect with the three things a ledger needs besides. */
export class LedgerDialect extends SqliteDialect {
  readonly #raw: Database;

  constructor(raw: Database) {
    super({ database: raw });
    this.#raw = raw;
  }

  override createDriver(): Driver {
    return new ImmediateDriver(this.#raw);
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}

class ImmediateDriver extends SqliteDriver {
  readonly #raw: Database;

  constructor(raw: Database) {
    super({ database: keepStatements(raw) });
    this.#raw = raw;
  }

  // A deferred transaction that reads before it writes gets SQLITE_BUSY_SNAPSHOT, and no busy_timeout helps against that.
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  // SQLite rolls back by itself on a full disk or an I/O error; a second rollback would hide the first error.
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#raw.inTransaction) await connection.executeQuery(CompiledQuery.raw('rollback'));
  }
}

/** Kysely says SQLite cannot change its schema in a transaction. It can, and a kill between two migrations needs it. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** Kysely prepares a statement each time it runs one; preparing costs as much as running. The least used goes first. */
function keepStatements(raw: Database): SqliteDatabase {
  const kept = new Map<string, Statement<unknown[]>>();
  return {
    close: () => void raw.close(),
    prepare(text: string) {
      const statement = kept.get(text) ?? raw.prepare<unknown[]>(text);
      kept.delete(text);
      kept.set(text, statement);
      const [oldest] = kept.keys();
      if (kept.size > STATEMENTS_MAX && oldest !== undefined) kept.delete(oldest);
      return statement;
    },
  };
}
