import Database, { type Database as RawDatabase } from 'better-sqlite3';
import { type CompiledQuery, type DatabaseConnection, type Driver, Kysely } from 'kysely';
import { nextNumber } from '#src/store/counters.ts';
import { migrate } from '#src/store/migrate.ts';
import type { Tables } from '#src/store/schema.ts';
import { SqlStore } from '#src/store/sql-store.ts';
import { LedgerDialect } from '#src/store/sqlite-dialect.ts';
import { applySettings } from '#src/store/sqlite-settings.ts';

/** Stops the bot at any statement: told before and after each, it answers whether the bot dies there. */
export type Mortal = {
  readonly dead: boolean;
  dies(when: 'before' | 'after', sql: string): boolean;
  /** Something was asked of the database. */
  stirs(): void;
};

const FOR_EVER = new Promise<never>(() => undefined);

/** A database as it stands after migration; made once, since each seed begins with a copy. */
export async function emptyDisk(): Promise<Buffer> {
  const raw = new Database(':memory:');
  applySettings(raw);
  await migrate(new Kysely<Tables>({ dialect: new LedgerDialect(raw) }));
  return raw.serialize();
}

export function insertDisk(image: Buffer): RawDatabase {
  const raw = new Database(image);
  applySettings(raw);
  return raw;
}

/** Opens the real store on what the disk holds now. When the bot dies, whatever it had not committed is gone. */
export async function openStore(raw: RawDatabase, mortal: Mortal): Promise<SqlStore> {
  if (raw.inTransaction) raw.exec('rollback');
  const db = new Kysely<Tables>({ dialect: new MortalDialect(raw, mortal) });
  const epoch = await db.transaction().execute(tx => nextNumber(tx, 'epoch'));
  return new SqlStore({ db, epoch, release: async () => undefined });
}

/** The store keeps what it compiled by the adapter; it has no state, and with one for all lives each text is compiled once. */
const ADAPTER = new LedgerDialect(new Database(':memory:')).createAdapter();

class MortalDialect extends LedgerDialect {
  readonly #mortal: Mortal;

  constructor(raw: RawDatabase, mortal: Mortal) {
    super(raw);
    this.#mortal = mortal;
  }

  override createAdapter(): typeof ADAPTER {
    return ADAPTER;
  }

  override createDriver(): Driver {
    const driver = super.createDriver();
    const mortal = this.#mortal;
    const acquire = driver.acquireConnection.bind(driver);
    driver.acquireConnection = async options => mortalConnection(await acquire(options), mortal);
    return driver;
  }
}

/** Nothing a dead bot asks is ever done or answered, exactly as with a process that is gone. */
function mortalConnection(connection: DatabaseConnection, mortal: Mortal): DatabaseConnection {
  return {
    executeQuery: async <Row>(query: CompiledQuery) => {
      mortal.stirs();
      if (mortal.dead || mortal.dies('before', query.sql)) return FOR_EVER;
      const result = await connection.executeQuery<Row>(query);
      if (mortal.dead || mortal.dies('after', query.sql)) return FOR_EVER;
      return result;
    },
    streamQuery: connection.streamQuery.bind(connection),
  };
}
