import type { Handlers } from './handler.ts';

export const APPS: Handlers = {
  'apps.connections.open': (_args, { newLink }) => ({ url: newLink() }),
};
