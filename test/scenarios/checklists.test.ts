import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readRunbookFiles } from '#src/config/runbook-files.ts';
import type { ChecklistItem } from '#src/domain/runbook/model/step.ts';
import { loadProducts } from '#src/runbook/load.ts';
import { resolve } from '#src/runbook/resolve.ts';
import { startWorld } from '../support/bot.ts';
import { DEVOPS, evening, QA, RELEASE_MANAGER } from '../support/valero.ts';

/** The boxes of the source, in its words (German), and the box of ours that holds each with its owner. */
const BOXES: { readonly [list: string]: readonly (readonly [source: string, ours: string, owner: string])[] } = {
  before: [
    ['Changelog vollständig', 'The changelog is complete', 'release-manager'],
    ['Version korrekt (Git-Tag + Docker-Image)', 'The version is right (git tag and image)', 'devops'],
    ['Alle Tests grün (Unit, Integration, E2E)', 'All tests are green (unit, integration, end-to-end)', 'qa'],
    ['DB-Migrationen geprüft (Dry-Run)', 'The migrations were checked (dry run)', 'devops'],
    ['Schema-Breaking-Changes dokumentiert', 'Breaking schema changes are written down', 'qa'],
    ['Rollback-Plan bereit', 'The rollback plan is ready', 'devops'],
    [
      'Stakeholder informiert (24h vorher)',
      'The stakeholders were told a day ahead, or agreed to less',
      'release-manager',
    ],
    ['Audit: Release als Draft protokolliert', 'Audit: the release is on record as a draft', 'auditor'],
  ],
  'rollout.checkpoint': [
    ['Health-Checks laufen grün', 'The health checks are green', 'devops'],
    ['Monitoring aktiv (Error-Rate, Latenz, Lag)', 'Monitoring is on (errors, latency, lag)', 'devops'],
    ['Canary-Wellen nach Plan', 'The waves went as planned', 'release-manager'],
    ['Logs überwacht (Fehler, Warnings)', 'The logs were watched (errors, warnings)', 'devops'],
    ['Notifications verschickt (Start, Fortschritt)', 'The notice of the start went out', 'release-manager'],
    ['Audit: Jede Welle geloggt', 'Audit: each wave is on record', 'auditor'],
  ],
  'post-checks.checkpoint': [
    ['Smoke Tests durchgeführt', 'The smoke tests were done', 'qa'],
    ['KPI-Vergleich analysiert', 'The comparison of the figures was looked at', 'qa'],
    ['Integritätsprüfung erfolgreich', 'The integrity check passed', 'devops'],
    ['Release Notes veröffentlicht', 'The release notes are published', 'release-manager'],
    ['Stakeholder informiert (Success)', 'The stakeholders know that it worked', 'release-manager'],
    ['Audit: Release als Completed protokolliert', 'Audit: the release is on record as completed', 'auditor'],
    ['Retrospektive geplant', 'The retrospective is planned', 'release-manager'],
  ],
  'rollback.checkpoint': [
    ['Rollback-Grund dokumentiert', 'The reason is written down', 'release-manager'],
    ['Down-Migrationen ausgeführt', 'The migrations were taken back, or there were none', 'devops'],
    ['Feature Flags deaktiviert', 'The feature flags are off, or there were none', 'devops'],
    ['Incident-Report erstellt', 'The incident report exists', 'release-manager'],
    ['Stakeholder informiert', 'The stakeholders were told', 'release-manager'],
    ['Audit: Rollback protokolliert', 'Audit: the rollback is on record (reason, time, who)', 'auditor'],
    ['Post-Mortem geplant', 'The post-mortem is planned', 'release-manager'],
  ],
};

test('[V10] every box of the source’s four checklists is an item with an owner, and none is left out or added', async () => {
  const folder = join(import.meta.dirname, '../../runbooks');
  const product = loadProducts(await readRunbookFiles(folder), {}).products.find(one => one.name === 'valero');
  const resolved = product && resolve(product, { type: 'minor' });
  expect(resolved?.ok).toBe(true);
  if (!resolved?.ok) return;
  const { phases, rollback } = resolved.runbook;
  const lists: { readonly [list: string]: readonly ChecklistItem[] } = {
    before: phases
      .flatMap(phase => phase.steps)
      .flatMap(step => (step.id === 'before' && step.verb === 'checklist' ? step.items : [])),
    'rollback.checkpoint': rollback?.checkpoint?.items ?? [],
    ...Object.fromEntries(phases.map(phase => [`${phase.id}.checkpoint`, phase.checkpoint?.items ?? []])),
  };
  for (const [list, boxes] of Object.entries(BOXES)) {
    const items = (lists[list] ?? []).map(item => [item.item, item.role]);
    expect(items, list).toEqual(boxes.map(([, ours, owner]) => [ours, owner]));
  }
});

test('[V10] [V9] a box is ticked by its owner and nobody else, by itself when its step is done, and pauses when it does not hold', async () => {
  await using world = await startWorld();
  await world.type(RELEASE_MANAGER, '/release start minor');
  await evening.prepare(world);

  const ticked = (await world.run()).steps['before']?.ticks ?? {};
  expect(Object.values(ticked).filter(tick => tick.holds && tick.by === null)).toHaveLength(6);

  // The draft is written; that the notice went out says nobody was told in time.
  expect((await world.ask(DEVOPS, 'Holds', 'told a day ahead')).text).toContain('is for Release manager');
  await world.press(RELEASE_MANAGER, 'Holds', 'told a day ahead');
  await world.press(QA, 'Does not hold', 'Breaking schema changes');
  expect((await world.run()).status).toBe('paused');
  expect(world.card()).toContain('does not hold');

  await world.press(QA, 'Resume');
  await world.press(QA, 'Holds', 'Breaking schema changes');
  await world.press(QA, 'Holds', 'The DTOs');
  await world.press(QA, 'Confirm', 'All pre-checks are green');
  expect((await world.run()).steps['go']?.status).toBe('waiting');
  const ticks = (await world.timeline()).flatMap(fact =>
    fact.type === 'item.ticked' && fact.actor.kind === 'person' ? [[fact.actor.user, fact.data.holds]] : [],
  );
  expect(ticks).toEqual([
    [RELEASE_MANAGER, true],
    [QA, false],
    [QA, true],
    [QA, true],
  ]);
});

test('[V10] the owners of the boxes are people the product names', () => {
  const product = readFileSync(join(import.meta.dirname, '../../runbooks/valero/product.yml'), 'utf8');
  for (const [, , owner] of Object.values(BOXES).flat())
    expect(product).toMatch(new RegExp(`^ {2}${owner}: .*users: \\[U`, 'm'));
});
