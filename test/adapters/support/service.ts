import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Answer = {
  readonly status?: number;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: string;
};

/** A real HTTP service on loopback whose answers a test sets, path by path; it counts what it was asked. */
export type Service = {
  readonly url: string;
  /** What a path answers from now on; `hang`: never; `drop`: the connection breaks off. */
  answer(path: string, answer: Answer | string | 'hang' | 'drop'): void;
  readonly requests: readonly {
    readonly method: string;
    readonly path: string;
    readonly headers: IncomingMessage['headers'];
    readonly body: string;
  }[];
} & AsyncDisposable;

export async function startService(): Promise<Service> {
  const answers = new Map<string, Answer | string>();
  const requests: Service['requests'][number][] = [];
  const server = createServer(async (req: IncomingMessage, res: ServerResponse) => {
    const parts: Buffer[] = [];
    for await (const part of req as AsyncIterable<Buffer>) parts.push(part);
    const path = req.url ?? '/';
    requests.push({ method: req.method ?? '', path, headers: req.headers, body: Buffer.concat(parts).toString() });
    const answer = answers.get(path) ?? { status: 404 };
    if (answer === 'hang') return;
    if (answer === 'drop') return void req.socket.destroy();
    const { status = 200, headers = {}, body = '' } = typeof answer === 'string' ? { body: answer } : answer;
    res.writeHead(status, headers).end(body);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: (path, answer) => void answers.set(path, answer),
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

/** An address nobody listens on: it was free a moment ago. */
export async function deadAddress(): Promise<string> {
  const service = await startService();
  await service[Symbol.asyncDispose]();
  return service.url;
}
