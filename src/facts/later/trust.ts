import { baseFolders, knownBases, oddTag, otherKnownBases } from "../../data/known-bases.ts";
import { tellingVariable } from "../../data/known-programs.ts";
import type { BaseReference, DockerfileFact, Instruction, Stage } from "../dockerfile/dockerfile.ts";
import { runsPackageCode } from "../managers/known-manager.ts";
import type { PackageCall } from "../managers/package-call.ts";
import { groupFor, onlyTells, ownLauncher, ownMeaning } from "./commands.ts";
import { placeOf, type Folder } from "./paths.ts";
import { copyReplaces, runReplaces, type Replaces } from "./places-written.ts";

/** What holds in front of each instruction of a stage, and at its end (one more than there are instructions). */
export interface StageTrust {
  readonly parent: StageTrust | undefined;
  /** The image below all stages, when it is a known one. */
  readonly base: { readonly name: string; readonly tag?: string } | undefined;
  /** First reason for which no program counts as known, and the index behind which it holds; -1 for the whole stage. */
  readonly doubt: { readonly why: string; readonly after: number } | undefined;
  /** Programs that were replaced, with the index of the instruction. */
  readonly replaced: ReadonlyMap<string, number>;
  readonly folders: readonly Folder[];
  /** Why the user is not root for certain. */
  readonly users: readonly (string | undefined)[];
}

/** Trust of all stages; a stage that is built FROM another goes on where that one ends. */
export function stageTrusts(
  { stages, windows, text }: DockerfileFact,
  parents: readonly (number | undefined)[],
  calls: ReadonlyMap<Instruction, readonly PackageCall[]>,
): readonly StageTrust[] {
  const trusts: StageTrust[] = [];
  const foreign = windows ? "a Windows image has other programs" : foreignText(text);
  for (const stage of stages) {
    const index = parents[stage.index];
    const parent = index === undefined ? undefined : trusts[index];
    const triggers = index !== undefined && stages[index]?.instructions.some(({ onbuild }) => onbuild) === true;
    trusts.push(trustOf(stage, parent, { foreign, triggers, calls }));
  }
  return trusts;
}

/** `# syntax=` names the program that reads the file; another than Docker's may read it its own way, as a template engine does. */
export function foreignText(text: string): string | undefined {
  const name = /^\uFEFF?(?:[ \t]*#[ \t]*(?:escape|check)[ \t]*=[^\n]*\n)*[ \t]*#[ \t]*syntax[ \t]*=[ \t]*(\S+)/i.exec(
    text,
  )?.[1];
  if (/\{\{|\{%|<%/.test(text)) return "it looks like a template, which is filled in before Docker reads it";
  if (name === undefined || /^(?:docker\.io\/)?docker\/dockerfile(?:-upstream)?(?:[:@]|$)/.test(name)) return undefined;
  return `\`# syntax=${name}\` is a front end that may read the file its own way`;
}

function trustOf(
  { base, instructions, from }: Stage,
  parent: StageTrust | undefined,
  known: {
    readonly foreign: string | undefined;
    readonly triggers: boolean;
    readonly calls: ReadonlyMap<Instruction, readonly PackageCall[]>;
  },
): StageTrust {
  const image = parent === undefined ? knownImage(base) : parent.base;
  let doubt: StageTrust["doubt"];
  const first =
    known.foreign ??
    (parent === undefined
      ? image === undefined
        ? unknownBase(base)
        : from.flags.length > 0
          ? "FROM has a flag, so that the base may be another one"
          : undefined
      : (parent.doubt?.why ?? (known.triggers ? "ONBUILD triggers of the stage below run first" : undefined)));
  // A stage or image that an argument of the build names.
  const named = from.args.includes("$") ? "what FROM names is up to the build" : undefined;
  if (first !== undefined || named !== undefined) doubt = { why: first ?? named ?? "", after: -1 };
  const replaced = new Map<string, number>();
  const folders: Folder[] = [];
  const users: (string | undefined)[] = [];
  let folder: Folder = parent === undefined ? baseFolder(base, image?.name) : parent.folders.at(-1);
  let user =
    parent === undefined ? (image === undefined ? "the base's user is not known" : undefined) : parent.users.at(-1);
  for (const [index, instruction] of instructions.entries()) {
    folders.push(folder);
    users.push(user);
    if (instruction.onbuild) continue;
    if (instruction.keyword === "WORKDIR") {
      const { args } = instruction;
      const place = placeOf(args, !/["'$\\`]/.test(args), folder);
      folder = place.open ? undefined : place.path;
    }
    if (instruction.keyword === "USER") {
      const { args } = instruction;
      user = /^(?:root|0)(?::(?:root|0))?$/.test(args) ? undefined : `USER ${args} is not root`;
    }
    const effect = effectOf(instruction, folder, known.calls.get(instruction) ?? []);
    if ("any" in effect) doubt ??= { why: `${effect.any}`, after: index };
    else for (const name of effect.names) if (!replaced.has(name)) replaced.set(name, index);
  }
  folders.push(folder);
  users.push(user);
  return { parent, base: image, doubt, replaced, folders, users };
}

const none: Replaces = { names: [] };

/** What an instruction does to the meaning of programs' names behind it. */
function effectOf(instruction: Instruction, folder: Folder, calls: readonly PackageCall[]): Replaces {
  const { keyword, args } = instruction;
  switch (keyword) {
    case "ENV":
      return hasOddKey(instruction) ||
        tellingVariable.test(args) ||
        tellingVariable.test(`${/^\S*/.exec(args)?.[0] ?? ""}=`)
        ? { any: "ENV sets PATH or what programs are loaded with" }
        : none;
    case "ARG":
      return args.split(/\s+/).some((word) => tellingVariable.test(`${word.split("=", 1)[0] ?? ""}=`))
        ? { any: "ARG sets PATH or what programs are loaded with" }
        : none;
    case "SHELL":
      return { any: "SHELL changes how commands are run" };
    case "COPY":
    case "ADD":
      return copyReplaces(instruction, folder);
    case "RUN": {
      const unseen = unseenProgram(instruction, calls);
      if (unseen !== undefined) return { any: `what ${unseen} did before can't be read` };
      return runReplaces(instruction, folder);
    }
    default:
      return none;
  }
}

/** A program in the RUN of which nothing is known, as words say it. */
function unseenProgram(run: Instruction, calls: readonly PackageCall[]): string | undefined {
  const { commands } = run;
  if (commands === undefined) return "a RUN without readable commands";
  const meaning = ownMeaning(run);
  if (meaning !== undefined) return `a RUN (${meaning})`;
  const managed = new Map(calls.map((call) => [call.command.span.start, call]));
  for (const command of commands) {
    if (ownLauncher(command)) return `\`${command.wrappers?.find((name) => name.includes("/")) ?? ""}\``;
    const call = managed.get(command.span.start);
    if (call !== undefined && runsOwnCode(call)) return `\`${call.manager}\``;
    if (command.words.length === 0 || managed.has(command.span.start) || onlyTells(command)) continue;
    if (groupFor(command) === undefined) return `\`${command.name ?? command.words[0]?.text ?? ""}\``;
  }
  return undefined;
}

/** It runs scripts of the project itself, or of a package that no repository vouches for. */
function runsOwnCode({ manager, action, operands }: PackageCall): boolean {
  if (/^(?:update|remove|autoremove|clean)$/.test(action)) return false;
  if (operands.some(({ kind }) => kind === "path" || kind === "url" || kind === "dynamic")) return true;
  return runsPackageCode(manager) && operands.length === 0;
}

/** Docker expands names of ENV, too: `P${X}TH=/opt`. */
function hasOddKey({ args, words }: Instruction): boolean {
  const keys = /^\S+\s*=|=/.test(words[0]?.text ?? args)
    ? words.map(({ text }) => text.split("=", 1)[0] ?? "")
    : [words[0]?.text ?? ""];
  return keys.some((key) => /[$\\"'`]/.test(key));
}

function knownImage(base: BaseReference): StageTrust["base"] {
  if (base.kind !== "image" || base.text.includes("$")) return undefined;
  const name = (base.name ?? "").replace(/^(?:index\.)?docker\.io\//, "").replace(/^library\//, "");
  if (!knownBases.has(name) && !otherKnownBases.has(name)) return undefined;
  if (oddTag.test(base.tag ?? "")) return undefined;
  // The digest decides, and does not say which release it is.
  const tag = base.digest === undefined ? base.tag : "unknown";
  return { name, ...(tag !== undefined && { tag }) };
}

function baseFolder({ kind }: BaseReference, name: string | undefined): Folder {
  if (kind === "scratch") return "/";
  return name === undefined || baseFolders.has(name) ? baseFolders.get(name ?? "") : "/";
}

function unknownBase({ kind, text }: BaseReference): string {
  return kind === "scratch"
    ? "scratch holds no programs"
    : `what PATH, shell and programs \`${text}\` has is not known from the text`;
}

/** Why a program is not known in front of instruction `index` of the stage. */
export function doubtAt(trust: StageTrust, index: number, programs: readonly string[]): string | undefined {
  if (trust.doubt !== undefined && trust.doubt.after < index) return trust.doubt.why;
  for (const name of programs) {
    const at = trust.replaced.get(name);
    if (at !== undefined && at < index) return `\`${name}\` is replaced by a file of that name`;
    for (let below = trust.parent; below !== undefined; below = below.parent)
      if (below.replaced.has(name)) return `\`${name}\` is replaced by a file of that name in a stage below`;
  }
  return undefined;
}
