import type { Instruction, Stage } from "../../dockerfile/dockerfile.ts";
import { homesAt } from "../../dockerfile/homes.ts";

/**
 * Paths that any call of npm writes, whatever its command: its cache and logs, and since npm 11 Node's compile cache in the
 * folder for temporary files (`enableCompileCache` of lib/cli.js; seen in two builds that differ in one call).
 */
export function npmWrites(stage: Stage, instruction: Instruction): readonly string[] {
  return [...homesAt(stage, instruction).map((home) => `${home}/.npm`), "/home/node/.npm", "/tmp/node-compile-cache"];
}
