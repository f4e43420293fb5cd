/** Pseudo-random numbers that a seed repeats (mulberry32, public domain algorithm by T. Ettinger). */
export interface Random {
  /** 0 <= n < limit, whole. */
  below(limit: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
}

/** `words` are mixed into one state, so that a case has numbers of its own whatever ran before it. */
export function randomOf(...words: readonly number[]): Random {
  let state = words.reduce((all, word) => Math.imul(all ^ word, 0x9e3779b1) ^ (all >>> 15), 0x85ebca6b);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    chance: (probability) => next() < probability,
    pick: (list) => list[below(list.length)]!,
  };
}
