import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Listening, listen, requestUrl, sendJson } from '../http.ts';
import { behave } from './behaviour.ts';
import type { Cluster } from './cluster.ts';
import type { Faults } from './faults.ts';

/** The header in which a backend tells the proxy how long it took, in simulated milliseconds. */
export const TOOK_HEADER = 'x-took-ms';

type World = { cluster(): Cluster; faults: Faults };

/** One deployment of document-domain: a real HTTP server that behaves as the version in its image does. */
export function startBackend(name: string, world: World): Promise<Listening> {
  let served = 0;
  return listen((req, res) => {
    const deployment = world.cluster().deployments[name];
    if (!deployment || deployment.replicas === 0) return sendJson(res, 503, { error: `${name} has no replicas` });
    const url = requestUrl(req);
    if (url.pathname === '/health' || url.pathname === '/ready') return answerHealth(res, deployment.version, world);
    const newest = deployment.version === world.cluster().newest;
    const outcome = behave({ version: deployment.version, newest, nth: served }, world.faults);
    served += 1;
    res.setHeader(TOOK_HEADER, outcome.ms);
    answerDocuments({ req, res, path: url.pathname, version: deployment.version, status: outcome.status });
  });
}

function answerHealth(res: ServerResponse, version: string, world: World) {
  const failing = world.faults.has('health-fails');
  sendJson(res, failing ? 503 : 200, { status: failing ? 'down' : 'up', service: 'document-domain', version });
}

type Call = { req: IncomingMessage; res: ServerResponse; path: string; version: string; status: number };

function answerDocuments({ req, res, path, version, status }: Call) {
  req.resume();
  if (status >= 500) return sendJson(res, status, { error: 'the document could not be rendered', version });
  if (req.method === 'POST') return sendJson(res, 201, { document: path, version });
  return sendJson(res, 200, { document: path, version, title: 'Delivery note' });
}
