import type { KnownBlock } from '@slack/types';
import { HOUR } from '#src/base/time.ts';
import { actions, button, section } from '#src/chat/blocks.ts';
import { when } from '#src/chat/dates.ts';
import type { Desk } from '#src/chat/desk.ts';
import { inert, mention, whisper } from '#src/chat/escape.ts';
import { isVisible } from '#src/chat/visible.ts';
import type { RunSummary } from '#src/domain/run-summary.ts';

/** Two within this time are often one. */
const LATELY_MS = HOUR;
const SHOWN_MAX = 3;

export type Likeness = { readonly product: string; readonly service: string | null; readonly drill: boolean };

/** Open incidents that may be the same one: of the same service, or of the product and declared lately. */
export async function similarTo(
  desk: Desk,
  { product, service, drill }: Likeness,
  {
    user,
    channel,
    but = null,
  }: { readonly user: string; readonly channel: string | null; readonly but?: string | null },
): Promise<readonly RunSummary[]> {
  const open = await desk.runs({ kind: 'incident', product, open: true, limit: 20 });
  return open
    .filter(run => run.id !== but && run.facts['drill'] === drill && isVisible(run, user, channel))
    .filter(run => (service !== null && run.facts['service'] === service) || desk.now() - run.startedAt <= LATELY_MS)
    .slice(0, SHOWN_MAX);
}

/** The warning, with a way to join instead. */
export function similarBlocks(runs: readonly RunSummary[]): readonly KnownBlock[] {
  if (runs.length === 0) return [];
  const lines = runs.map(
    run =>
      `• *${inert(run.id)}* ${inert(String(run.facts['severity']))} · ${whisper(run.title)} · ${inert(run.status)} · IC ${mention(run.owner)} · declared ${when(run.startedAt)}`,
  );
  return [
    section('⚠ *Perhaps it is declared already.* Open now:', ...lines),
    ...actions(
      ...runs.map((run, index) =>
        button({ text: `Join ${run.id}`, action: `incident.join:${index}`, value: JSON.stringify({ run: run.id }) }),
      ),
    ),
  ];
}
