import { setTimeout } from 'node:timers/promises';
import { GonogoError } from '#src/errors.ts';
import { openSqlite } from '#src/store/open-sqlite.ts';
import { change, claim, effect } from '../contracts/store/fixtures.ts';

/** A bot as another process: `child.ts hold PATH` claims and stays, `child.ts fill PATH` appends until it is refused. */
const [deed, path = ''] = process.argv.slice(2);
const STREAM = 'release:REL-1';
const say = (line: string) => process.stdout.write(`${line}\n`);

async function hold(): Promise<void> {
  const store = await openSqlite({ path });
  await store.append(change(STREAM, 0, { effects: [effect('post')] }));
  await claim(store);
  say('claimed');
  await setTimeout(60_000);
}

async function fill(): Promise<void> {
  const store = await openSqlite({ path });
  try {
    for (let version = 0; version < 5_000; version++) {
      await store.append(change(STREAM, version));
      say('acknowledged');
    }
  } catch (failure) {
    say(`append: ${codeOf(failure)}`);
  }
  await store.append(change('incident:INC-1', 0)).catch(failure => say(`next append: ${codeOf(failure)}`));
  await store.readStream(STREAM).catch(failure => say(`read: ${codeOf(failure)}`));
}

function codeOf(failure: unknown): string {
  return failure instanceof GonogoError ? failure.code : String(failure);
}

await (deed === 'hold' ? hold() : fill());
