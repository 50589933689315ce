import fc from 'fast-check';
import { expect, test } from 'vitest';
import { registry } from '#commands/index.ts';
import { MINUTE } from '#src/base/time.ts';
import { accepted, CLOSING, declaredSev1, standing, suspected } from '../commands/support/incident-journey.ts';
import { buttonsOf, type World } from '../commands/support/world.ts';

/** Whatever people, the pager and the clock do in whatever order: Slack takes each message, and each button is read. */

const LONG = `${'Everything is slow and nobody knows why. '.repeat(60)}<!channel>`;

const deeds: { readonly [name: string]: (world: World) => unknown } = {
  update: world => world.say('U0ANA', `update ${LONG}`),
  note: world => world.say('U0OPS', `note ${LONG}`),
  task: world => world.say('U0ANA', `task ${LONG} <@U0OPS|li>`),
  title: world => world.say('U0ANA', `title ${LONG}`),
  impact: world => world.say('U0ANA', `impact ${LONG}`),
  sev3: world => world.say('U0ANA', 'sev sev3'),
  sev1: world => world.say('U0PO', 'sev sev1 it is worse'),
  page: world => world.say('U0PO', `page service-owner ${LONG}`),
  acknowledge: world => world.say('U0OPS', 'acknowledge'),
  accepted: world => accepted(world),
  absent: world => standing(world, 'absent'),
  ended: world => standing(world, 'resolved', { by: LONG }),
  handover: world => world.say('U0ANA', `handover <@U0PO|po> ${LONG}`),
  accept: world => world.act('U0PO', 'incident.accept', JSON.stringify({ run: 'INC-1' })),
  throttle: async world => {
    const reply = await world.act('U0OPS', 'incident.act', JSON.stringify({ run: 'INC-1', item: 'throttle' }));
    return reply.kind === 'modal' ? world.send('U0OPS', reply.view, { reason: LONG }) : reply;
  },
  undo: world => world.say('U0OPS', 'undo'),
  lasting: world => world.say('U0OPS', `lasting ${LONG}`),
  suspects: world => suspected(world),
  later: world => world.pass(11 * MINUTE, 'INC-1'),
  mitigated: world => world.say('U0ANA', 'mitigated'),
  resolve: async world => {
    const reply = await world.say('U0ANA', 'resolve');
    return reply.kind === 'modal'
      ? world.send('U0ANA', reply.view, { ...CLOSING, summary: LONG.slice(0, 1_900) })
      : reply;
  },
  reopen: world => world.say('U0OPS', `reopen INC-1 ${LONG}`),
};

test('in whatever order things happen, Slack takes each message and somebody reads each button', async () => {
  const known = new Set(registry.actions.map(one => one.name));
  const order = fc.array(fc.constantFrom(...Object.keys(deeds)), { minLength: 10, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(order, async names => {
      const world = await declaredSev1();
      for (const name of names) {
        await deeds[name]?.(world);
        const shown = [world.named('card'), world.named('work')];
        for (const { action } of shown.flatMap(message => buttonsOf(message.blocks ?? [])))
          expect(known.has(action), action).toBe(true);
      }
      world.posted();
      world.story('INC-1');
      for (const user of ['U0ANA', 'U0OPS', 'U0PO']) world.direct(user);
      for (const typed of ['timeline', 'list', 'status INC-1', 'task INC-1']) await world.say('U0ANA', typed);
      await world.home('U0OPS');
    }),
    { numRuns: 15 },
  );
}, 60_000);
