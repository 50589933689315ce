import { z } from 'zod';
import type { Handler } from '#src/chat/desk.ts';
import { NOTHING } from '#src/chat/reply.ts';
import { onPress, RunRef, StepRef } from '../handlers.ts';

/** Buttons that do at once what they say. Their messages are redrawn by what follows, so there is nothing to answer. */

export const confirm: Handler = onPress('release.confirm', StepRef, ({ run, ...ref }, _request, desk) =>
  desk.handle(run, { type: 'confirm', ...ref, remark: null }, () => NOTHING),
);

const Tick = StepRef.extend({ item: z.string(), holds: z.boolean() });

export const tick: Handler = onPress('release.tick', Tick, ({ run, ...ref }, _request, desk) =>
  desk.handle(run, { type: 'tick', ...ref, remark: null }, () => NOTHING),
);

export const retry: Handler = onPress('release.retry', StepRef, ({ run, ...ref }, _request, desk) =>
  desk.handle(run, { type: 'retry', ...ref }, () => NOTHING),
);

export const startAnyway: Handler = onPress('release.start-anyway', RunRef, ({ run }, _request, desk) =>
  desk.handle(run, { type: 'start-anyway' }, () => NOTHING),
);
