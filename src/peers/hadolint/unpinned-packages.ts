import type { DockerfileFact, Instruction } from "../../facts/dockerfile/dockerfile.ts";
import type { PackageCall } from "../../facts/managers/package-call.ts";
import { bareArguments } from "../shared/bare-arguments.ts";
import { oncePer } from "../../text/once-per.ts";
import { dockerfilePeer } from "../peer.ts";
import { seesPlain } from "./exec-read.ts";

export default dockerfilePeer({
  rules: ["updates/unpinned-packages"],
  ids: ["hadolint/DL3008", "hadolint/DL3018", "hadolint/DL3033", "hadolint/DL3037", "hadolint/DL3041"],
  reports({ dockerfile, instruction, about: { call } }) {
    const id =
      call !== undefined && seesPlain(dockerfile, instruction, call.command) ? byCommand(dockerfile, call) : undefined;
    return id === undefined ? [] : [id];
  },
});

/** The id when one of the words that are no options has no version as the linter knows it. */
function byCommand(dockerfile: DockerfileFact, call: PackageCall): string | undefined {
  const args = bareArguments(call.command);
  const has = (word: string): boolean => args.includes(word);
  const some = (valued: string, verbs: string, fixed: (word: string) => boolean): boolean =>
    plainWords(args, valued.split(" ")).some((word) => !verbs.split(" ").includes(word) && !fixed(word));
  const rpm = (word: string): boolean => rpmFixed(dockerfile, call, word);
  switch (call.manager) {
    case "apt-get":
      return has("install") && some("t target-release", "install", (word) => /[=/]|\.deb$/.test(word))
        ? "hadolint/DL3008"
        : undefined;
    case "apk":
      return has("add") && some("t virtual repository X", "add", (word) => /[=~<>]|\.apk$/.test(word))
        ? "hadolint/DL3018"
        : undefined;
    case "zypper":
      return (has("install") || has("in")) && some("", "install in", (word) => /[=<>]|\.rpm$/.test(word))
        ? "hadolint/DL3037"
        : undefined;
    case "yum":
    case "dnf":
    case "microdnf": {
      if (!has("install") || (call.manager !== "yum" && has("group") && !has("module"))) return undefined;
      const fixed = has("module") ? (word: string) => word.includes(":") : rpm;
      if (!some("", "install module", fixed)) return undefined;
      return call.manager === "yum" ? "hadolint/DL3033" : "hadolint/DL3041";
    }
    default:
      return undefined;
  }
}

/** Words that are no options, nor the word behind one of `valued`. */
function plainWords(args: readonly string[], valued: readonly string[]): readonly string[] {
  return args.filter((word, index) => {
    if (/^-./.test(word) && word !== "--") return false;
    const before = args[index - 1] ?? "";
    if (!/^-./.test(before) || before.includes("=")) return true;
    const names = before.startsWith("--") ? [before.slice(2)] : before.slice(1).split("");
    return !names.some((name) => valued.includes(name));
  });
}

/** `name-1.2`: all parts behind the first dash look like versions, and one begins with a digit. */
function rpmFixed(dockerfile: DockerfileFact, call: PackageCall, word: string): boolean {
  const parts = word.split("-").slice(1);
  if (parts.length === 0) return false;
  if (word.endsWith(".rpm")) return true;
  if (!word.includes("$")) {
    return parts.every((part) => /^[\w.~^:+]*$/.test(part)) && parts.some((part) => /^\d/.test(part));
  }
  const used = [...word.matchAll(/\$\{?(\w+)\}?/g)].map(([, name = ""]) => name);
  return used.some((name) => isDeclared(dockerfile, call, name));
}

interface Declarations {
  /** Where each name is first declared as an ARG, in any stage. */
  readonly args: ReadonlyMap<string, number>;
  /** The same for ENV, by stage. */
  readonly envs: readonly ReadonlyMap<string, number>[];
}

/** An ARG above the call in any stage, or an ENV of its own stage or the one it starts from. */
function isDeclared(dockerfile: DockerfileFact, { instruction, stage }: PackageCall, name: string): boolean {
  const { args, envs } = declarationsOf(dockerfile);
  const before = (start = Infinity): boolean => start < instruction.span.start;
  if (before(args.get(name)) || before(envs[stage]?.get(name))) return true;
  const base = dockerfile.stages[stage]?.base;
  if (base?.kind !== "stage") return false;
  const parent = dockerfile.stages.find((one) => one.name === base.text);
  return parent !== undefined && before(envs[parent.index]?.get(name));
}

const declarationsOf = oncePer(({ stages }: DockerfileFact): Declarations => {
  const args = new Map<string, number>();
  const envs = stages.map(({ instructions }) => {
    const own = new Map<string, number>();
    for (const one of instructions) {
      if (one.keyword !== "ARG" && one.keyword !== "ENV") continue;
      const map = one.keyword === "ARG" ? args : own;
      for (const name of namesOf(one)) if (!map.has(name)) map.set(name, one.span.start);
    }
    return own;
  });
  return { args, envs };
});

function namesOf({ words }: Instruction): readonly string[] {
  const pairs = words.filter(({ text }) => text.includes("="));
  return (pairs.length > 0 ? pairs : words.slice(0, 1)).map(({ text }) => text.replace(/=.*$/s, ""));
}
