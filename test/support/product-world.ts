import { oneByOne } from '#src/base/one-by-one.ts';
import type { WorldCommand } from '#src/domain/commands.ts';
import type { RunFilter, RunSummary } from '#src/domain/run-summary.ts';
import { productionTurn } from '#src/effects/production-turn.ts';
import { summaryOf } from '#src/engine/summary.ts';
import type { Task } from '#src/ports/effect-kind.ts';
import { World } from './run-world.ts';

/** Runs of one product, each played by hand, and the real look for a turn in production over the rows they have. */
export class ProductWorld {
  readonly runs: World[] = [];
  /** Open incidents of the product. */
  readonly incidents: Partial<RunSummary>[] = [];
  /** Until this is done, no turn that was taken is on disk. */
  disk: Promise<void> = Promise.resolve();
  readonly #turn = productionTurn(oneByOne());

  release(id: string): World {
    const world = new World(id);
    world.alone = false;
    this.runs.push(world);
    return world;
  }

  row(world: World): RunSummary {
    return summaryOf(world.state, '', world.timers);
  }

  /** The run looks whether it is its turn in production, as its effect does again and again. */
  async look(world: World): Promise<void> {
    const run = world.state;
    const finish = await this.#turn.run({
      run,
      state: run,
      row: { id: 'E1', body: {} },
      now: () => world.now,
      runs: async (filter: RunFilter) => this.#rows(filter),
      tell: async (command: WorldCommand) => {
        if (command.type === 'production-turn') await this.disk;
        world.do(command);
      },
    } as unknown as Task);
    if (finish.end === 'done' && finish.command) world.do(finish.command);
  }

  #rows(filter: RunFilter): readonly Partial<RunSummary>[] {
    const all = [...this.runs.filter(world => world.run !== null).map(world => this.row(world)), ...this.incidents];
    return all.filter(
      row =>
        (filter.kind === undefined || row.kind === filter.kind) &&
        (filter.open === undefined || row.open === filter.open),
    );
  }
}
