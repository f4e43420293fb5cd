import type { DockerfileFact, Instruction, ShellCommand } from "../../facts/dockerfile/dockerfile.ts";
import { argumentsOf, programOf, runsOf } from "../../facts/dockerfile/runs.ts";
import { inherited } from "../../facts/dockerfile/stage-tree.ts";
import { targetChain } from "../../facts/dockerfile/target-chain.ts";

/** A stage that does not become the image asks Git for the version after this COPY: `make` and `go build` do, as far as one can tell. */
export function readsHistory(dockerfile: DockerfileFact, copy: Instruction): boolean {
  const chain = new Set(targetChain(dockerfile));
  const holder = dockerfile.stages.find(({ instructions }) => instructions.includes(copy));
  if (holder === undefined || chain.has(holder)) return false;
  const isBuiltOn = inherited(dockerfile, (stage) => stage === holder);
  return dockerfile.stages.some(
    (stage) =>
      isBuiltOn[stage.index] === true &&
      runsOf(stage).some(({ span, commands }) => span.start > copy.span.start && commands.some(asksGit)),
  );
}

function asksGit(command: ShellCommand): boolean {
  const program = programOf(command) ?? "";
  const args = argumentsOf(command).map(({ text }) => text);
  if (program === "go") return /^(?:build|install)$/.test(args[0] ?? "") && !args.includes("-buildvcs=false");
  return /^(?:git|g?make|goreleaser)$/.test(program);
}
