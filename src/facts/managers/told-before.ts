import type { DockerfileFact, Stage } from "../dockerfile/dockerfile.ts";
import type { PackageCall } from "./package-call.ts";

const firsts = new WeakMap<RegExp, WeakMap<Stage, number>>();

/**
 * Something in front of the call says `setting`: in its stage or a stage that it starts from, an option of the RUN itself
 * included. Such a text is mostly a configuration file that is written (`echo 'APT::...' > /etc/apt/apt.conf.d/x`) or an ENV.
 */
export function toldBefore({ stages }: DockerfileFact, { stage, command }: PackageCall, setting: RegExp): boolean {
  const known = firsts.get(setting) ?? new WeakMap<Stage, number>();
  firsts.set(setting, known);
  let own = stages[stage];
  let until = command.span.end;
  while (own !== undefined) {
    const first = known.get(own) ?? firstIn(own, setting);
    known.set(own, first);
    if (first < until) return true;
    const { base, index } = own;
    until = Infinity;
    own =
      base.kind === "stage"
        ? stages.slice(0, index).findLast(({ name }) => name?.toLowerCase() === base.text.toLowerCase())
        : undefined;
  }
  return false;
}

/** Where it is said first; Infinity when nowhere. */
function firstIn({ instructions }: Stage, setting: RegExp): number {
  const one = instructions.find(({ keyword, args }) => /^(RUN|ENV|ARG|COPY)$/.test(keyword) && setting.test(args));
  if (one === undefined) return Infinity;
  return one.argsSpan.start + one.args.search(setting);
}
