import { offlineOption } from "../../data/known-programs.ts";
import type { Instruction, ShellCommand } from "../dockerfile/dockerfile.ts";
import { knownManager } from "../managers/known-manager.ts";
import type { PackageCall } from "../managers/package-call.ts";
import { groupFor, isBareShell, onlyTells, ownMeaning, programsMounted } from "./commands.ts";
import type { Leftover } from "./leftover.ts";
import { folderBehind, mayMeet, placeOf, wordPlaces, type Folder } from "./paths.ts";
import { saidText } from "../dockerfile/exec-form.ts";

/** What an instruction does with a leftover: leaves it, makes it again so that nothing behind needs the old one, or may read it. */
export type Use = "leaves" | "renews" | { readonly reads: string };

interface Place {
  readonly folder: Folder;
  /** Why programs are not known here; asked with their names. */
  readonly doubt: (programs: readonly string[]) => string | undefined;
  readonly calls: readonly PackageCall[];
  /** The container at run time: whatever a program fetches, it fetches again. */
  readonly atRunTime?: boolean;
}

export function useOf(instruction: Instruction, leftover: Leftover, place: Place): Use {
  const { keyword } = instruction;
  switch (keyword) {
    case "RUN":
      return useOfRun(instruction, leftover, place);
    case "VOLUME":
      return namesOne(instruction, leftover) ? { reads: "VOLUME keeps what lies there apart" } : "leaves";
    case "CMD":
    case "ENTRYPOINT":
    case "HEALTHCHECK":
    case "SHELL":
      return "leaves";
    default:
      return leftover.paths.some((path) => saidText(instruction).includes(path))
        ? { reads: `${keyword} names the folder` }
        : "leaves";
  }
}

function namesOne({ json, words }: Instruction, { paths }: Leftover): boolean {
  const all = json ?? words.map(({ text }) => text);
  return all.some((text) => paths.some((path) => mayMeet(placeOf(text, !text.includes("$"), "/"), path)));
}

/** The commands of a RUN, CMD, ENTRYPOINT or HEALTHCHECK. */
export function useOfRun(instruction: Instruction, leftover: Leftover, place: Place): Use {
  const { commands } = instruction;
  if (commands === undefined) return unreadable(instruction, leftover, place);
  if (place.atRunTime !== true || leftover.kind === "index") {
    const meaning = ownMeaning(instruction) ?? programsMounted(instruction);
    if (meaning !== undefined) return { reads: meaning };
  }
  let renewed = false;
  for (const { command, use } of usesIn(instruction, commands, leftover, place)) {
    if (use === "leaves" || renewed) continue;
    if (use !== "renews") return use;
    // Only where the RUN can't end well without it.
    if (!mustSucceed(command, commands))
      return { reads: `\`${command.name ?? ""}\` may fail, and the old ones are used` };
    renewed = true;
  }
  return renewed ? "renews" : "leaves";
}

function* usesIn(
  { flags }: Instruction,
  commands: readonly ShellCommand[],
  leftover: Leftover,
  place: Place,
): Generator<{ readonly command: ShellCommand; readonly use: Use }> {
  const offline = flags.some(({ name, value }) => name === "network" && value !== "default");
  const byCommand = new Map(place.calls.map((call) => [call.command.span.start, call]));
  let { folder } = place;
  for (const command of commands) {
    const call = byCommand.get(command.span.start);
    yield { command, use: useOfCommand(command, call, leftover, { ...place, folder }, offline) };
    folder = folderBehind(command, folder);
  }
}

/** The last command of a RUN that may read the leftover, those at `changed` not counted. */
export function lastReader(
  run: Instruction,
  leftover: Leftover,
  place: Place,
  changed: ReadonlySet<number>,
): { readonly start: number; readonly why: string } | undefined {
  const { commands } = run;
  const meaning = commands === undefined ? "its commands can't be read" : ownMeaning(run);
  if (commands === undefined || meaning !== undefined) return { start: Infinity, why: meaning ?? "" };
  let last: { start: number; why: string } | undefined;
  for (const { command, use } of usesIn(run, commands, leftover, place))
    if (typeof use === "object" && !changed.has(command.span.start))
      last = { start: command.span.start, why: use.reads };
  return last;
}

function unreadable(instruction: Instruction, { kind, paths }: Leftover, { atRunTime }: Place): Use {
  const text = saidText(instruction);
  if (atRunTime === true && kind === "downloads" && !paths.some((path) => text.includes(path))) return "leaves";
  return { reads: `a ${instruction.keyword} whose commands can't be read` };
}

/** When it fails, the RUN does: each command needs the one before, or `set -e` stands first and sees it. */
function mustSucceed(command: ShellCommand, commands: readonly ShellCommand[]): boolean {
  if (commands.some(({ after, topLevel }) => !topLevel || after === "||" || after === "&" || after === "|"))
    return false;
  const at = commands.indexOf(command);
  const behind = commands.slice(at + 1);
  if (behind.every(({ after }) => after === "&&")) return true;
  const [first] = commands;
  const strict = first?.name === "set" && first.words.some(({ text }) => /^-[a-z]*e|^errexit$/.test(text));
  // Left of `&&` no failure is seen.
  return strict && behind[0]?.after === ";";
}

function useOfCommand(
  command: ShellCommand,
  call: PackageCall | undefined,
  leftover: Leftover,
  place: Place,
  offline: boolean,
): Use {
  const { name, words } = command;
  const shown = `\`${name ?? words[0]?.text ?? ""}\``;
  const meets = namedTree(command, leftover, place.folder);
  if (words.length === 0) return meets === undefined ? "leaves" : { reads: meets };
  const lax = place.atRunTime === true && leftover.kind === "downloads";
  const doubt = lax ? undefined : place.doubt([name ?? "", ...(command.wrappers ?? [])]);
  if (doubt !== undefined) return { reads: doubt };
  if (call !== undefined) return useOfCall(call, leftover, meets, offline);
  if (onlyTells(command)) return "leaves";
  const group = groupFor(command);
  if (group === undefined) {
    if (lax) return meets === undefined ? "leaves" : { reads: meets };
    if (place.atRunTime === true && isBareShell(command)) return "leaves";
    return { reads: `what ${shown} reads or runs is not known` };
  }
  if (/^(?:rm|mkdir|chmod|chown|chgrp|touch|echo|printf|test|\[)$/.test(name ?? "") && meets !== undefined)
    return "leaves";
  return meets === undefined ? "leaves" : { reads: meets };
}

/** Words that name the leftover's folders, or a tree that holds them. */
function namedTree(command: ShellCommand, { paths }: Leftover, folder: Folder): string | undefined {
  const { name = "", words, redirects = [] } = command;
  const inputs = redirects.filter(({ operator }) => operator === "<");
  for (const { target } of inputs)
    if (paths.some((path) => mayMeet(placeOf(target.text, target.literal, folder), path)))
      return `\`< ${target.text}\` may read it`;
  const group = groupFor(command);
  for (const { word, place } of wordPlaces(command, folder)) {
    // Only a program that reads trees can mean a folder above by a word that may be anything.
    const open = place.open || place.path === "/" || !word.text.includes("/");
    if (open && group?.reads !== true && !(word.text.startsWith("/") && word.text.length > 1 && group === undefined))
      continue;
    // A target that the copy lands in is not read, but it is written beneath.
    if (paths.some((path) => mayMeet(place, path))) return `\`${name} ${word.text}\` may read it`;
  }
  const here = name === "cd" || words.length === 0 ? undefined : folder;
  if (here !== undefined && paths.some((path) => here === path || here.startsWith(`${path}/`)))
    return `\`${name}\` runs in the folder`;
  return undefined;
}

function useOfCall(call: PackageCall, leftover: Leftover, meets: string | undefined, offline: boolean): Use {
  const { action, options, verb, operands, command } = call;
  const manager = knownManager(call.manager);
  const shown = `\`${call.manager}${verb === undefined ? "" : ` ${verb.text}`}\``;
  if (meets !== undefined) return { reads: meets };
  const own = leftover.managers.includes(call.manager);
  if (own && leftover.kind === "index") {
    if (action === "update") {
      const plain =
        operands.length === 0 &&
        options.every(({ name }) => /^-{1,2}(?:q|quiet|y|yes|assume-yes|v|verbose)$/.test(name));
      return plain && !offline ? "renews" : { reads: `${shown} with options may update only some of it` };
    }
    if (/^(?:remove|autoremove|clean)$/.test(action)) return "leaves";
    const fresh = options.some(({ name }) => manager?.freshIndex?.test(name));
    return fresh && !offline ? "leaves" : { reads: `${shown} reads it` };
  }
  if (leftover.kind === "downloads") {
    if (!own) return "leaves";
    if (offline) return { reads: `${shown} runs without a network` };
    const lone = options.find(({ word }) => offlineOption.test(word.text));
    if (lone !== undefined) return { reads: `${shown} ${lone.word.text} may read it` };
    return action === "other" && manager?.readsDownloads?.test(verb?.text ?? "") === true
      ? { reads: `${shown} may read it` }
      : "leaves";
  }
  const runs = manager?.runsPackages;
  if (runs !== undefined)
    return command.words.some(({ text }) => runs.test(text)) ? { reads: `${shown} runs programs` } : "leaves";
  // Their packages' scripts come from the distribution.
  if (manager?.system !== undefined) return "leaves";
  const switches = manager?.noPackageCode;
  if (action === "clean" || action === "remove") return "leaves";
  const off =
    switches !== undefined &&
    switches.length > 0 &&
    switches.every((wanted) =>
      options.some(({ name, value }) => wanted.test(value === undefined ? name : `${name}=${value}`)),
    );
  return off ? "leaves" : { reads: `${shown} runs code of the packages that it installs` };
}
