import type { Profile } from "../../domain/profile/profile.ts";
import { wordSuppliers } from "../text/word-references.ts";

/** Variables that the container has for its words alone: `$(NAME)` in a command is one of its environment. */
export function wordVariables(workload: Profile["workload"]): string[] {
  return wordSuppliers(workload).filter((name) => !Object.hasOwn(workload.env, name));
}
