import type { BuildContextFact } from "../../facts/context/build-context.ts";
import type { DockerfileFact, Stage } from "../../facts/dockerfile/dockerfile.ts";
import { saidText } from "../../facts/dockerfile/exec-form.ts";
import { programOf } from "../../facts/dockerfile/runs.ts";
import { targetChain } from "../../facts/dockerfile/target-chain.ts";
import type { PackageCall } from "../../facts/managers/package-call.ts";

/** Each `package.json` in the image before the call has no such dependencies, and there is at least one. */
export function hasNoDevelopment(
  dockerfile: DockerfileFact,
  { command }: PackageCall,
  { taken, unread }: BuildContextFact,
): boolean {
  const chainInstructionSet = new Set(targetChain(dockerfile).flatMap(({ instructions }) => instructions));
  const packages = taken
    .filter(({ instruction }) => chainInstructionSet.has(instruction) && instruction.span.end <= command.span.start)
    .flatMap(({ files }) => files.filter(({ path }) => /(?:^|\/)package\.json$/.test(path)));
  return (
    unread === undefined &&
    packages.length > 0 &&
    packages.every((packageInfo) => packageInfo.hasNoDevDependencies === true)
  );
}

/** An install of everything in the manifest, without an option on which kind. */
export function installsAll({ verb, operands, options }: PackageCall): boolean {
  if (operands.length > 0 || !/^(?:ci|install|i|clean-install)$/.test(verb?.text ?? "")) return false;
  return !options.some(({ name }) => /^(?:--omit|--only|--production|--include|--dev|-g|--global)$/.test(name));
}

/** Scripts and tools of the project run in this stage: `npm run build`, `npx tsc`, `CMD npm run dev`, `node_modules/.bin/x`. */
export function usesTools({ instructions }: Stage): boolean {
  return instructions.some((instruction) => {
    const { keyword, commands } = instruction;
    if (!/^(?:RUN|CMD|ENTRYPOINT)$/.test(keyword)) return false;
    if (/node_modules\/\.bin|\bnpm\W+(?:run|test|start|prune|exec)\b/.test(saidText(instruction))) return true;
    return (
      commands?.some((command) =>
        /^(?:npx|yarn|pnpm|tsc|ng|vite|make|next|nest|gulp|grunt)$/.test(programOf(command) ?? ""),
      ) === true
    );
  });
}
