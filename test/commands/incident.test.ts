import { expect, test } from 'vitest';
import { loadIncidentShop } from './support/incident-shop.ts';
import { createWorld, messageOf } from './support/world.ts';

const incidents = () => createWorld({ loaded: loadIncidentShop() });

test('[B2] /incident declare sev1 checkout down declares and pages at once', async () => {
  const world = incidents();
  const reply = messageOf(await world.say('U0ANA', 'declare sev1 checkout down'));
  expect(reply.text).toBe(
    'SEV1 INC-1 (checkout down) is declared in <#C0INC>. A page to the owner of the service (Operations) is asked for; the card says when it is accepted and acknowledged.',
  );
  expect(world.incident()).toMatchObject({ severity: 'SEV1', title: 'checkout down', commander: 'U0ANA' });
  expect(Object.values(world.incident().pages)).toHaveLength(1);
});
