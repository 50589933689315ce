import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createGitHub } from '#src/adapters/services/github.ts';
import { createGrafana } from '#src/adapters/services/grafana.ts';
import { createStatuspage } from '#src/adapters/services/statuspage.ts';
import { createSubscribers } from '#src/adapters/subscribers/subscribers.ts';
import { GRAFANA_TOKEN } from '#src/fakes/services/grafana.ts';
import { GITHUB_TOKEN, REPOSITORY } from '#src/fakes/services/issues.ts';
import { STATUSPAGE_KEY, STATUSPAGE_PAGE } from '#src/fakes/services/statuspage.ts';
import { openServices } from '../adapters/services/world.ts';
import { startService } from '../adapters/support/service.ts';

/** What events for the subscriber are signed with. */
export const SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes ...').toString('base64')}`;

/** A product whose subscriber is this one, and the services of the fakes. */
export async function outside() {
  const { services, http } = await openServices();
  const subscriber = await startService();
  onTestFinished(() => subscriber[Symbol.asyncDispose]());
  const product = join(mkdtempSync(join(tmpdir(), 'gonogo-product-')), 'lighthouse');
  cpSync(join(import.meta.dirname, '../scenarios/products/lighthouse'), product, { recursive: true });
  const file = join(product, 'product.yml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('http://hook', subscriber.url));
  const { github, grafana, statuspage } = services;
  const ports = {
    tickets: createGitHub({ http, url: github.url, token: GITHUB_TOKEN, repository: REPOSITORY }),
    annotations: createGrafana({ http, url: grafana.url, token: GRAFANA_TOKEN }),
    statusPage: createStatuspage({ http, url: statuspage.url, key: STATUSPAGE_KEY, page: STATUSPAGE_PAGE }),
    subscribers: createSubscribers({ http, secret: SECRET, now: Date.now }),
  };
  return { services, subscriber, product, ports };
}
