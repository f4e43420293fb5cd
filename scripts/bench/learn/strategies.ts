import type { Capability } from "../../../src/domain/profile/capability.ts";

/** Whether the container works with exactly these; equal sets are answered once. */
export type Ask = (set: readonly Capability[]) => Promise<boolean>;

/** What a person does: takes one away, keeps the removal when it still works, and goes on to the next. */
export async function oneByOne(all: readonly Capability[], ask: Ask): Promise<Capability[]> {
  let kept = [...all];
  for (const capability of all) {
    const without = kept.filter((other) => other !== capability);
    if (await ask(without)) kept = without;
  }
  return kept;
}

/**
 * Delta debugging for a least set that passes (Zeller and Hildebrandt, "Simplifying and isolating failure-inducing input",
 * 2002): parts and their complements, finer each time neither helps.
 */
export async function ddmin(all: readonly Capability[], ask: Ask): Promise<Capability[]> {
  if (await ask([])) return [];
  let set = [...all];
  for (let parts = 2; set.length > 1;) {
    const size = Math.ceil(set.length / parts);
    const chunks = Array.from({ length: Math.ceil(set.length / size) }, (_, at) =>
      set.slice(at * size, (at + 1) * size),
    );
    const complements = chunks.map((chunk) => set.filter((name) => !chunk.includes(name)));
    const smaller = (await first(chunks, ask)) ?? (parts > 2 ? await first(complements, ask) : undefined);
    if (smaller !== undefined) {
      parts = chunks.includes(smaller) ? 2 : Math.max(2, parts - 1);
      set = smaller;
    } else if (parts >= set.length) return set;
    else parts = Math.min(set.length, parts * 2);
  }
  return set;
}

async function first(sets: readonly Capability[][], ask: Ask): Promise<Capability[] | undefined> {
  for (const set of sets) if (await ask(set)) return set;
  return undefined;
}
