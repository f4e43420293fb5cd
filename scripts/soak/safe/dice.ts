/** Choices that follow from a seed alone: the same seed makes the same Dockerfile on every machine. */
export interface Dice {
  /** At least 0, less than 1. */
  next(): number;
  chance(probability: number): boolean;
  int(min: number, max: number): number;
  pick<T>(list: readonly T[]): T;
  /** Between `min` and `max` members of a list, each at most once, in random order. */
  sample<T>(list: readonly T[], min: number, max: number): T[];
}

export function createDice(seed: string): Dice {
  let state = hash(seed);
  // mulberry32
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  const pick = <T>(list: readonly T[]): T => {
    if (list.length === 0) throw new Error("nothing to pick from");
    return list[int(0, list.length - 1)] as T;
  };
  return {
    next,
    chance: (probability) => next() < probability,
    int,
    pick,
    sample: (list, min, max) => {
      const rest = [...list];
      return Array.from({ length: Math.min(int(min, max), list.length) }, () =>
        rest.splice(int(0, rest.length - 1), 1),
      ).flat();
    },
  };
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193);
  return value;
}
