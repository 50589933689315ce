import { afterEach, beforeEach, describe } from 'vitest';
import type { Store } from '#src/ports/store.ts';
import { changesAreWholeOrNothing } from './store/changes.ts';
import { claimsKeepLanes } from './store/claims.ts';
import { effectsEndOnce } from './store/effects.ts';
import type { Place, World } from './store/fixtures.ts';
import { storeIsItsModel } from './store/is-its-model.ts';
import { recordsAreKept } from './store/records.ts';
import { timersFireOnce } from './store/timers.ts';

type NewPlace = () => Promise<Place>;

/**
 * What `Store` promises, whatever it is built on. Each test gets a place of its own; the random one gets many, so a
 * quicker kind that forgets when it is closed does for that.
 */
export function storeContract(database: string, newPlace: NewPlace, newQuickPlace: NewPlace = newPlace): void {
  describe(`a store on ${database}`, () => {
    let place: Place;
    let opened: Store & AsyncDisposable;
    const world = { reopen } as World;

    beforeEach(async () => {
      place = await newPlace();
      await open();
    });
    afterEach(async () => {
      await opened.close();
      await place.remove();
    });

    async function open(): Promise<void> {
      opened = await place.open();
      world.store = opened;
    }
    async function reopen(): Promise<void> {
      await opened.close();
      await open();
    }

    changesAreWholeOrNothing(world);
    claimsKeepLanes(world);
    effectsEndOnce(world);
    timersFireOnce(world);
    recordsAreKept(world);
    storeIsItsModel(newQuickPlace);
  });
}
