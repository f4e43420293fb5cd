import type { DockerfileFact, Instruction } from "../../facts/dockerfile/dockerfile.ts";
import type { PackageCall } from "../../facts/managers/package-call.ts";
import { bareArguments } from "../shared/bare-arguments.ts";
import { oncePer } from "../../text/once-per.ts";
import type { InDockerfile } from "../peer.ts";
import { seesPlain } from "./exec-read.ts";

/** One of the words of a call of these managers that are no options has no version that hadolint accepts. */
export function unpinnedPackage(...managers: readonly (keyof typeof readers)[]) {
  return ({ dockerfile, instruction, about: { call } }: InDockerfile): boolean => {
    const manager = managers.find((name) => name === call?.manager);
    if (call === undefined || manager === undefined) return false;
    if (!seesPlain(dockerfile, instruction, call.command)) return false;
    return readers[manager](bareArguments(call.command), dockerfile, call);
  };
}

type Reader = (args: readonly string[], dockerfile: DockerfileFact, call: PackageCall) => boolean;

/** Of calls with one of `verbs`: options of `valued` have the next word as their value. */
function reader(verbs: readonly string[], valued: readonly string[], fixed: RegExp): Reader {
  return (args) =>
    args.some((word) => verbs.includes(word)) &&
    plainWords(args, valued).some((word) => !verbs.includes(word) && !fixed.test(word));
}

const rpmReader: Reader = (args, dockerfile, call) => {
  const modules = args.includes("module");
  if (!args.includes("install") || (call.manager !== "yum" && args.includes("group") && !modules)) return false;
  return plainWords(args, []).some((word) => {
    if (word === "install" || word === "module") return false;
    return !(modules ? word.includes(":") : rpmFixed(dockerfile, call, word));
  });
};

const readers = {
  "apt-get": reader(["install"], ["t", "target-release"], /[=/]|\.deb$/),
  apk: reader(["add"], ["t", "virtual", "repository", "X"], /[=~<>]|\.apk$/),
  zypper: reader(["install", "in"], [], /[=<>]|\.rpm$/),
  yum: rpmReader,
  dnf: rpmReader,
  microdnf: rpmReader,
};

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
