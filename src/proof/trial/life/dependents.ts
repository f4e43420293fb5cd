import type { LifeContext } from "./life-context.ts";

/** A life with the companions that need its container, while they are there. */
interface Around extends AsyncDisposable {
  readonly life: LifeContext;
  /** Why one of them did not become ready, or what became of one that was. */
  problems(): Promise<readonly string[]>;
}

/** Starts the companions that need the container, which is ready. */
export async function withDependents(life: LifeContext): Promise<Around> {
  const dependents = await life.dependents?.();
  return {
    life:
      dependents === undefined ? life : { ...life, beside: new Map([...(life.beside ?? []), ...dependents.started]) },
    problems: async () => (await dependents?.problems()) ?? [],
    [Symbol.asyncDispose]: async () => dependents?.[Symbol.asyncDispose](),
  };
}
