import type { DockerfileFact, Stage } from "../dockerfile/dockerfile.ts";
import { shellSpan, shellText } from "../dockerfile/exec-form.ts";
import type { PackageCall } from "./package-call.ts";
import { oncePer } from "../../text/once-per.ts";

/**
 * Something in front of the call says `setting`: in its stage or a stage that it starts from, an option of the RUN itself
 * included. Such a text is mostly a configuration file that is written (`echo 'APT::...' > /etc/apt/apt.conf.d/x`) or an ENV.
 */
export function setBefore({ stages }: DockerfileFact, { stage, command }: PackageCall, setting: RegExp): boolean {
  const first = firstOf(setting);
  let currentStage = stages[stage];
  let until = command.span.end;
  while (currentStage !== undefined) {
    if (first(currentStage) < until) return true;
    const { base, index } = currentStage;
    until = Infinity;
    currentStage =
      base.kind === "stage"
        ? stages.slice(0, index).findLast(({ name }) => name?.toLowerCase() === base.text.toLowerCase())
        : undefined;
  }
  return false;
}

const firstOf = oncePer((setting: RegExp) => oncePer((stage: Stage): number => firstIn(stage, setting)));

/** Offset of its first occurrence; Infinity without one. */
function firstIn({ instructions }: Stage, setting: RegExp): number {
  const instruction = instructions.find(
    (each) => /^(RUN|ENV|ARG|COPY)$/.test(each.keyword) && setting.test(shellText(each)),
  );
  if (instruction === undefined) return Infinity;
  return shellSpan(instruction).start + shellText(instruction).search(setting);
}
