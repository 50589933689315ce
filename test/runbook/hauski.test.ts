import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '#src/base/time.ts';
import type { IncidentRunbook } from '#src/domain/runbook/model/runbook.ts';
import type { Step } from '#src/domain/runbook/model/step.ts';
import { loadProducts } from '#src/runbook/load.ts';
import { resolveIncident } from '#src/runbook/resolve.ts';
import { shipped } from './support.ts';

const book = incident();

function incident(): IncidentRunbook {
  const [product] = loadProducts(shipped('hauski')).products;
  const found = product && resolveIncident(product);
  if (!found?.ok) throw new Error('hausKI has no incident runbook that loads');
  return found.runbook;
}

const grade = (name: string) => book.grades.find(one => one.name === name);
const step = (id: string): Step | undefined => book.phases.flatMap(phase => phase.steps).find(one => one.id === id);
const action = (id: string) => book.actions.find(one => one.id === id);
/** `p95 above budget x 3`, `ready failing 5 min` */
const suggests = (name: string) =>
  grade(name)?.suggest.map(({ metric, condition, forMs }) => {
    const words = 'text' in condition ? `${condition.kind} ${condition.text}` : condition.kind;
    return `${metric} ${words}${forMs === null ? '' : ` ${forMs / MINUTE} min`}`;
  });

test('what is shipped lints without an error or a warning', () => {
  expect(loadProducts(shipped('hauski')).problems).toEqual([]);
});

describe('hausKI', () => {
  test('[H1] suggests SEV1, SEV2 and SEV3 from /ready and from p95 against three, two and 1.2 times the budget', () => {
    expect(book.grades.map(one => one.name)).toEqual(['SEV1', 'SEV2', 'SEV3']);
    expect(suggests('SEV1')).toEqual(expect.arrayContaining(['ready failing 5 min', 'p95 above budget x 3']));
    expect(suggests('SEV2')).toEqual(expect.arrayContaining(['p95 above budget x 2', 'error-rate above 5% 2 min']));
    expect(suggests('SEV3')).toEqual(expect.arrayContaining(['p95 above budget x 1.2', 'error-rate above 0.1% 2 min']));
    expect(grade('SEV1')?.suggest[1]?.condition).toMatchObject({ kind: 'above', value: 1_200 });
    expect(book.files.map(file => file.path)).toContain('hauski/policies/limits.yaml');
  });

  test('[H2] goes through triage in order: alarm, commander, health, figures, context, logs, severity', () => {
    expect(book.phases[0]?.steps.map(one => (one.verb === 'do' ? one.what : one.verb))).toEqual([
      'acknowledge',
      'lead',
      'show',
      'show',
      'run',
      'run',
      'confirm',
      'severity',
    ]);
    expect(step('healthy')).toMatchObject({ metrics: ['ready', 'health'] });
    expect(step('config')).toMatchObject({
      act: {
        argv: expect.arrayContaining([
          'git',
          'log',
          'policies/limits.yaml',
          'policies/routing.yaml',
          'policies/models.yaml',
        ]),
      },
    });
    expect(step('logs')?.title).toContain('RUST_LOG=info');
  });

  test('[H2] asks /health where /ready is missing', () => {
    expect(book.product.vars['HAUSKI']).toBe('http://127.0.0.1:8080');
    expect(book.product.metrics['ready']?.source).toMatchObject({
      kind: 'probe',
      mode: 'first',
      urls: ['${{ vars.HAUSKI }}/ready', '${{ vars.HAUSKI }}/health'],
      expect: { status: 200 },
    });
  });

  test('[H3] calls commander, SRE and owner for a SEV1 every 10 min, for a SEV2 commander and owner every 20 to 30', () => {
    expect(grade('SEV1')).toMatchObject({
      page: true,
      calls: ['commander', 'platform-sre', 'service-owner'],
      cadence: { dueMs: 10 * MINUTE },
    });
    expect(grade('SEV2')).toMatchObject({
      calls: ['commander', 'service-owner'],
      cadence: { dueMs: 20 * MINUTE, missedMs: 30 * MINUTE },
    });
    expect(grade('SEV3')).toMatchObject({ page: false, cadence: { dueMs: HOUR } });
  });

  test('[H3] knows the owner of each module', () => {
    const owners = Object.entries(book.product.services).map(([name, { owner }]) => `${name}: ${owner}`);
    expect(owners).toEqual([
      'default: platform-sre',
      'core: platform-sre',
      'indexd: search-index',
      'policy: governance',
      'observability: platform',
    ]);
  });

  test('[H4] shows live values beside the checklist, each item with its owner', () => {
    const findings = step('findings');
    if (findings?.verb !== 'checklist') throw new Error('the diagnosis is no checklist');
    expect(findings.items.every(item => item.role !== null)).toBe(true);
    const shown = findings.items.flatMap(item => item.show);
    expect(shown).toEqual(
      expect.arrayContaining(['temperature', 'power', 'error-rate', 'p95', 'index-p95', 'upsert-p95']),
    );
    const said = findings.items.map(item => item.item).join('\n');
    for (const what of ['CPU, RAM, IO', 'limits.yaml, routing.yaml and models.yaml', 'HAUSKI_SAFE_MODE', 'DNS'])
      expect(said).toContain(what);
    expect(book.product.metrics['temperature']?.source).toMatchObject({ read: { gauge: 'gpu_temperature_c' } });
    expect(book.product.metrics['power']?.source).toMatchObject({ read: { gauge: 'dgpu_power_watt' } });
  });

  test('[H5] has a workaround for each of the source, with a reason and a way back', () => {
    for (const id of ['throttle', 'deny', 'safe-mode', 'raise-limits', 'feature-flag']) {
      const one = action(id);
      expect(one, id).toMatchObject({ reasonRequired: true, does: { kind: 'steps' } });
      expect(one?.does.kind === 'steps' && one.does.undo.length, id).toBeGreaterThan(0);
      expect(grade('SEV1')?.actions, id).toContain(id);
    }
  });

  test('[H6] rolls back a suspect or forward, confirmed by ready, health and p95 within the budget', () => {
    expect(action('roll-back')?.does).toEqual({ kind: 'rollback-suspect' });
    const forward = action('roll-forward');
    const checks = forward?.does.kind === 'steps' ? forward.does.steps.filter(one => one.verb === 'check') : [];
    expect(checks.at(-1)).toMatchObject({ metrics: ['ready', 'health', 'p95', 'index-p95'] });
    expect(step('confirmed')).toMatchObject({ verb: 'check', metrics: ['ready', 'health', 'p95', 'index-p95'] });
    expect(book.product.metrics['p95']?.limits[0]?.condition).toMatchObject({ value: 400, text: 'budget' });
  });

  test('[H6] a fix, or other policies, are released from the incident, whatever its grade', () => {
    const starts = book.actions.flatMap(({ id, roles, does }) =>
      does.kind === 'start' ? [[id, roles, does.start.what]] : [],
    );
    expect(starts).toEqual([
      ['release-fix', ['service-owner', 'platform-sre'], 'app'],
      ['release-policies', ['platform-sre', 'governance'], 'policies'],
    ]);
    for (const one of book.grades)
      expect(one.actions).toEqual(expect.arrayContaining(['release-fix', 'release-policies']));
  });

  test('[H7] closes after 30 min in the green and owes a postmortem within 48 h with every section of the source', () => {
    expect(book.resolve).toEqual({
      stable: { metrics: ['ready', 'health', 'error-rate', 'p95', 'index-p95'], forMs: 30 * MINUTE },
      require: ['impact', 'no-active-workaround', 'followups-owned', 'postmortem-owner'],
    });
    expect(book.grades.map(one => one.postmortem?.amount)).toEqual([48 * HOUR, 48 * HOUR, 48 * HOUR]);
    expect(book.postmortem.sections).toEqual([
      'timeline',
      'root-cause',
      'impact',
      'actions-short',
      'actions-mid',
      'actions-long',
      'tickets',
      'pull-requests',
      'follow-ups',
    ]);
  });
});
