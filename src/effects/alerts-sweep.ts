import { BOT } from '#src/domain/actor.ts';
import type { Alerts } from '#src/domain/alerts/state.ts';
import type { WorldCommand } from '#src/domain/commands.ts';
import type { WatchState } from '#src/domain/measure/watch.ts';
import { asAlerts } from '#src/domain/state.ts';
import type { EffectKind, Task } from '#src/ports/effect-kind.ts';
import type { MetricsSource } from '#src/ports/metrics-source.ts';
import type { EffectPorts } from './index.ts';

/** One sweep of all that alerts of one environment judge. What cannot be measured is a reading too, so this never fails. */
export function alertsSweep(metrics: MetricsSource, people: EffectPorts['people']): EffectKind {
  return {
    repeat: 'safe',
    settleMs: 0,
    attemptsMax: 3,
    async run(task) {
      const alerts = asAlerts(task.state);
      const { watch: environment, generation, state } = task.row.body;
      const watched = alerts?.definition.environments.find(one => one.name === environment);
      // Other files are loaded now; their own sweeps go on.
      if (!alerts || !watched || generation !== alerts.generation) return { end: 'done' };
      const window = `${alerts.stream}:${watched.name}:${alerts.generation}`;
      const command: WorldCommand = {
        actor: BOT,
        type: 'alerts-measured',
        environment: watched.name,
        generation: alerts.generation,
        samples: await metrics.read({ window, metrics: watched.watch.metrics, now: task.now() }),
        state: state as unknown as WatchState | null,
        incidents: await openIncidents(task, alerts),
        people: hasOpenPage(alerts) ? await people(alerts.definition.product) : null,
      };
      return { end: 'done', command };
    },
  };
}

/** A drill is none; of a private one nobody is told. */
async function openIncidents(task: Task, { definition }: Alerts): Promise<readonly string[]> {
  if (definition.suggested === null) return [];
  const open = await task.runs({ kind: 'incident', product: definition.product.name, open: true });
  return open.filter(run => run.facts['drill'] !== true && run.facts['private'] !== true).map(run => run.id);
}

/** Who is on call is asked while somebody may have to be told in a second way, and not every minute of every day. */
function hasOpenPage({ pages }: Alerts): boolean {
  return Object.values(pages).some(page => page.state === 'requested' || page.state === 'accepted');
}
