import type { LifecycleContext } from "./lifecycle-context.ts";

/** A life with the companions that need its container. */
interface DependentScope extends AsyncDisposable {
  readonly life: LifecycleContext;
  /** Why one of them did not become ready, or later ended. */
  problems(): Promise<readonly string[]>;
}

/** Starts the companions that need the container, which is ready. */
export async function withDependents(life: LifecycleContext): Promise<DependentScope> {
  const dependents = await life.dependents?.();
  return {
    life:
      dependents === undefined
        ? life
        : { ...life, companions: new Map([...(life.companions ?? []), ...dependents.started]) },
    problems: async () => (await dependents?.problems()) ?? [],
    [Symbol.asyncDispose]: async () => dependents?.[Symbol.asyncDispose](),
  };
}
