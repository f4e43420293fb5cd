import type { DockerfileFact, Stage } from "../../facts/dockerfile/dockerfile.ts";
import { hasMount } from "../../facts/managers/package-steps.ts";
import { oncePer } from "../../text/once-per.ts";
import type { InDockerfile } from "../peer.ts";
import { plainCommands } from "./exec-read.ts";
import { hasArgument } from "./has-argument.ts";

/** DL3009 misses a deletion of apt's lists in this RUN: it wants this one spelling, in a stage that is used. */
export function keepsLists({ dockerfile, stage, instruction: run }: InDockerfile): boolean {
  if (stage === undefined || !(run.onbuild || isUsed(dockerfile, stage))) return false;
  const commands = plainCommands(dockerfile, run);
  const fetches = commands.some((command) =>
    ["apt", "apt-get", "aptitude"].some((program) => hasArgument(command, program, ["update"])),
  );
  const cleans = commands.some((command) => hasArgument(command, "rm", ["-rf", "/var/lib/apt/lists/*"]));
  const mounted =
    hasMount(run, "/var/lib/apt/lists") || (hasMount(run, "/var/lib/apt") && hasMount(run, "/var/cache/apt"));
  return fetches && !cleans && !mounted;
}

/** The stage is the last one, of the same base as it, or starts another. */
function isUsed(dockerfile: DockerfileFact, { from, name }: Stage): boolean {
  const { last, bases } = used(dockerfile);
  return textOf(from) === last || (name !== undefined && bases.has(name));
}

const used = oncePer(({ stages }: DockerfileFact) => ({
  last: textOf(stages.at(-1)?.from),
  bases: new Set(stages.map(({ base }) => base.text)),
}));

function textOf(one: Stage["from"] | undefined): string {
  return one?.words.map(({ text }) => text).join(" ") ?? "";
}
