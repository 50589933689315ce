import type { AppendAnswer, Change, Claim, EffectState, NewEffect, Settlement } from '#src/ports/store.ts';

type ModelEffect = NewEffect & {
  readonly stream: string;
  state: EffectState;
  dueAt: number;
  attempt: number;
  look: boolean;
};

/** The store as one would explain it: lists, one thing at a time, nothing gathered, nothing indexed. */
export class ModelStore {
  readonly #epoch: number;
  #ids = 0;
  readonly lengths = new Map<string, number>();
  readonly effects: ModelEffect[] = [];
  readonly requests = new Map<string, unknown>();
  readonly timers = new Map<string, Map<string, number>>();

  constructor(epoch: number) {
    this.#epoch = epoch;
  }

  /** Effect ids are derived in real life; here a running number does. */
  nextId(): string {
    this.#ids += 1;
    return `e${this.#ids}`;
  }

  version(stream: string): number {
    return this.lengths.get(stream) ?? 0;
  }

  append(change: Change): AppendAnswer {
    const { stream, settles, fires, request } = change;
    const timers = this.timers.get(stream) ?? new Map<string, number>();
    if (request && this.requests.has(request.key)) return { duplicate: this.requests.get(request.key) as string };
    if (settles && !this.#flying(settles)) return 'stale';
    if (fires && timers.get(fires.timer) !== fires.at) return 'stale';
    if (this.version(stream) !== change.expectedVersion) return 'conflict';

    this.lengths.set(stream, this.version(stream) + change.events.length);
    if (settles) this.settle(settles);
    for (const effect of this.effects)
      if (effect.state === 'due' && change.cancel.includes(effect.id)) effect.state = 'cancelled';
    for (const effect of change.effects) this.#add(stream, effect);
    if (fires) timers.delete(fires.timer);
    for (const [name, timer] of Object.entries(change.timers)) timer ? timers.set(name, timer.at) : timers.delete(name);
    this.timers.set(stream, timers);
    if (request) this.requests.set(request.key, request.reply);
    return 'appended';
  }

  settle(settlement: Settlement): boolean {
    const effect = this.#flying(settlement);
    if (!effect) return false;
    effect.state = settlement.end;
    const again = settlement.end === 'due' || settlement.end === 'unknown';
    if (again && settlement.dueAt !== undefined) effect.dueAt = settlement.dueAt;
    return true;
  }

  claim({ now, limit, skipLanes }: Claim): readonly string[] {
    const taken = this.#heads()
      .filter(effect => effect.state !== 'sending' && effect.dueAt <= now && !skipLanes.includes(effect.lane))
      .sort((a, b) => a.priority - b.priority || a.dueAt - b.dueAt)
      .slice(0, limit);
    for (const effect of taken) {
      effect.look = effect.state === 'unknown';
      effect.state = 'sending';
      effect.attempt += 1;
    }
    return taken.map(effect => effect.id);
  }

  nextDue(): number | null {
    const waiting = this.#heads().filter(effect => effect.state !== 'sending');
    const instants = [
      ...waiting.map(effect => effect.dueAt),
      ...[...this.timers.values()].flatMap(timers => [...timers.values()]),
    ];
    return instants.length === 0 ? null : Math.min(...instants);
  }

  #heads(): ModelEffect[] {
    const open = this.effects.filter(effect => ['due', 'sending', 'unknown'].includes(effect.state));
    return [...Map.groupBy(open, effect => effect.lane).values()].flatMap(lane => lane.slice(0, 1));
  }

  #flying({ effectId, epoch }: Settlement): ModelEffect | undefined {
    return this.effects.find(({ id, state }) => id === effectId && state === 'sending' && epoch === this.#epoch);
  }

  #add(stream: string, effect: NewEffect): void {
    const same = this.effects.find(one => one.state === 'due' && one.kind === effect.kind && one.lane === effect.lane);
    if (effect.coalesce && same) same.dueAt = Math.min(same.dueAt, effect.dueAt);
    else this.effects.push({ ...effect, stream, state: 'due', attempt: 0, look: false });
  }
}
