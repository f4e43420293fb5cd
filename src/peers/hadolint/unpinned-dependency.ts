import type { ShellWord } from "../../facts/dockerfile/dockerfile.ts";
import { flagsOf, plainWords, type FlatCommand } from "../../facts/dockerfile/flat-command.ts";
import { isPipInstall } from "../../facts/managers/python/flat-pip.ts";
import type { InDockerfile } from "../peer.ts";
import { flatRead } from "./exec-read.ts";

/** One of the words of a call of this manager has no version that hadolint accepts. */
export function unpinnedDependency(manager: keyof typeof managers) {
  return ({ dockerfile, instruction, about: { call } }: InDockerfile): boolean => {
    const command = call && flatRead(dockerfile, instruction, call.command);
    const { programs, unpinned } = managers[manager];
    return command !== undefined && programs.test(command.name) && unpinned(command).length > 0;
  };
}

const managers = {
  pip: { programs: /^(?:pip|python)/, unpinned: pipWords },
  npm: { programs: /^npm$/, unpinned: npmWords },
  gem: { programs: /^gem$/, unpinned: gemWords },
  go: { programs: /^go$/, unpinned: goWords },
};

const pipValued = new Set(
  (
    "abi b build e editable extra-index-url f find-links i index-url implementation no-binary only-binary platform prefix progress-bar " +
    "proxy python python-version root root-user-action src t target trusted-host upgrade-strategy"
  ).split(" "),
);
const vcs = /^(?:git|svn|hg\+(?:file|https?|ssh|static-http)|bzr\+(?:https?|ssh|sftp|ftp|lp))/;

function pipWords(command: FlatCommand): readonly ShellWord[] {
  const { args } = command;
  if (!isPipInstall(command) || has(args, "--requirement", "-r", ".")) return [];
  if (args.some((word) => flagsOf(word).some((flag) => flag === "c" || flag === "constraint"))) return [];
  return behindInstall(plainWords(args, pipValued)).filter(({ text }) => {
    if (/[<>]|[=!~]=|\.whl$|\.tar\.gz$/.test(text)) return false;
    return vcs.test(text) ? !text.includes("@") : !text.includes("/");
  });
}

const npmValued = new Set(["loglevel", "registry"]);

function npmWords({ args }: FlatCommand): readonly ShellWord[] {
  const plain = plainWords(args, npmValued);
  if (plain[0]?.text !== "install") return [];
  return behindInstall(plain).filter(({ text }) => {
    if (/^git(?:\+ssh|\+https?)?:\/\//.test(text)) return !text.includes("#");
    if (/\.(?:tar|tar\.gz|tgz)$|^(?:\/|\.\/|\.\.\/|~\/)/.test(text)) return false;
    return !(text.startsWith("@") ? text.replace(/^[^ -/]*/, "") : text).includes("@");
  });
}

function gemWords({ args }: FlatCommand): readonly ShellWord[] {
  if (!has(args, "install", "i") || has(args, "-v", "--version")) return [];
  if (args.some(({ text }) => text.startsWith("--version="))) return [];
  const end = args.findIndex(({ text }) => text === "--");
  const unpinned: ShellWord[] = [];
  const operands = end === -1 ? args : args.slice(0, end);
  // Every option there takes the word behind it along.
  for (let at = 0; at < operands.length; at++) {
    const word = operands[at];
    if (word === undefined) break;
    if (word.text.startsWith("-")) at++;
    else if (!/^(?:install|i)$|:/.test(word.text)) unpinned.push(word);
  }
  return unpinned;
}

const none: ReadonlySet<string> = new Set();

function goWords({ args }: FlatCommand): readonly ShellWord[] {
  const plain = plainWords(args, none);
  const packages = has(args, "run")
    ? plain.slice(0, 2).filter(({ text }) => text !== "run")
    : has(args, "install", "get")
      ? plain.filter(({ text }) => !/^(?:install|get|tool)$/.test(text))
      : [];
  return packages.filter(({ text }) => !/^[./]/.test(text) && (!text.includes("@") || /@(?:latest|none)$/.test(text)));
}

function has(args: readonly ShellWord[], ...texts: readonly string[]): boolean {
  return args.some(({ text }) => texts.includes(text));
}

function behindInstall(plain: readonly ShellWord[]): readonly ShellWord[] {
  const at = plain.findIndex(({ text }) => text === "install");
  return at === -1 ? [] : plain.slice(at).filter(({ text }, index) => index > 0 && text !== "install");
}
