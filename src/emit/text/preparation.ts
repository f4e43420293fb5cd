import type { Profile } from "../../domain/profile.ts";
import { seccompFile } from "./restriction-flags.ts";
import { visible } from "./visible.ts";

/** What must be there before the first start, without comment marks; empty when nothing must. */
export function preparation({ prepared = [], seccomp }: Profile): string[] {
  const steps = [
    ...(seccomp === undefined ? [] : [`${seccompFile} lies beside this file: hullproof emit PROFILE --to seccomp`]),
    ...prepared.map(
      ({ path, uid, gid, mode }) => `what is mounted at ${visible(path, 120)} belongs to ${uid}:${gid}, mode ${mode}`,
    ),
  ];
  return steps.length === 0 ? [] : ["Before the first start:", ...steps.map((step) => `  ${step}`)];
}
