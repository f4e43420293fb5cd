import { ownValue } from "../../domain/own-value.ts";
import type { Instruction, ShellWord } from "../../facts/dockerfile/dockerfile.ts";
import { flagsOf, plainWords, type FlatCommand } from "../../facts/dockerfile/flat-command.ts";
import { textCall, type TextCall } from "../../facts/managers/text-calls.ts";

// What other linters publish as "not pinned", so that a finding names exactly those that report the case.

/** Words for which hadolint asks for a version, with its code. */
export function hadolintUnpinned(command: FlatCommand): { readonly id: string; readonly words: readonly ShellWord[] } {
  if (/^(?:pip|python)/.test(command.name)) return { id: "hadolint/DL3013", words: pipWords(command) };
  if (command.name === "npm") return { id: "hadolint/DL3016", words: npmWords(command) };
  if (command.name === "gem") return { id: "hadolint/DL3028", words: gemWords(command) };
  return { id: "hadolint/DL3062", words: command.name === "go" ? goWords(command) : [] };
}

export function isPipInstall({ name, args }: FlatCommand): boolean {
  if (name.startsWith("pip") && !name.startsWith("pipenv")) return has(args, "install");
  if (!name.startsWith("python")) return false;
  return args.some(({ text }, at) => text === "-m" && args[at + 1]?.text === "pip" && args[at + 2]?.text === "install");
}

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
  const found: ShellWord[] = [];
  const own = end === -1 ? args : args.slice(0, end);
  // Every option there takes the word behind it along.
  for (let at = 0; at < own.length; at++) {
    const word = own[at];
    if (word === undefined) break;
    if (word.text.startsWith("-")) at++;
    else if (!/^(?:install|i)$|:/.test(word.text)) found.push(word);
  }
  return found;
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

const kicsQueries: Readonly<
  Record<string, { readonly id: string; readonly reports: (body: string, json: readonly string[]) => boolean }>
> = {
  pip: { id: "kics/unpinned_package_version_in_pip_install", reports: kicsPip },
  npm: { id: "kics/npm_install_without_pinned_version", reports: kicsNpm },
  gem: { id: "kics/gem_install_without_version", reports: kicsGem },
};

/** KICS's query for the manager, when it reports this RUN; it searches the text and knows no shell. */
export function kicsUnpinned(manager: string, instruction: Instruction, body: string): readonly string[] {
  const query = ownValue(kicsQueries, manager);
  if (query === undefined || instruction.onbuild || instruction.heredocs.length > 0) return [];
  return query.reports(body, instruction.json ?? []) ? [query.id] : [];
}

const withVersion = /[\w\\+-](?:[-:]\$.|[:-]\d+.\d|~?=.)/;

function kicsPip(body: string, json: readonly string[]): boolean {
  const words = json.length > 1 ? json : behindFirst(body, "pip install");
  if (json.length <= 1 && words.some((word) => word === "-r" || word === "-c")) return false;
  return words.some(
    (word, at) =>
      /^[a-zA-Z]/.test(word) &&
      !/^(?:install|pip|pip3)$/.test(json.length > 1 ? word : "") &&
      !word.includes("/") &&
      !(words[at - 1]?.startsWith("-") === true && /[.:/]/.test(word)) &&
      !withVersion.test(word),
  );
}

function kicsGem(body: string, json: readonly string[]): boolean {
  if (json.length > 1)
    return json.some((word) => /^[a-zA-Z]/.test(word) && !/^(?:gem|install)$/.test(word) && !withVersion.test(word));
  const words = behindFirst(body, "gem install");
  return words.some((word, at) => /^[a-zA-Z]/.test(word) && words[at + 1] !== "-v" && !withVersion.test(word));
}

function kicsNpm(body: string, json: readonly string[]): boolean {
  const text = json.length > 1 ? json.join(" ") : body;
  return text
    .split(/&& | \|\| | \| | & | ;/)
    .filter((part) => /npm (?:install|i|add) /.test(part))
    .some((part) =>
      part.split(" ").some((word) => {
        if (word === "" || word === "npm" || word === "install" || /^(?:git|-)/.test(word)) return false;
        return !(isScoped(word) ? word.slice(word.indexOf("/") + 1) : word).includes("@");
      }),
    );
}

/** Words between the first match and the end of its command. */
function behindFirst(body: string, call: TextCall): readonly string[] {
  const match = textCall(body, call);
  if (match === undefined) return [];
  const rest = body.slice(match.end);
  const end = rest.includes(";") ? rest.indexOf(";") : rest.indexOf("&&");
  return rest
    .slice(0, end === -1 ? rest.length : end)
    .split(" ")
    .filter((word) => word !== "");
}

/** `@scope/name`, as far as the text tells. */
function isScoped(word: string): boolean {
  const at = word.indexOf("@");
  return at !== -1 && word.lastIndexOf("/") > at + 1;
}
