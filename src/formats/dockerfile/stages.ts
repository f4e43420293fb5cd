import { expandWord, type Lookup } from "./expansion.ts";
import { isImageName } from "./image-name.ts";
import { mountSource } from "./mounts.ts";
import { isPlatform } from "./flag-values.ts";
import { fault, printable, type FaultKind, type Problem } from "./refusal.ts";
import type { Raw } from "./raws.ts";
import { splitBlanks, splitQuoted } from "./words.ts";
import { oncePer } from "../../text/once-per.ts";

export interface Stage {
  readonly from: Raw;
  /** In lower case. */
  readonly name?: string;
  /** The stage of this file that it begins with. */
  readonly base?: number;
  /** Its image, when no stage of this file; undefined when a variable makes it unknown. */
  readonly image?: string;
  /** Its instructions without FROM. */
  readonly raws: readonly Raw[];
}

/** BuildKit sets these for FROM (dockerfile2llb/platform.go). */
const predefined = /^(BUILD|TARGET)(PLATFORM|OS|OSVERSION|ARCH|VARIANT)$|^TARGETSTAGE$/;

export function readStages(raws: readonly Raw[], escape: string): readonly Stage[] {
  const stages: (Stage & { raws: Raw[] })[] = [];
  const names = new Map<string, number>();
  const lookup = lookupOf(raws, escape);
  for (const raw of raws) {
    if (raw.head.keyword !== "FROM" || raw.head.onbuild) {
      stages.at(-1)?.raws.push(raw);
      continue;
    }
    const [image = "", , alias] = wordsOf(raw);
    const { value, literal, problem } = expandWord(image, { escape, lookup });
    const base = literal && problem === undefined ? names.get(value) : undefined;
    const name = alias?.toLowerCase();
    if (name !== undefined) names.set(name, stages.length);
    stages.push({
      from: raw,
      raws: [],
      ...(name === undefined ? {} : { name }),
      ...(base === undefined ? (literal && problem === undefined ? { image: value } : {}) : { base }),
    });
  }
  return stages;
}

/** Why Docker cannot resolve the base of a stage; it checks this for every stage. */
export function baseProblem({ from, base, image }: Stage, escape: string, raws: readonly Raw[]): Problem | undefined {
  const lookup = lookupOf(raws, escape);
  const [word = ""] = wordsOf(from);
  const { problem } = expandWord(word, { escape, lookup });
  if (problem !== undefined) return fault(`FROM: ${printable(word)}: ${problem}`);
  const platform = from.head.flags.find(({ name }) => name === "platform")?.value ?? "";
  if (platform !== "") {
    const target = expandWord(platform, { escape, lookup });
    if (target.problem !== undefined) return fault(`--platform: ${target.problem}`);
    if (target.literal && !isPlatform(target.value)) {
      return fault(`--platform: ${printable(platform)} is not a platform, such as linux/amd64`, unsetIn(platform));
    }
  }
  if (base !== undefined || image === undefined || image === "scratch") return undefined;
  if (image === "") return fault(`FROM: ${printable(word)} names no image`, unsetIn(word));
  return isImageName(image) ? undefined : fault(`FROM: ${printable(image)} is not an image name`, unsetIn(word));
}

function unsetIn(word: string): FaultKind | undefined {
  return word.includes("$") ? "unset-in-from" : undefined;
}

/** An instruction's reading from another stage or image. */
export interface Reading {
  readonly raw: Raw;
  readonly name: string;
  readonly kind: "copy" | "mount";
}

export function readingsOf({ raws }: Stage): readonly Reading[] {
  return raws.flatMap((raw): Reading[] => {
    const { keyword, onbuild, flags } = raw.head;
    if (onbuild || flags.length === 0) return [];
    if (keyword === "COPY") {
      const name = flags.find((flag) => flag.name === "from")?.value ?? "";
      return name === "" ? [] : [{ raw, name, kind: "copy" }];
    }
    if (keyword !== "RUN") return [];
    return flags
      .filter(({ name }) => name === "mount")
      .map(({ value = "" }) => ({ raw, name: mountSource(value)?.value ?? "", kind: "mount" }));
  });
}

/** An ARG before the first FROM may be given at build time; any other variable that Docker does not set is empty. */
function lookupOf(raws: readonly Raw[], escape: string): Lookup {
  const globals = globalArgs(raws, escape);
  return (name) => (globals.has(name) || predefined.test(name) ? null : undefined);
}

const globalArgs = oncePer((raws: readonly Raw[], escape: string): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const { head, joined } of raws) {
    if (head.keyword === "FROM") break;
    if (head.keyword !== "ARG" || head.onbuild) continue;
    for (const { start, end } of splitQuoted(joined.text, head.args, escape)) {
      names.add(joined.text.slice(start, end).split("=", 1)[0] ?? "");
    }
  }
  return names;
});

function wordsOf({ head, joined }: Raw): readonly string[] {
  return splitBlanks(joined.text, head.args).map(({ start, end }) => joined.text.slice(start, end));
}
