import type { EngineSession } from "../../sources/engine/types.ts";

interface Lanes {
  readonly busy: Set<Promise<void>>;
  alone?: Promise<void>;
}

/** By the labels, which all views of a session share. */
const lanesOf = new WeakMap<EngineSession["labels"], Lanes>();

/**
 * Waits until a trial may begin, and reserves its lane until disposal: one with `isAlone` begins once no other trial of
 * the session runs, and no other begins until it ends.
 */
export async function enterLane({ labels }: Pick<EngineSession, "labels">, isAlone: boolean): Promise<Disposable> {
  const lanes = lanesOf.get(labels) ?? { busy: new Set() };
  lanesOf.set(labels, lanes);
  while (lanes.alone !== undefined || (isAlone && lanes.busy.size > 0)) await (lanes.alone ?? Promise.all(lanes.busy));
  const { promise, resolve } = Promise.withResolvers<void>();
  if (isAlone) lanes.alone = promise;
  else lanes.busy.add(promise);
  return {
    [Symbol.dispose]() {
      if (isAlone) delete lanes.alone;
      else lanes.busy.delete(promise);
      resolve();
    },
  };
}
