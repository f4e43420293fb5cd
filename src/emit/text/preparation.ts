import { neededFor, shownWorkload } from "../../domain/env-by-name.ts";
import type { Profile } from "../../domain/profile.ts";
import { seccompFile } from "./restriction-flags.ts";
import { visible } from "./visible.ts";

/** What must be there before the first start, without comment marks; empty when nothing must. */
export function preparation({ prepared = [], seccomp, workload }: Profile): string[] {
  const needed = neededFor({ ...shownWorkload(workload), companions: [], steps: [] });
  const steps = [
    ...(seccomp === undefined ? [] : [`${seccompFile} lies beside this file: hullproof emit PROFILE --to seccomp`]),
    ...prepared.map(
      ({ path, uid, gid, mode }) => `what is mounted at ${visible(path, 120)} belongs to ${uid}:${gid}, mode ${mode}`,
    ),
    ...(needed.length === 0
      ? []
      : [
          `the environment holds ${needed.map((name) => visible(name, 80)).join(", ")}: values that may be secret are not written here`,
        ]),
  ];
  return steps.length === 0 ? [] : ["Before the first start:", ...steps.map((step) => `  ${step}`)];
}
