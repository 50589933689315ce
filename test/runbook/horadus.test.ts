import { describe, expect, test } from 'vitest';
import type { ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import type { Step } from '#src/domain/runbook/model/step.ts';
import { loadProducts } from '#src/runbook/load.ts';
import { plan } from '#src/runbook/plan/plan.ts';
import { planText } from '#src/runbook/plan/text.ts';
import { resolve } from '#src/runbook/resolve.ts';
import { shipped } from './support.ts';

const NOW = Date.parse('2026-11-24T19:00:00Z');

const book = runbook('minor');

function runbook(type: string): ReleaseRunbook {
  const [product] = loadProducts(shipped('horadus')).products;
  const resolved = product && resolve(product, { type });
  if (!resolved?.ok) throw new Error(`Horadus ${type} does not resolve`);
  return resolved.runbook;
}

const step = (id: string): Step | undefined =>
  [...book.phases.flatMap(one => one.steps), ...(book.rollback?.steps ?? [])].find(one => one.id === id);
const command = (id: string) => {
  const found = step(id);
  if (found?.verb !== 'run' && found?.verb !== 'shift') return undefined;
  return found.act.kind === 'run' ? found.act.argv.join(' ') : undefined;
};

test('what is shipped lints without an error or a warning', () => {
  expect(loadProducts(shipped('horadus')).problems).toEqual([]);
});

describe('Horadus', () => {
  test('[R1] has annotated vMAJOR.MINOR.PATCH tags and notes with the three required sections', () => {
    expect(['patch', 'minor', 'major'].map(type => runbook(type).type.bump)).toEqual(['patch', 'minor', 'major']);
    expect(book.product.repository?.tag).toBe('v${{ run.version }}');
    expect(step('notes')).toMatchObject({ sections: ['User-visible changes', 'Operations', 'Risk and rollback'] });
    expect(book.type.documents.before).toEqual(['release-notes']);
  });

  test('[R2] names driver, reviewer and operator, who may be one person', () => {
    expect(Object.keys(book.product.roles)).toEqual(['driver', 'reviewer', 'operator']);
    expect(book.product.soloOperator).toBe(true);
    expect(book.phases.map(one => one.roles[0])).toEqual(['driver', 'reviewer', 'driver', 'operator', 'operator']);
  });

  test('[R3] begins with the clean main branch and the gates of the source, by its own commands', () => {
    expect(['main', 'pull', 'clean', 'check', 'test', 'db-upgrade', 'evaluation'].map(command)).toEqual([
      'git checkout main',
      'git pull --ff-only',
      'git status --short',
      'make check',
      'make test',
      'make db-upgrade',
      'make audit-eval',
    ]);
    expect(step('clean')).toMatchObject({ expect: { output: '' } });
    expect(step('evaluation')?.when).toEqual({ name: 'inputs.prompts', op: '==', value: 'yes' });
    expect(book.inputs.find(input => input.name === 'prompts')).toMatchObject({ default: 'no', type: 'yes-no' });
  });

  test('[R4] no gate can be skipped but those whose findings the reviewer may accept', () => {
    const gates = ['clean', 'check', 'test', 'db-upgrade', 'evaluation', 'benchmark'].map(id => step(id)?.skip.by);
    expect(new Set(gates)).toEqual(new Set(['never']));
    expect(['integration', 'security'].map(id => step(id)?.skip)).toEqual([
      { by: 'other', role: 'reviewer' },
      { by: 'other', role: 'reviewer' },
    ]);
    expect(step('exceptions')).toMatchObject({ verb: 'ask', roles: ['reviewer'] });
  });

  test('[R1] the notes are kept where people find them, with the link', () => {
    expect(step('published')).toMatchObject({ verb: 'confirm', roles: ['driver'], evidence: 'link' });
  });

  test('[R3] git says whether prompts or models changed, and the benchmark leaves its link', () => {
    expect(book.inputs.find(input => input.name === 'prompts')?.changed).toEqual(['prompts/**', 'config/models.*']);
    expect(step('benchmark')).toMatchObject({
      evidence: 'link',
      when: { name: 'inputs.prompts', op: '==', value: 'yes' },
    });
  });

  test('[R4] the reviewer says go only when the gates are green and the notes are there', () => {
    const go = step('go');
    expect(go).toMatchObject({ quorum: { reviewer: 1 }, roles: ['reviewer'] });
    expect(go?.verb === 'approve' && go.requires.map(one => one.fact)).toEqual(['green', 'documents']);
  });

  test('[R5] the smoke checks are optional, and anybody of the operators may leave them out', () => {
    expect(['trends', 'dashboard'].map(id => [step(id)?.skip, step(id)?.when?.name])).toEqual([
      [{ by: 'freely' }, 'inputs.smoke'],
      [{ by: 'freely' }, 'inputs.smoke'],
    ]);
  });

  test('[R6] each criterion that can be measured has its figure and its time, and asks', () => {
    const limits = Object.entries(book.product.metrics).map(([name, { limits: all }]) => {
      const [limit] = all;
      const text = limit && 'text' in limit.condition ? limit.condition.text : null;
      return [name, limit?.condition.kind, text, (limit?.forMs ?? 0) / 60_000, limit?.action, all.length];
    });
    expect(limits).toEqual([
      ['health', 'failing', null, 2, 'ask-rollback', 1],
      ['metrics-answer', 'failing', null, 2, 'ask-rollback', 1],
      ['error-rate', 'above', '5%', 2, 'ask-rollback', 1],
      ['processed', 'below', '0.01', 5, 'ask-rollback', 1],
    ]);
    const summary = step('summary');
    expect(summary?.verb === 'ask' && summary.fields.map(field => [field.name, field.type])).toEqual([
      ['summary', 'text'],
      ['follow-ups', 'text'],
    ]);
  });

  test('[R5] rolls out by docker compose and looks at health, metrics and every service', () => {
    expect(['build', 'migrate', 'up'].map(command)).toEqual([
      'docker compose -f docker-compose.prod.yml build api worker',
      'docker compose -f docker-compose.prod.yml --profile ops run --rm migrate',
      'docker compose -f docker-compose.prod.yml up -d api worker beat',
    ]);
    expect(step('services')).toMatchObject({
      expect: { output: ['api running', 'worker running', 'beat running'] },
    });
    expect(['trends', 'dashboard'].map(command)).toEqual([
      'uv run --no-sync horadus trends status',
      'make export-dashboard',
    ]);
  });

  test('[R6] has the criteria of the source as reasons, and goes back by its commands to the last good tag', () => {
    expect(book.rollback?.reasons).toHaveLength(5);
    expect(['checkout-good', 'rebuild', 'restart'].map(command)).toEqual([
      'git checkout --detach ${{ run.previousTag }}',
      'docker compose -f docker-compose.prod.yml build api worker',
      'docker compose -f docker-compose.prod.yml up -d api worker beat',
    ]);
    const actions = Object.values(book.product.metrics).flatMap(metric => metric.limits.map(limit => limit.action));
    expect(new Set(actions)).toEqual(new Set(['ask-rollback']));
  });

  test('[X8] [R6] the plan says when, who, what, and that nothing turns back by itself', async () => {
    const text = planText(plan(book, { now: NOW }));
    await expect(text.replaceAll(/sha256 \w+/g, 'sha256 …')).toMatchFileSnapshot('golden/horadus-minor.plan.txt');
  });
});
