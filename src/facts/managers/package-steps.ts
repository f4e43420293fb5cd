import type { Instruction } from "../dockerfile/dockerfile.ts";
import type { PackageCall, PackageCallsFact } from "./package-call.ts";
import { oncePer } from "../../text/once-per.ts";
import { programOf, type Run } from "../dockerfile/runs.ts";

const byInstruction = oncePer((calls: PackageCallsFact): ReadonlyMap<Instruction, readonly PackageCall[]> =>
  Map.groupBy(calls, ({ instruction }) => instruction),
);

const none: readonly PackageCall[] = [];

/** Calls of package managers in one RUN, in order; the fact is sorted by RUN once a file. */
export function callsIn(calls: PackageCallsFact, instruction: Instruction): readonly PackageCall[] {
  return calls.length === 0 ? none : (byInstruction(calls).get(instruction) ?? none);
}

/** `apt-get install`, as a message names the call. */
export function nameOf({ manager, verb }: PackageCall): string {
  return verb === undefined ? manager : `${manager} ${verb.text}`;
}

export function hasOption({ options }: PackageCall, ...names: readonly string[]): boolean {
  return options.some(({ name }) => names.includes(name));
}

/** `apt-get install -s`, `dnf --assumeno`: nothing happens. */
export function isSimulation(call: PackageCall): boolean {
  return hasOption(
    call,
    "-s",
    "--simulate",
    "--just-print",
    "--dry-run",
    "--recon",
    "--no-act",
    "--print-uris",
    "--assumeno",
    "--assume-no",
    "--download-only",
    "--downloadonly",
    "--help",
  );
}

/** Whether a failure of this call fails the build: a list in which each command needs the one before, or `set -e` in front of it. */
export function failsBuild({ command, instruction }: PackageCall): boolean {
  const { places, firstOr, lastOther, jobs, stops } = flowOf(instruction);
  const at = places.get(command);
  if (at === undefined || !command.topLevel || jobs) return false;
  return (at < firstOr && lastOther <= at) || stops;
}

const flowOf = oncePer(({ commands = [] }: Instruction) => {
  const or = commands.findIndex(({ after }) => after === "||");
  const [first] = commands;
  const strict = first?.name === "set" && first.words.some(({ text }) => /^-[a-z]*e/.test(text));
  return {
    places: new Map(commands.map((command, at) => [command, at])),
    firstOr: or === -1 ? commands.length : or,
    /** The last command that does not need the one before it. */
    lastOther: commands.findLastIndex(({ after }) => after !== "&&"),
    jobs: commands.some(({ after }) => after === "|" || after === "&"),
    stops: strict && commands.every(({ topLevel, after }) => topLevel && after !== "||"),
  };
});

/** Path below which a cache or tmpfs mount of the RUN hides the image. */
export function hasMount(instruction: Instruction, fragment: string): boolean {
  return instruction.flags.some(({ name, value = "" }) => {
    if (name !== "mount" || !/(^|,)type=(cache|tmpfs)(,|$)/.test(value)) return false;
    return /(?:^|,)(?:target|dst|destination)=([^,]*)/.exec(value)?.[1]?.includes(fragment) === true;
  });
}

/** The end of the RUN may never be reached, or runs in another shell. */
export function leavesEarly({ commands }: Run): boolean {
  return commands.some((command) => /^(exit|exec|return)$/.test(programOf(command) ?? "") || command.after === "&");
}
