import type { Profile } from "../../../domain/profile/profile.ts";
import { wordSuppliers } from "../../text/word-references.ts";

/** Variables that only the container's command uses: `$(NAME)` in a command is an environment variable. */
export function wordVariables(workload: Profile["workload"]): string[] {
  return wordSuppliers(workload).filter((name) => !Object.hasOwn(workload.env, name));
}
