import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { sendJson } from './http.ts';

/** What belongs to the bot on the shared port. */
export function belongsToBot(path: string): boolean {
  return ['/slack/events', '/health', '/ready', '/metrics'].includes(path) || path.startsWith('/webhooks/');
}

/** Hands a request to the bot as it came; 503 while the bot is down. */
export function forwardToBot(port: number, req: IncomingMessage, res: ServerResponse) {
  const { method, url, headers } = req;
  const onward = request({ host: '127.0.0.1', port, method, path: url, headers, agent: false });
  onward.on('response', answer => {
    res.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(res);
  });
  onward.on('error', () => {
    // Killed in the middle of an answer: the reader must see it break off, not end.
    if (res.headersSent) res.destroy();
    else sendJson(res, 503, { error: 'the bot is not running' });
  });
  res.on('close', () => onward.destroy());
  req.pipe(onward);
}
