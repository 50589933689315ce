import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { JsonObject } from '#src/base/json.ts';
import type { World } from './world.ts';

/** A fresh address, asked for as an app does. */
export async function newLink({ call }: World, token = 'xapp-practice'): Promise<string> {
  return String((await call('apps.connections.open', {}, token)).body['url']);
}

/** Whether the fake lets somebody in by this address. */
export async function isLetIn(url: string): Promise<boolean> {
  const socket = new WebSocket(url);
  const opened = once(socket, 'open').then(
    () => true,
    () => false,
  );
  const answer = await opened;
  socket.terminate();
  return answer;
}

export type Caller = Awaited<ReturnType<typeof dial>>;

/** A connection without a mind: hears everything, answers what the test wants. */
export async function dial(world: World) {
  const socket = new WebSocket(await newLink(world));
  const heard: JsonObject[] = [];
  const waiting: (() => void)[] = [];
  let answer = (frame: JsonObject): string | undefined => JSON.stringify({ envelope_id: frame['envelope_id'] });
  socket.on('message', data => {
    const frame = JSON.parse(data.toString()) as JsonObject;
    heard.push(frame);
    const text = 'envelope_id' in frame ? answer(frame) : undefined;
    if (text !== undefined) socket.send(text);
    for (const one of waiting.splice(0)) one();
  });
  onTestFinished(() => socket.terminate());
  return {
    socket,
    heard,
    closed: once(socket, 'close'),
    answerWith(next: (frame: JsonObject) => string | undefined) {
      answer = next;
    },
    /** Resolves when so many frames were heard. */
    async hears(count: number): Promise<void> {
      while (heard.length < count) await new Promise<void>(resolve => waiting.push(resolve));
    },
  };
}
