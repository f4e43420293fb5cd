import type { PackageCall } from "./package-call.ts";
import { packageManagers } from "./index.ts";
import type { DependencyCache } from "./traits.ts";

/** By `PackageCall.manager`. pnpm and Bun link their stores into node_modules: removing them saves next to nothing. */
export const dependencyCaches: ReadonlyMap<string, DependencyCache> = new Map(
  packageManagers.flatMap(({ name, dependencyCache }) =>
    dependencyCache === undefined ? [] : [[name, dependencyCache]],
  ),
);

/** A call that fills the cache, if the RUN has one that no later call in it cleans. */
export function fillingCall(row: DependencyCache, calls: readonly PackageCall[]): PackageCall | undefined {
  const filling = calls.findLast(
    ({ verb, options }) =>
      verb !== undefined && row.verbs.test(verb.text) && !options.some(({ name }) => row.off?.test(name) === true),
  );
  const cleaned =
    filling !== undefined &&
    calls.some(({ action, command }) => action === "clean" && command.span.start > filling.command.span.start);
  return cleaned ? undefined : filling;
}
