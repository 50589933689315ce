/** Repeatable dice in [0, 1): the same seed gives the same workspace, ids and faults. (mulberry32) */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ0123456789';

/** An id as Slack makes them: a letter for the kind, then capitals and digits. */
export function createIds(random: () => number): (kind: string) => string {
  return kind => {
    let id = kind;
    for (let index = 0; index < 10; index += 1) id += ALPHABET[Math.floor(random() * ALPHABET.length)];
    return id;
  };
}
