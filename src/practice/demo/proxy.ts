import { Agent, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import { type Listening, listen, requestUrl, sendJson, sendText } from '../http.ts';
import { TOOK_HEADER } from './backend.ts';
import { CANARY, type Cluster, liveName } from './cluster.ts';
import type { Consumer } from './consumer.ts';
import type { Exposition } from './exposition.ts';
import type { Faults } from './faults.ts';
import type { FigureBook } from './figures.ts';

/**
 * The moment a request of the traffic generator belongs to. Winding the clock sends the requests of ten minutes within
 * a second, and each must count where it stands in time, not where the clock happens to be.
 */
export const AT_HEADER = 'x-practice-at';

export type ProxyParts = {
  readonly clock: Clock;
  readonly faults: Faults;
  readonly figures: FigureBook;
  readonly exposition: Exposition;
  readonly consumer: Consumer;
  cluster(): Cluster;
  /** Port of a deployment's server. */
  portOf(deployment: string): number | undefined;
};

/** document-domain as the world sees it: shares the requests out by weight, and counts every one. */
export async function startProxy(parts: ProxyParts): Promise<Listening> {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const choose = createChooser(parts);
  const listening = await listen((req, res) => {
    const path = requestUrl(req).pathname;
    if (path === '/metrics') return answerMetrics(parts, res);
    const probing = path === '/health' || path === '/ready';
    forward({ parts, agent, req, res, name: probing ? liveName(parts.cluster()) : choose() });
  });
  return {
    ...listening,
    async [Symbol.asyncDispose]() {
      agent.destroy();
      await listening[Symbol.asyncDispose]();
    },
  };
}

/** Spreads the canary's share evenly over the requests: at 10 %, every tenth one. */
function createChooser(parts: ProxyParts): () => string {
  let credit = 0;
  return () => {
    const cluster = parts.cluster();
    credit += cluster.weight;
    if (credit < 100) return liveName(cluster);
    credit -= 100;
    return CANARY;
  };
}

function answerMetrics(parts: ProxyParts, res: ServerResponse) {
  if (parts.faults.has('metrics-gone')) return sendText(res, 503, 'metrics are not available\n');
  void parts.exposition.text().then(text => sendText(res, 200, text, 'text/plain; version=0.0.4; charset=utf-8'));
}

type Hop = { parts: ProxyParts; agent: Agent; req: IncomingMessage; res: ServerResponse; name: string };

function forward({ parts, agent, req, res, name }: Hop) {
  const port = parts.portOf(name);
  if (port === undefined) return sendJson(res, 502, { error: `no such deployment: ${name}` });
  const onward = request({ agent, port, host: '127.0.0.1', method: req.method, path: req.url, headers: req.headers });
  onward.on('response', answer => {
    count({ parts, req, name, answer });
    res.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(res);
  });
  onward.on('error', () => sendJson(res, 502, { error: `${name} did not answer` }));
  req.pipe(onward);
}

function count({
  parts,
  req,
  name,
  answer,
}: {
  parts: ProxyParts;
  req: IncomingMessage;
  name: string;
  answer: IncomingMessage;
}) {
  const took = answer.headers[TOOK_HEADER];
  if (typeof took !== 'string') return; // A health probe is nobody's request.
  const deployment = parts.cluster().deployments[name];
  const at = Number(req.headers[AT_HEADER] ?? parts.clock.now());
  const track = name === CANARY ? 'canary' : 'stable';
  const sample = { at, track, status: answer.statusCode ?? 502, ms: Number(took) };
  parts.figures.record(sample);
  parts.exposition.record({ ...sample, version: deployment?.version ?? 'unknown' });
  const slow = parts.faults.has('canary-slow') && deployment?.version === parts.cluster().newest;
  if (req.method === 'POST') parts.consumer.produce(at, slow);
}
