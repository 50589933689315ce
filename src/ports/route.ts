import type { IncomingMessage, ServerResponse } from 'node:http';

/** A plain handler beside Slack's endpoint, on the same port. Whoever mounts it answers 500 when it rejects. */
export type Route = {
  /** `/health` */
  readonly path: string;
  readonly methods: readonly ('GET' | 'HEAD' | 'POST')[];
  readonly handle: (req: IncomingMessage, res: ServerResponse) => void | Promise<void>;
};
