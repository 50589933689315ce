import { onTestFinished } from 'vitest';
import { createHttp } from '#src/adapters/http/http.ts';
import { startServices } from '#src/fakes/services/start.ts';

/** The services as their vendors document them, and the means to call them. */
export async function openServices() {
  const services = await startServices();
  const http = createHttp({ secrets: {} });
  onTestFinished(async () => {
    await services[Symbol.asyncDispose]();
    await http[Symbol.asyncDispose]();
  });
  return { services, http };
}
