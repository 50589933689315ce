import { canonicalJson } from '#src/base/json.ts';
import type { Instant } from '#src/base/time.ts';
import { BOT } from '#src/domain/actor.ts';
import type { Command } from '#src/domain/commands.ts';
import type { NewFact } from '#src/domain/events.ts';
import type { Fact, Refusal } from '#src/domain/fact.ts';
import { fact } from '#src/domain/fact.ts';
import type { EffectAsk } from '#src/domain/procedure/effects.ts';
import { redraw } from '#src/domain/procedure/tell-steps.ts';
import type { OverdueDrill } from './events.ts';
import { evolveProduct } from './evolve.ts';
import { freezeBegun, freezeOver, toldFreezes } from './freezes.ts';
import { dayOf, nextLook } from './look.ts';
import { reminderOf } from './react.ts';
import type { ProductDefinition, ProductStream } from './state.ts';
import { FREEZE_BEGINS, FREEZE_OVER, LOOK } from './timers.ts';

export type ProductDecided = {
  readonly run: ProductStream | null;
  readonly facts: readonly Fact[];
  readonly effects: readonly EffectAsk[];
  readonly refusal: Refusal | null;
};

/** What a command adds to the timeline of a product. */
export function decideProduct(
  stream: string,
  state: ProductStream | null,
  command: Command,
  now: Instant,
): ProductDecided {
  if (state === null && command.type !== 'product-define')
    return { run: null, facts: [], effects: [], refusal: { code: 'run.absent', text: 'There is no such product.' } };
  const added = command.type === 'product-define' ? defined(state, command.definition) : news(state, command, now);
  const facts = added.map((one, index): Fact => ({ ...one, seq: (state?.seq ?? 0) + index + 1, at: now, actor: BOT }));
  const run = facts.reduce<ProductStream | null>((before, one) => evolveProduct(stream, before, one), state);
  const looks = command.type === 'timer' && command.name === LOOK && state !== null && isDue(state, now);
  const effects = command.type === 'drill-stands' ? redrawn(state, command.drill) : looks ? [lookAsk(stream)] : [];
  return { run, facts, effects, refusal: null };
}

/** The reminder that named it; what it shows is looked up when it is drawn, so nothing has to be put on record. */
function redrawn(state: ProductStream | null, drill: string): readonly EffectAsk[] {
  const { reminded = null } = state ?? {};
  if (state === null || reminded === null || !reminded.drills.some(one => one.drill === drill)) return [];
  return [redraw(state, ...reminderOf(reminded))];
}

function defined(state: ProductStream | null, definition: ProductDefinition): readonly NewFact[] {
  if (state !== null && canonicalJson(state.definition) === canonicalJson(definition)) return [];
  return [fact('product.defined', { definition: definition as unknown as { [key: string]: unknown } })];
}

function news(state: ProductStream | null, command: Command, now: Instant): readonly NewFact[] {
  if (state === null) return [];
  switch (command.type) {
    case 'product-gone':
      return defined(state, { ...state.definition, drills: [] });
    case 'timer':
      return timerFired(state, command.name, now);
    case 'freezes-stand':
      return toldFreezes(state, command, now);
    case 'drills-looked':
      return looked(state, command.overdue, now);
    case 'clock-jumped':
      return [fact('clock.jumped', { byMs: command.byMs })];
    case 'effect-unknown': {
      const { effect, kind, says } = command;
      return [fact('effect.unknown', { effect, kind, says })];
    }
    case 'effect-gave-up': {
      const { effect, kind, says } = command;
      return [fact('effect.gave-up', { effect, kind, says })];
    }
    default:
      return [];
  }
}

function timerFired(state: ProductStream, name: string, now: Instant): readonly NewFact[] {
  if (name.startsWith(FREEZE_BEGINS)) return freezeBegun(state, name.slice(FREEZE_BEGINS.length), now);
  if (name.startsWith(FREEZE_OVER)) return freezeOver(state, name.slice(FREEZE_OVER.length));
  return isDue(state, now) ? [] : missed(state);
}

/** It is a working day not looked at yet, and its hours have come and are not over. */
function isDue(state: ProductStream, now: Instant): boolean {
  return nextLook(state, now) === now;
}

function missed({ definition, lookAt }: ProductStream): readonly NewFact[] {
  return lookAt === null ? [] : [fact('drills.missed', { day: dayOf(definition, lookAt) })];
}

/** What was found counts for the day it is told on: a bot that was killed in between may have looked on an earlier one. */
function looked(state: ProductStream, overdue: readonly OverdueDrill[], now: Instant): readonly NewFact[] {
  if (state.lookAt === null || state.lookAt > now) return [];
  if (!isDue(state, now)) return missed(state);
  const day = dayOf(state.definition, now);
  return [
    overdue.length === 0 ? fact('drills.looked', { day }) : fact('drills.overdue', { day, drills: [...overdue] }),
  ];
}

function lookAsk(stream: string): EffectAsk {
  return { kind: 'drills.look', lane: `look:${stream}`, priority: 3, body: {} };
}
