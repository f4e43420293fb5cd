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
  let own = stages[stage];
  let until = command.span.end;
  while (own !== undefined) {
    if (first(own) < until) return true;
    const { base, index } = own;
    until = Infinity;
    own =
      base.kind === "stage"
        ? stages.slice(0, index).findLast(({ name }) => name?.toLowerCase() === base.text.toLowerCase())
        : undefined;
  }
  return false;
}

const firstOf = oncePer((setting: RegExp) => oncePer((stage: Stage): number => firstIn(stage, setting)));

/** Where it is said first; Infinity when nowhere. */
function firstIn({ instructions }: Stage, setting: RegExp): number {
  const one = instructions.find((each) => /^(RUN|ENV|ARG|COPY)$/.test(each.keyword) && setting.test(shellText(each)));
  if (one === undefined) return Infinity;
  return shellSpan(one).start + shellText(one).search(setting);
}
