import { copyFrom } from "../../facts/dockerfile/copy-paths.ts";
import type { Stage } from "../../facts/dockerfile/dockerfile.ts";
import { chainInstructions } from "../../facts/dockerfile/target-chain.ts";
import type { VariablesFact } from "../../facts/dockerfile/variables/variables.ts";
import type { PackageCall } from "../../facts/managers/package-call.ts";
import { withoutEnd } from "../../text/cut.ts";

/**
 * Another stage's copy filled the folder before, directly or through a parent that ENV names: it already contains the
 * lock file's packages.
 */
export function isFilled(
  chain: readonly Stage[],
  { instruction: run, operands }: PackageCall,
  folder: RegExp,
  variables: VariablesFact,
): boolean {
  // A package that is named is downloaded.
  if (operands.some(({ kind }) => kind !== "requirements" && kind !== "path")) return false;
  const earlierInstructions = chainInstructions(chain).filter(({ span }) => span.start < run.span.start);
  const copies = earlierInstructions.filter((copy) => copy.keyword === "COPY" && copyFrom(copy) !== undefined);
  if (copies.length === 0) return false;
  const pathsInEnv = earlierInstructions
    .filter(({ keyword }) => keyword === "ENV")
    .flatMap((env) => (variables.expandDefaults(env, env.args) ?? env.args).split(/[\s="':]+/))
    .filter((path) => path.startsWith("/") && folder.test(path));
  return copies.some((copy) =>
    copy.words.some(({ text }) => {
      const path = withoutEnd(variables.expandDefaults(copy, text) ?? text, "/");
      return folder.test(path) || (path.length > 1 && pathsInEnv.some((one) => one.startsWith(`${path}/`)));
    }),
  );
}
