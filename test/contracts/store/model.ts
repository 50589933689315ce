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
  /** What was reached, in plain words, to show that a random test got anywhere. */
  readonly happened: string[] = [];

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
    const answer = this.#append(change);
    this.happened.push(typeof answer === 'string' ? answer : 'duplicate');
    return answer;
  }

  #append(change: Change): AppendAnswer {
    const { stream, settles, fires, request } = change;
    const timers = this.timers.get(stream) ?? new Map<string, number>();
    if (request && this.requests.has(request.key)) return { duplicate: this.requests.get(request.key) as string };
    if (settles && !this.#flying(settles)) return 'stale';
    if (fires && timers.get(fires.timer) !== fires.at) return 'stale';
    if (this.version(stream) !== change.expectedVersion) return 'conflict';

    this.lengths.set(stream, this.version(stream) + change.events.length);
    if (settles) this.settle(settles);
    for (const id of change.cancel) this.#cancel(id);
    for (const effect of change.effects) this.#add(stream, effect);
    if (fires && timers.delete(fires.timer)) this.happened.push('fired');
    for (const [name, timer] of Object.entries(change.timers)) timer ? timers.set(name, timer.at) : timers.delete(name);
    this.timers.set(stream, timers);
    if (request) this.requests.set(request.key, request.reply);
    return 'appended';
  }

  settle(settlement: Settlement): boolean {
    const effect = this.#flying(settlement);
    if (!effect) return false;
    effect.state = settlement.end;
    this.happened.push('settled');
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
      if (effect.look) this.happened.push('looked');
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

  #cancel(id: string): void {
    const effect = this.effects.find(one => one.id === id && one.state === 'due');
    if (!effect) return;
    effect.state = 'cancelled';
    this.happened.push('cancelled');
  }

  #add(stream: string, effect: NewEffect): void {
    const same = this.effects.find(one => one.state === 'due' && one.kind === effect.kind && one.lane === effect.lane);
    if (effect.coalesce && same) {
      same.dueAt = Math.min(same.dueAt, effect.dueAt);
      this.happened.push('coalesced');
    } else {
      this.effects.push({ ...effect, stream, state: 'due', attempt: 0, look: false });
    }
  }
}
