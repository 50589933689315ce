import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { PRODUCT, RELEASE, shopIncidentTexts } from '../rehearsal/support.ts';

// Each scene is a process of its own.
vi.setConfig({ testTimeout: 120_000 });

const ROOT = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'gonogo-rehearse-'));
const left = join(folder, 'left-behind');
let asked = 0;
const service = createServer((_request, response) => {
  asked += 1;
  response.end('{}');
});

/** A program that leaves a file when anybody starts it, and a service that counts who asks. */
beforeAll(async () => {
  await new Promise<void>(resolve => service.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin/deployctl'), `#!/bin/sh\necho done > ${left}\n`);
  chmodSync(join(folder, 'bin/deployctl'), 0o755);
  mkdirSync(join(folder, 'runbooks/shop'), { recursive: true });
  writeFileSync(join(folder, 'runbooks/shop/product.yml'), PRODUCT.replace('http://shop:8080', url));
  writeFileSync(join(folder, 'runbooks/shop/release.yml'), RELEASE);
  const [product, incident] = shopIncidentTexts();
  mkdirSync(join(folder, 'incidents/stall'), { recursive: true });
  writeFileSync(join(folder, 'incidents/stall/product.yml'), product.replace('http://shop:8080', url));
  writeFileSync(join(folder, 'incidents/stall/incident.yml'), incident);
});

afterAll(() => {
  service.close();
  rmSync(folder, { recursive: true, force: true });
});

type Ended = { readonly code: number; readonly text: string };

function rehearse(...words: readonly string[]): Promise<Ended> {
  return rehearseIn('runbooks', ...words);
}

/** With nothing allowed but reading: a write, a process or a worker would end it with an error. */
function rehearseIn(runbooks: string, ...words: readonly string[]): Promise<Ended> {
  const allowed = ['--permission', '--allow-fs-read=*', '--allow-addons'];
  const PATH = [join(folder, 'bin'), process.env['PATH'] ?? ''].join(delimiter);
  const argv = [...allowed, join(ROOT, 'src/cli.ts'), 'rehearse', ...words, '--folder', join(folder, runbooks)];
  return new Promise(resolve => {
    execFile(process.execPath, argv, { cwd: folder, env: { PATH } }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), text: stdout + stderr }),
    );
  });
}

test('the product may stand first or last, or be left out where there is one', async () => {
  const [first, last, none] = await Promise.all([
    rehearse('shop', 'minor'),
    rehearse('minor', 'shop'),
    rehearse('minor'),
  ]);
  const report = (ended: Ended) => /REHEARSAL of Shop[\s\S]*No problem was found/.exec(ended.text)?.[0];
  expect(report(first)).toBeDefined();
  expect([report(last), report(none)]).toEqual([report(first), report(first)]);
  expect((await rehearse('minor', 'shoop')).text).toContain('Name the product: shop.');
});

test('[X8] a rehearsal does nothing: no process, no request, no file, and its report says what would have been done', async () => {
  const before = readdirSync(folder, { recursive: true });
  const { code, text } = await rehearse('shop', 'minor');

  expect(text).toContain('would run   deployctl weight 10 green');
  expect(code).toBe(0);
  expect(existsSync(left)).toBe(false);
  expect(asked).toBe(0);
  expect(readdirSync(folder, { recursive: true })).toEqual(before);
});

test('[X8] an incident is rehearsed at each severity just as harmlessly: nobody is paged, nothing is run or asked', async () => {
  const before = readdirSync(folder, { recursive: true });
  asked = 0;
  const { code, text } = await rehearseIn('incidents', 'incident');

  expect(text).toContain(
    'REHEARSAL of Shop incident: SEV1, everything goes well. Nothing was done and nobody was told.',
  );
  expect(text).toContain('REHEARSAL of Shop incident: SEV2, everything goes well.');
  expect(text).toContain('would page  SHOP_KEY: SEV1 INC-1');
  expect(text).toContain('would run   deployctl limit 10');
  expect([code, existsSync(left), asked]).toEqual([0, false, 0]);
  expect(readdirSync(folder, { recursive: true })).toEqual(before);
  expect((await rehearseIn('incidents', 'incident', '--scene', 'nobdy')).text).toContain('did you mean "nobody"');
  expect((await rehearse('minor', 'shop', '--scene', 'nobody')).text).toContain('--scene belongs to incidents');
});

test('[X8] every scene at once, a line each', async () => {
  const { code, text } = await rehearse('shop', 'minor', '--all');
  expect(text).toContain('ok  everything goes well: completed after 29 min');
  expect(text).toContain('ok  "waves" fails: rolled-back');
  expect(code).toBe(0);
});

test('[X8] it ends with 1 where something has to be mended, and with a sentence where it cannot begin', async () => {
  const broken = join(folder, 'runbooks/shop/release.yml');
  writeFileSync(broken, RELEASE.replace('requires: [green', 'timeout: 1m\n          requires: [green'));
  const { code, text } = await rehearse('shop', 'minor');
  writeFileSync(broken, RELEASE);
  expect(text).toContain('runs out of time before everybody has voted');
  expect(code).toBe(1);
  expect(await rehearse('shop', 'major')).toMatchObject({
    code: 1,
    text: expect.stringContaining('no release type "major"'),
  });
  expect(await rehearse('shop', 'minor', '--fail', 'wave')).toMatchObject({
    code: 1,
    text: expect.stringContaining('"waves"'),
  });
});
