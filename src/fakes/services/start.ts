import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GonogoError } from '#src/errors.ts';
import { grafana } from './grafana.ts';
import { issues } from './issues.ts';
import { STATUSPAGE_COMPONENT, statuspage } from './statuspage.ts';

export type Call = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: { readonly [name: string]: unknown };
};
export type Answer = {
  readonly status: number;
  readonly json?: unknown;
  readonly headers?: { [name: string]: string };
};

/** How the next calls go wrong: refused with a status, done with the answer lost, or never answered. */
export type ServiceFault = Answer | 'lose-answer' | 'hang';

export type ServicesOptions = {
  /** Ids of the components on the status page. */
  readonly components?: readonly string[];
};

/** GitHub's issues, Grafana's annotations and Atlassian Statuspage, as a test or the practice workspace holds them. */
export type ServicesFake = Awaited<ReturnType<typeof startServices>>;

/**
 * GitHub's issues, Grafana's annotations and Atlassian Statuspage, strictly: what their documents do not allow is answered
 * as they answer it and kept in `refusals`.
 */
export async function startServices({ components = [STATUSPAGE_COMPONENT] }: ServicesOptions = {}) {
  const faults: ServiceFault[] = [];
  const refusals: string[] = [];
  const parts = { github: issues(), grafana: grafana(), statuspage: statuspage(components) };
  const server = createServer((request, response) => {
    void answer(request, response).catch(cause => {
      response.destroy(new GonogoError('fake.misused', String(cause)));
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = await read(request);
    const [, name = '', ...rest] = call.path.split('/');
    const part = Object.entries(parts).find(([known]) => known === name)?.[1];
    const fault = faults.shift();
    if (fault === 'hang') return;
    const own = { ...call, path: `/${rest.join('/')}` };
    const done =
      typeof fault === 'object' ? fault : (part?.handle(own) ?? { status: 404, json: { message: 'Not Found' } });
    if (done.status >= 400 && typeof fault !== 'object')
      refusals.push(`${call.method} ${call.path}: ${JSON.stringify(done.json)}`);
    if (fault === 'lose-answer') {
      response.destroy();
      return;
    }
    response.writeHead(done.status, { 'content-type': 'application/json', ...done.headers });
    response.end(done.json === undefined ? '' : JSON.stringify(done.json));
  }

  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    github: { ...parts.github, url: `${url}/github` },
    grafana: { ...parts.grafana, url: `${url}/grafana` },
    statuspage: { ...parts.statuspage, url: `${url}/statuspage` },
    refusals,
    /** The next calls go wrong, one each. */
    strike: (...next: readonly ServiceFault[]) => void faults.push(...next),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

async function read(request: IncomingMessage): Promise<Call> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString('utf8');
  const url = new URL(request.url ?? '/', 'http://fake');
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    body: text === '' ? {} : (JSON.parse(text) as Call['body']),
  };
}
