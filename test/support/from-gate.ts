import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { VALERO } from './bot.ts';

type Watching = { watch?: { metrics: string[] } };
type Step = Watching & { id?: string };
type Phase = Watching & { id: string; steps: Step[]; at?: string; checkpoint?: unknown };
type Release = {
  types: { [type: string]: { documents?: unknown; audit: string[] } };
  phases: Phase[];
  success: { passed?: string[]; byType?: unknown }[];
  events: { [moment: string]: unknown };
};

/** VALERO from go/no-go on, with a short baseline, short soaks and watches: for what does not depend on how long they are. */
export function valeroInHaste(change: (release: Release) => void = () => undefined): string {
  return valeroFromGate(release => {
    hurry(release.phases);
    change(release);
  });
}

/** Every baseline, soak and watch, in whatever branch of whatever choice. */
function hurry(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  if ('over' in node) node.over = '1m';
  if ('atMost' in node && 'for' in node) node.for = '5m';
  if ('soak' in node) node.soak = '2m';
  for (const inner of Object.values(node)) hurry(inner);
}

/**
 * VALERO as it is shipped from go/no-go on, word for word; of what comes before only the version is kept. For scenarios
 * about rollout and rollback, which need not build and test everything each time.
 */
export function valeroFromGate(change: (release: Release) => void = () => undefined): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'gonogo-product-')), 'valero');
  cpSync(VALERO, folder, { recursive: true });
  const file = join(folder, 'release.yml');
  const release = parse(readFileSync(file, 'utf8')) as Release;
  const kept = new Set<string>();
  release.phases = release.phases.flatMap(phase => {
    if (phase.id === 'pre-checks') return [];
    if (phase.id !== 'prepare') return [phase];
    const { checkpoint: _, at: __, ...rest } = phase;
    return [{ ...rest, steps: phase.steps.filter(step => step.id === 'version') }];
  });
  for (const phase of release.phases) for (const step of phase.steps) if (step.id !== undefined) kept.add(step.id);
  for (const type of Object.values(release.types)) {
    delete type.documents;
    type.audit = type.audit.filter(one => one !== 'pre-checks');
  }
  release.success = release.success.filter(
    line => line.byType === undefined && (line.passed?.every(id => kept.has(id)) ?? true),
  );
  delete release.events['told.done'];
  change(release);
  writeFileSync(file, stringify(release));
  return folder;
}
