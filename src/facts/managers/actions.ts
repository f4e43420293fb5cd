import type { PackageAction } from "./package-call.ts";

/** `install` and `install in rei` by what they do; each verb is looked up once. */
export function actionsOf(table: Partial<Record<PackageAction, string>>): ReadonlyMap<string, PackageAction> {
  return new Map(
    Object.entries(table).flatMap(([action, verbs]) =>
      verbs.split(" ").map((verb) => [verb, action as PackageAction] as const),
    ),
  );
}
