import { bareArguments } from "../shared/bare-arguments.ts";
import type { ShellCommand } from "../../facts/dockerfile/dockerfile.ts";

/** `-yq` counts as `y` and `q`, `--yes=true` as `yes`. */
export function flagNames(command: ShellCommand): readonly string[] {
  return bareArguments(command).flatMap((word) => {
    if (word === "-" || word === "--" || !word.startsWith("-")) return [];
    return word.startsWith("--") ? [word.slice(2).replace(/=.*$/s, "")] : word.slice(1).split("");
  });
}
