import type { ShellCommand, ShellWord } from "../dockerfile/dockerfile.ts";
import { resolveDots } from "../../text/resolve-dots.ts";

/** A place that a word may name. `open`: more may follow, which only the build knows (`/opt/app-$VERSION`, `*`). */
export interface NamedPlace {
  readonly path: string;
  readonly open: boolean;
}

/** Working directory of a command; undefined when the text does not say. */
export type Folder = string | undefined;

/** Where a path leads from `folder`; `~` is root's home, the only one that the text knows. */
export function placeOf(text: string, literal: boolean, folder: Folder): NamedPlace {
  const home = text.replace(/^~(?=\/|$)/, "/root");
  const cut = literal || home !== text ? home.search(/[*?[]/) : home.search(/[$*?[{`~]/);
  const open = cut !== -1 || (!literal && home === text);
  const known = cut === -1 ? home : home.slice(0, cut);
  if (known.startsWith("/")) return { path: open ? openPrefix(known) : resolveDots(known), open };
  if (folder === undefined || (known === "" && !/^[*?[]/.test(home))) return { path: "", open: true };
  const path = `${folder}/${known}`;
  return { path: open ? openPrefix(path) : resolveDots(path), open };
}

/** The part up to the last name is certain, the name itself only begins so; `..` behind it is not thought of. */
function openPrefix(text: string): string {
  const slash = text.lastIndexOf("/");
  const parent = resolveDots(text.slice(0, slash + 1));
  return `${parent === "/" ? "" : parent}/${text.slice(slash + 1)}`;
}

/** One of them may hold the other. */
export function mayMeet({ path, open }: NamedPlace, other: string): boolean {
  if (path === "/" || path === other || other.startsWith(`${path}/`) || path.startsWith(`${other}/`)) return true;
  return open && other.startsWith(path);
}

interface WordPlace {
  readonly word: ShellWord;
  /** The word in front of it, which may be an option that it belongs to. */
  readonly before: string;
  readonly place: NamedPlace;
}

/** Places that the words behind a program's name may be; `--opt=PATH` and `-CPATH` included. */
export function wordPlaces({ words }: ShellCommand, folder: Folder): WordPlace[] {
  const found: WordPlace[] = [];
  let last = "";
  for (const word of words.slice(1)) {
    const before = last;
    last = word.text;
    const { text, literal } = word;
    if (text.includes("://")) continue;
    if (!text.startsWith("-")) {
      // `of=/dev/sda` of dd, `BUILD=/x` of env.
      const equals = /^[\w.-]+=/.exec(text)?.[0].length ?? 0;
      found.push({ word, before, place: placeOf(text.slice(equals), literal, folder) });
      continue;
    }
    const at = text.includes("=") ? text.indexOf("=") + 1 : text.search(/[/$~]/);
    if (at > 0 && at < text.length) found.push({ word, before, place: placeOf(text.slice(at), literal, folder) });
  }
  return found;
}

/** Working directory behind a command that stands where `folder` holds. */
export function folderBehind({ name, words }: ShellCommand, folder: Folder): Folder {
  if (name === "pushd" || name === "popd") return undefined;
  if (name !== "cd") return folder;
  const [, target] = words;
  if (target === undefined) return "/root";
  const { path, open } = placeOf(target.text, target.literal, folder);
  return open || target.text.startsWith("-") ? undefined : path;
}
