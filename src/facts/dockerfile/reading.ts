import { mountFields } from "../../formats/dockerfile/mounts.ts";
import { readDirectives } from "../../formats/dockerfile/directives.ts";
import type { DockerfileFact, Instruction } from "./dockerfile.ts";
import { joinedText } from "./joined-text.ts";
import { joinPath } from "./join-path.ts";
import { pairsOf } from "./variables/pairs-of.ts";

/** The state at an instruction. */
interface Place {
  /** Index of each stage so far, by its name in lower case. */
  readonly stages: Map<string, number>;
  /** Names in lower case that two stages have: which of them is meant, builders decide. */
  readonly ambiguous: ReadonlySet<string>;
  /** Working directory that each stage ends with, where the text says it. */
  readonly folders: (string | undefined)[];
  /** Stages whose triggers move it in a stage that is built on them. */
  readonly moved: Set<number>;
}

/** Settings of which the last of a stage counts. */
const singleKeywords: ReadonlySet<string> = new Set(["CMD", "ENTRYPOINT", "HEALTHCHECK"]);

/**
 * A normal form of a Dockerfile for builders, an item for each instruction: keywords and stage names in any case, stages by
 * number, continuations, comments, both forms of ENV and LABEL, ports of the host, a relative WORKDIR, `.` for `./`, and settings that a later
 * one replaces. Texts with equal readings build equal images. Unequal ones may, too: nothing is evaluated.
 */
export function readingOf(dockerfile: DockerfileFact): readonly string[] {
  const { text, instructions, escape, stages } = dockerfile;
  const names = stages.flatMap(({ name }) => name?.toLowerCase() ?? []);
  const ambiguous = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  const place: Place = { stages: new Map(), ambiguous, folders: [], moved: new Set() };
  const { values } = readDirectives(text, text.startsWith("\uFEFF") ? 1 : 0);
  const replaced = replacedOnes(instructions);
  return [
    JSON.stringify([escape, ...values]),
    ...instructions
      .filter((instruction) => !replaced.has(instruction))
      .map((instruction) => JSON.stringify(itemOf(dockerfile, instruction, place))),
  ];
}

function replacedOnes(instructions: readonly Instruction[]): ReadonlySet<Instruction> {
  const replaced = new Set<Instruction>();
  const later = new Set<string>();
  for (const instruction of instructions.toReversed()) {
    const { keyword, onbuild } = instruction;
    if (onbuild) continue;
    if (keyword === "FROM") later.clear();
    if (!singleKeywords.has(keyword)) continue;
    if (later.has(keyword)) replaced.add(instruction);
    later.add(keyword);
  }
  return replaced;
}

function itemOf(dockerfile: DockerfileFact, instruction: Instruction, place: Place): readonly unknown[] {
  const { keyword, onbuild, heredocs, json } = instruction;
  const flags = onbuild ? flagTexts(instruction) : instruction.flags.map((flag) => flagOf(keyword, flag, place));
  if (onbuild && keyword === "WORKDIR") place.moved.add(place.folders.length - 1);
  const bodies = heredocs.map(({ bodySpan }) => dockerfile.text.slice(bodySpan.start, bodySpan.end));
  const bodyText = onbuild ? argsOf(dockerfile, instruction) : bodyOf(dockerfile, instruction, place);
  return [onbuild, keyword, flags, json !== undefined, bodyText, bodies];
}

function flagTexts({ flags }: Instruction): readonly unknown[] {
  return flags.map(({ name, value }) => [name, value]);
}

function argsOf(dockerfile: DockerfileFact, { argsSpan }: Instruction): string {
  return joinedText(dockerfile, argsSpan);
}

function flagOf(keyword: string, { name, value = "" }: Instruction["flags"][number], place: Place): readonly unknown[] {
  if (keyword === "COPY" && name === "from") return [name, stageOf(value, place)];
  if (keyword !== "RUN" || name !== "mount") return [name, value];
  const fields = mountFields(value)?.map((field) =>
    field.key === "from" ? [field.key, stageOf(field.value ?? "", place)] : [field.key, field.value],
  );
  return [name, fields ?? value];
}

/** A stage by its index; anything else as it is written. */
function stageOf(name: string, { stages, ambiguous }: Place): number | string {
  const lower = name.toLowerCase();
  if (ambiguous.has(lower)) return lower;
  return stages.get(lower) ?? (/^\d+$/.test(name) ? Number(name) : name);
}

function bodyOf(dockerfile: DockerfileFact, instruction: Instruction, place: Place): unknown {
  const { keyword, words, json } = instruction;
  switch (keyword) {
    case "FROM":
      return beginStage(
        words.map(({ text }) => text),
        place,
      );
    case "ARG":
    case "ENV":
    case "LABEL":
      return pairsOf(dockerfile, instruction).map(({ name, value }) => [name, value]);
    case "EXPOSE":
      return words.map(({ text }) => portOf(text));
    case "WORKDIR":
      return enterFolder(argsOf(dockerfile, instruction), place);
    case "ADD":
    case "COPY": {
      const paths = json ?? words.map(({ text }) => text);
      return paths.map((path, index) => (index === paths.length - 1 && path === "." ? "./" : path));
    }
    default:
      return argsOf(dockerfile, instruction);
  }
}

function beginStage([image = "", , name]: readonly string[], { stages, folders, moved }: Place): unknown {
  // Docker compares letter for letter here.
  const parent = stages.get(image);
  const index = folders.length;
  if (parent === undefined) folders.push(image === "scratch" ? "/" : undefined);
  else folders.push(moved.has(parent) ? undefined : folders[parent]);
  if (name !== undefined) stages.set(name.toLowerCase(), index);
  return [parent ?? image, name?.toLowerCase()];
}

/** Only letters that mean themselves are added up. */
function enterFolder(path: string, { folders }: Place): string {
  const index = folders.length - 1;
  const parentFolder = path.startsWith("/") ? "" : folders[index];
  const folder = parentFolder === undefined || !/^[\w./@+-]+$/.test(path) ? undefined : joinPath(parentFolder, path);
  folders[index] = folder;
  return folder ?? path;
}

/** Without the host's part, where every builder accepts it, and with the protocol in lower case. */
function portOf(word: string): string {
  const [, port, protocol] =
    /^(?:(?:(?:\d{1,3}\.){3}\d{1,3}:|\[::1?\]:)?\d{1,5}:)?(\d+(?:-\d+)?)(?:\/(tcp|udp|sctp))?$/i.exec(word) ?? [];
  if (port === undefined) return word;
  return protocol === undefined ? port : `${port}/${protocol.toLowerCase()}`;
}
