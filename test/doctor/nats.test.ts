import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hasNats, KEEPER, startNats } from '../adapters/nats/nats-server.ts';
import { deadAddress } from '../adapters/support/service.ts';
import { openPlace } from './place.ts';

const title = hasNats()
  ? 'a real NATS server'
  : 'a real NATS server: NOT RUN, there is no nats-server here (apt-get install nats-server)';

const EVENTS = 'events: { run.completed: [kiosk.release.completed, "kiosk.v${{ run.version }}.out"] }\n';

/** What is said of NATS, with an address of it. */
async function seen(address: string, change: { readonly [name: string]: string } = {}) {
  const place = await openPlace();
  appendFileSync(join(place.folder, 'runbooks/kiosk/release.yml'), EVENTS);
  const { findings, text } = await place.examine({ GONOGO_NATS: address, ...change });
  return { text, nats: findings.filter(one => one.check === 'NATS'), setup: findings };
}

describe.runIf(hasNats())(title, () => {
  test('a name that no stream takes is a problem with its remedy, and one that is taken is well', async () => {
    await using server = await startNats();
    const [lost] = (await seen(`nats://${server.server}`)).nats;
    expect(lost).toMatchObject({ outcome: 'problem' });
    expect(lost?.says).toContain('No stream of JetStream takes gonogo.kiosk.kiosk.release.completed');
    expect(lost?.remedy).toContain('nats stream add');
    await server.addStream('events', ['gonogo.>']);
    const { nats } = await seen(`nats://${server.server}`);
    expect(nats).toMatchObject([
      { outcome: 'ok', says: 'It can be reached, and the stream events takes 1 published names.' },
    ]);
    expect(await server.kept('events')).toEqual([]);
  });

  test('a server that is away, one without JetStream and a login that is refused are told apart', async () => {
    const away = new URL(await deadAddress()).host;
    expect((await seen(`nats://${away}`)).nats[0]).toMatchObject({ outcome: 'problem' });
    await using plain = await startNats({ jetstream: false });
    expect((await seen(`nats://${plain.server}`)).nats[0]?.says).toContain('JetStream is not on at this server');
    const user = { user: KEEPER.user, password: KEEPER.pass };
    await using guarded = await startNats({ authorization: { users: [user] } });
    const { nats, text } = await seen(`nats://keeper:wr0ng-password@${guarded.server}`);
    expect(nats[0]?.says).toContain('refused the login');
    expect(text).not.toContain('wr0ng-password');
  });
});

test('an address that is none is said where variables are looked at', async () => {
  const { nats, setup } = await seen('http://nats.example.com:4222');
  expect(nats).toEqual([]);
  expect(setup.map(one => one.says).join('\n')).toContain('GONOGO_NATS must be the address of a NATS server');
});
