import type { Handler } from '#src/chat/desk.ts';
import { NOTHING } from '#src/chat/reply.ts';

/** Messages nobody pinned are nobody's business. */
export const heard: Handler = { name: 'heard', run: async () => NOTHING };
