import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '#src/base/time.ts';
import type { IncidentRunbook } from '#src/domain/runbook/model/runbook.ts';
import { loadProducts } from '#src/runbook/load.ts';
import type { SourceFile } from '#src/runbook/parse-file.ts';
import { resolve, resolveIncident } from '#src/runbook/resolve.ts';
import { fixture } from './support.ts';

function kiosk(change: (file: SourceFile) => SourceFile = file => file): IncidentRunbook {
  const { products, problems } = loadProducts(fixture('kiosk').map(change));
  const found = products[0] && resolveIncident(products[0]);
  if (!found?.ok) throw new Error(`${found?.problem}: ${problems.map(one => one.message).join('; ')}`);
  return found.runbook;
}

const inFile = (name: string, find: string, put: string) => (file: SourceFile) =>
  file.path.endsWith(name) ? { ...file, text: file.text.replace(find, () => put) } : file;
const book = kiosk();
const grade = (name: string, of: IncidentRunbook = book) => of.grades.find(one => one.name === name);
const action = (id: string) => book.actions.find(one => one.id === id);

describe('grades', () => {
  test('are the severities of the product, the highest first', () => {
    expect(book.grades.map(one => one.name)).toEqual(['SEV1', 'SEV2']);
    expect(grade('SEV1')).toMatchObject({
      title: 'Outage',
      page: true,
      calls: ['commander', 'on-call', 'service-owner'],
      channel: null,
      first: 'roll-back',
      holdsReleases: true,
    });
  });

  test('page nobody, hold nothing and go to the channel of incidents where nothing is said', () => {
    expect(grade('SEV2')).toMatchObject({ title: 'SEV2', page: false, calls: [], first: null, holdsReleases: false });
  });

  test('with one time are missed when the next update is due as well, with two at the second', () => {
    expect(grade('SEV1')?.cadence).toEqual({ dueMs: 10 * MINUTE, missedMs: 20 * MINUTE, text: '10m' });
    expect(grade('SEV2')?.cadence).toEqual({ dueMs: 20 * MINUTE, missedMs: 30 * MINUTE, text: '20m-30m' });
  });

  test('owe a postmortem in hours, or in whole working days', () => {
    expect(grade('SEV1')?.postmortem).toEqual({ kind: 'elapsed', amount: 48 * HOUR, text: '48h' });
    expect(grade('SEV2')?.postmortem).toEqual({ kind: 'working-days', amount: 3, text: '3 working days' });
    expect(book.product.calendar.workdays).toEqual({ days: [1, 2, 5], from: 540, to: 1_050, holidays: ['2026-12-25'] });
  });

  test('are escalated to whoever is named, in the grades it holds for', () => {
    expect(book.escalation).toEqual([
      { afterMs: 15 * MINUTE, without: 'acknowledged', page: ['on-call'], grades: [] },
      { afterMs: 30 * MINUTE, without: 'acknowledged', page: ['boss'], grades: ['SEV1'] },
    ]);
  });

  test('name people with a phone of their own, and those the schedule names', () => {
    expect(book.product.roles['boss']).toMatchObject({ pager: 'PAGERDUTY_BOSS_KEY', onCall: null });
    expect(book.product.roles['on-call']).toMatchObject({ pager: null, onCall: { schedule: 'PSCHED1', policy: null } });
    expect(book.product.services['till']).toMatchObject({ pager: null, container: 'kiosk-till' });
  });
});

describe('a budget', () => {
  test('makes a limit and a suggestion out of the limits file, in the unit of the metric', () => {
    expect(book.product.metrics['p95']?.limits).toMatchObject([{ condition: { value: 400, text: 'budget' } }]);
    const above = (value: number, text: string) => ({
      metric: 'p95',
      condition: { kind: 'above', value, text },
      forMs: null,
    });
    expect(grade('SEV1')?.suggest[1]).toEqual(above(1_200, 'budget x 3'));
    expect(grade('SEV2')?.suggest).toEqual([above(480, 'budget x 1.2')]);
  });

  test('of a release is read from the same file', () => {
    const trigger =
      'rollback: { when: [{ metric: p95, above: budget x 2, for: 1m }], steps: [{ note: Back, role: writers }] }';
    const files = fixture('kiosk').map(inFile('release.yml', 'phases:\n', `${trigger}\nphases:\n`));
    const [product] = loadProducts(files).products;
    const release = product && resolve(product, { type: 'patch' });
    if (!release?.ok) throw new Error('no release');
    expect(release.runbook.rollback?.when[0]?.condition).toEqual({ kind: 'above', value: 800, text: 'budget x 2' });
    expect(release.runbook.product.metrics['p95']?.limits[0]?.condition).toMatchObject({ value: 400 });
  });

  test('stands in the runbook that is pinned, so that raising it later turns nothing green in an open run', () => {
    const open = kiosk();
    const later = kiosk(inFile('limits.yaml', 'p95_ms: 400', 'p95_ms: 4000'));
    expect(open.product.metrics['p95']?.limits[0]?.condition).toMatchObject({ value: 400 });
    expect(later.product.metrics['p95']?.limits[0]?.condition).toMatchObject({ value: 4_000 });
    expect(open.files.at(-1)).toMatchObject({ path: 'kiosk/policies/limits.yaml' });
    expect(open.files.at(-1)?.hash).not.toBe(later.files.at(-1)?.hash);
  });

  test('is read from JSON as well', () => {
    const json = (file: SourceFile): SourceFile => {
      if (!file.policy) return inFile('product.yml', 'file: policies/limits.yaml', 'file: limits.json')(file);
      const text = '{ "latency": { "p95_ms": 250 } }';
      return { path: 'kiosk/limits.json', text, policy: { product: 'kiosk', file: 'limits.json' } };
    };
    expect(kiosk(json).product.metrics['p95']?.limits[0]?.condition).toMatchObject({ value: 250 });
  });
});

describe('phases and actions', () => {
  test('belong to the commander where nobody is named, and a failure holds nothing back', () => {
    expect(book.phases[0]?.roles).toEqual(['commander']);
    expect(book.phases.flatMap(phase => phase.steps).map(step => step.onFailure)).not.toContain('pause');
  });

  test('keep the grades they are for, because a grade may change while they run', () => {
    expect(book.phases[1]).toMatchObject({ grades: ['SEV1'], off: null });
    expect(book.phases[0]?.steps[3]).toMatchObject({ grades: ['SEV1'], off: null });
    expect(action('stop')?.grades).toEqual(['SEV2']);
  });

  test('do, page and start in the words of the model', () => {
    const [acknowledge, , , page] = book.phases[0]?.steps ?? [];
    expect(acknowledge).toMatchObject({ verb: 'do', what: 'acknowledge', title: 'Acknowledge the page' });
    expect(page).toMatchObject({ verb: 'page', to: ['boss'], text: expect.stringContaining('incident.title') });
    expect(action('fix')?.does).toEqual({
      kind: 'start',
      start: { what: 'quick', strategy: 'at-once', inputs: { ticket: 'https://kiosk.example/1' } },
    });
  });

  test('take back what they did, and wait for a person when half of it failed', () => {
    const throttle = action('throttle');
    expect(throttle).toMatchObject({ roles: ['on-call', 'writers'], reasonRequired: true });
    if (throttle?.does.kind !== 'steps') throw new Error('throttle has no steps');
    expect(throttle.does.steps.map(step => step.onFailure)).toEqual(['pause', 'pause']);
    expect(throttle.does.undo).toMatchObject([{ id: 'throttle.undo.1', act: { argv: ['tillctl', 'limit', 'none'] } }]);
    expect(action('roll-back')?.does).toEqual({ kind: 'rollback-suspect' });
    expect(action('stop')?.does).toEqual({ kind: 'pause-suspect' });
  });

  test('short forms of page and start read as the long ones', () => {
    const short = kiosk(
      inFile('incident.yml', '- do: lead\n', '- page: [on-call, boss]\n        name: Come\n      - do: lead\n'),
    );
    expect(short.phases[0]?.steps[1]).toMatchObject({ verb: 'page', to: ['on-call', 'boss'], text: 'Come' });
    const start = kiosk(
      inFile(
        'incident.yml',
        'start: { release: quick, strategy: at-once, inputs: { ticket: "https://kiosk.example/1" } }',
        'start: patch',
      ),
    );
    expect(start.actions.find(one => one.id === 'fix')?.does).toEqual({
      kind: 'start',
      start: { what: 'patch', strategy: null, inputs: {} },
    });
  });

  test('byEnvironment is decided by the environment of the file', () => {
    const say = 'confirm: { byEnvironment: { staging: Staging, production: Production } }';
    const at = (environment: string) =>
      kiosk(file => {
        const text = file.text
          .replace('confirm: The notice hangs at the till', say)
          .replace('title: Kiosk incident', `title: Kiosk incident\n${environment}`);
        return file.path.endsWith('incident.yml') ? { ...file, text } : file;
      }).phases[1]?.steps[0]?.title;
    expect([at('environment: staging'), at('')]).toEqual(['Staging', 'Production']);
  });
});

test('byEnvironment in a metric is decided by the environment of the incident file', () => {
  const limit = 'limits: [{ above: { byEnvironment: { staging: 2s, production: 1s } }, action: warn }]';
  const start = 'start: { release: quick, strategy: at-once, inputs: { ticket: "https://kiosk.example/1" } }';
  const files = fixture('kiosk')
    .filter(file => !file.path.endsWith('release.yml'))
    .map(inFile('product.yml', 'limits: [{ above: budget, action: warn }]', limit))
    .map(inFile('incident.yml', start, 'pause: suspect'));
  const [product] = loadProducts(files).products;
  expect(product?.incident?.product.metrics['p95']?.limits[0]?.condition).toMatchObject({ value: 1_000 });
  expect(product?.startable).toBe(true);
});

describe('an incident runbook', () => {
  test('says what an update holds, what closes it and who reads the postmortem', () => {
    expect(book.updates).toEqual({ fields: ['conditions', 'nextUpdate'], to: ['news', 'readers'] });
    expect(book.resolve).toEqual({
      stable: { metrics: ['health', 'p95'], forMs: 30 * MINUTE },
      require: ['impact', 'postmortem-owner'],
    });
    expect(book.postmortem).toEqual({ reviewers: ['boss'], sections: ['root-cause', 'impact'] });
  });

  test('is plain JSON, because the first event of a run carries it', () => {
    expect(JSON.parse(JSON.stringify(book))).toEqual(book);
  });

  test('is enough for a product without releases to be started', () => {
    const files = fixture('kiosk').filter(file => !file.path.endsWith('release.yml'));
    const alone = files.map(
      inFile(
        'incident.yml',
        'start: { release: quick, strategy: at-once, inputs: { ticket: "https://kiosk.example/1" } }',
        'pause: suspect',
      ),
    );
    const [product] = loadProducts(alone).products;
    expect(product).toMatchObject({ startable: true, releases: [], incident: { title: 'Kiosk incident' } });
  });

  test('that is missing or has mistakes is said to whoever asks for it', () => {
    const of = (files: readonly SourceFile[]) => {
      const [product] = loadProducts(files).products;
      return product && resolveIncident(product);
    };
    expect(of(fixture('shop'))).toEqual({
      ok: false,
      problem: 'shop has no incident runbook; add an incident.yml beside its product.yml',
    });
    expect(of(fixture('kiosk').map(inFile('incident.yml', 'for: 30m', 'for: 30')))).toMatchObject({
      ok: false,
      problem: expect.stringContaining('npm run gonogo lint'),
    });
  });

  test('[W12] a drill beside it is resolved with its own id, people and figures', () => {
    const [product] = loadProducts(fixture('bookshop')).products;
    expect(product?.drills).toMatchObject([
      {
        path: 'bookshop/restore-test.yml',
        runbook: {
          id: 'restore-test',
          every: 'week',
          roles: ['devops'],
          records: [
            { kind: 'asked', input: { name: 'rows', type: 'number' } },
            { kind: 'taken', name: 'recovery-time', from: 'steps.back.duration' },
          ],
        },
      },
    ]);
  });
});
