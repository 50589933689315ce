import type { Compilable, CompiledQuery, DialectAdapter } from 'kysely';
import type { Db } from './schema.ts';

/**
 * A query that is built once, answered as a function that runs it for each of some arguments: Kysely compiles it with places where the values of
 * the arguments will be, and from then on it is only bound. Building a small query costs several times what SQLite
 * needs to answer it. `build` must not look at values, but for those of the arguments named `inText`: each combination
 * of theirs makes a text of its own, so they come from the code and not from people.
 */
export function statement<Args extends object, Row>(
  build: (db: Db, args: Args) => Compilable<Row>,
  inText: readonly (string & keyof Args)[] = [],
): (db: Db, ...all: readonly Args[]) => Promise<readonly Row[]> {
  // The adapter is the same one for a database and each of its transactions; another dialect has other texts.
  const compiled = new WeakMap<DialectAdapter, Map<string, CompiledQuery<Row>>>();

  function compile(db: Db, args: Args): CompiledQuery<Row> {
    const { adapter } = db.getExecutor();
    const texts = compiled.get(adapter) ?? new Map<string, CompiledQuery<Row>>();
    compiled.set(adapter, texts);
    const shape = inText.map(name => args[name]).join('\n');
    const known = texts.get(shape);
    if (known) return known;
    const query = build(db, withPlaces(args, inText)).compile();
    texts.set(shape, query);
    return query;
  }

  return async (db, ...all) => {
    if (all.length === 0) return [];
    return db.getExecutor().provideConnection(async connection => {
      const found: Row[] = [];
      for (const args of all) {
        const { rows } = await connection.executeQuery<Row>(bind(compile(db, args), args));
        for (const row of rows) found.push(row);
      }
      return found;
    });
  };
}

function bind<Args extends object, Row>(query: CompiledQuery<Row>, args: Args): CompiledQuery<Row> {
  const parameters = query.parameters.map(value => (value instanceof Place ? args[value.name as keyof Args] : value));
  return { ...query, parameters };
}

/** Where the value of an argument goes. Kysely takes it for the value. */
class Place {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

function withPlaces<Args extends object>(args: Args, inText: readonly string[]): Args {
  return new Proxy(args, {
    get: (_, name) => (inText.includes(String(name)) ? args[name as keyof Args] : new Place(String(name))),
  });
}
