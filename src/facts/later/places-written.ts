import { programFolders } from "../../data/known-programs.ts";
import type { Instruction, ShellCommand } from "../dockerfile/dockerfile.ts";
import { groupFor } from "./commands.ts";
import { folderBehind, mayMeet, placeOf, wordPlaces, type Folder, type NamedPlace } from "./paths.ts";
import { resolveDots } from "../../text/resolve-dots.ts";

/** What an instruction may put in place of programs: any of them, or those of the names. */
export type Replaces = { readonly any: string } | { readonly names: readonly string[] };

const nothing: Replaces = { names: [] };

/** Any program; no name has a blank. */
const any = " any";

/** What programs are loaded from, and what decides where they are found. */
const loaded = [
  "/etc/ld.so.preload",
  "/etc/profile",
  "/etc/environment",
  "/etc/alternatives",
  "/lib",
  "/lib64",
  "/usr/lib/apt",
];

/** A file at the place has the name of a program; a folder there may bring any. */
function replacedBy({ path, open }: NamedPlace, into: boolean): string | undefined {
  for (const folder of programFolders) {
    if (path.startsWith(`${folder}/`)) {
      const rest = path.slice(folder.length + 1);
      return open ? any : rest.includes("/") ? rest.slice(0, rest.indexOf("/")) : rest;
    }
    if (into && mayMeet({ path, open }, folder)) return any;
  }
  if (
    loaded.some(
      (one) =>
        path === one ||
        path.startsWith(`${one}/`) ||
        (open && one.startsWith(path)) ||
        (into && one.startsWith(`${path}/`)),
    )
  )
    return any;
  return undefined;
}

/** Endings that no one gives a folder. */
const isFileName =
  /^[\w./-]*\.(?:py|js|mjs|cjs|ts|json|txt|toml|ya?ml|lock|md|xml|html|css|cfg|ini|sql|sh|rb|php|go|java|jar|war|rs|c|h|cc|cpp|key|asc|gpg|list|env)$/i;

/** COPY and ADD. A source that is a folder brings its files under their own names. */
export function copyReplaces(copy: Instruction, folder: Folder): Replaces {
  const { json, words, heredocs } = copy;
  const all = json ?? words.map(({ text }) => text.replace(/^(["'])(.*)\1$/, "$2"));
  const target = all.at(-1) ?? "/";
  const place = placeOf(target, !/[$*?[]/.test(target), folder);
  const unseen: Replaces = { any: `${copy.keyword} to \`${target}\` may bring programs` };
  if (place.open) return replacedBy(place, true) === undefined ? nothing : unseen;
  const path = resolveDots(place.path);
  // `COPY tool /usr/local/bin/tool`: as a file it is that program, as a folder it lies where PATH does not look.
  const inside = replacedBy(place, false);
  if (inside !== undefined && inside !== any && !target.endsWith("/") && all.length === 2 && heredocs.length === 0) {
    return { names: [inside] };
  }
  if (inside !== undefined) return unseen;
  if (replacedBy({ path, open: false }, true) === undefined) return nothing;
  // One plain file, named as one, can only land under its own name beneath `/`, `/usr` or `/usr/local`.
  const plain =
    programFolders.includes(path) || copy.keyword === "ADD"
      ? undefined
      : all.slice(0, -1).every((one) => isFileName.test(one));
  return plain === true && target.endsWith("/") ? nothing : unseen;
}

/** The commands of a RUN, one behind the other. */
export function runReplaces(run: Instruction, start: Folder): Replaces {
  const names: string[] = [];
  let folder = start;
  for (const command of run.commands ?? []) {
    const found = commandReplaces(command, folder);
    if ("any" in found) return found;
    names.push(...found.names);
    folder = folderBehind(command, folder);
  }
  return names.length === 0 ? nothing : { names };
}

/** Reads, or makes nothing but folders and marks. */
const makesNoFile =
  /^(?:mkdir|chmod|chown|chgrp|cd|test|\[|\[\[|ls|cat|echo|printf|which|command|export|set|stat|du|find|grep|head|tail|true|:)$/;

function commandReplaces(command: ShellCommand, folder: Folder): Replaces {
  const { name = "", redirects = [] } = command;
  const names: string[] = [];
  const targets = redirects.filter(({ operator }) => operator.includes(">"));
  for (const { target } of targets) {
    const hit = /^[&\d]/.test(target.text)
      ? undefined
      : replacedBy(placeOf(target.text, target.literal, folder), false);
    if (hit === any) return { any: `\`${name}\` may write \`${target.text}\`` };
    if (hit !== undefined) names.push(hit);
  }
  if (makesNoFile.test(name)) return { names };
  const group = groupFor(command);
  const writes = group?.writes === true || group?.names.includes("rm") === true;
  const isFetch = name === "curl" || name === "wget";
  for (const { word, before, place } of wordPlaces(command, folder)) {
    const isTarget =
      !isFetch ||
      /^(?:-[a-zA-Z]*[oOP]|--output(?:-dir|-document)?|--directory-prefix)$/.test(before) ||
      word.text.startsWith("-");
    if (isFetch && !isTarget && (place.open || !word.text.startsWith("/"))) continue;
    const hit = replacedBy(place, writes);
    // `install -D a /usr/local/bin/` and whatever only the build knows.
    if (hit === any && (writes || !place.open)) return { any: `\`${name}\` may write below \`${word.text}\`` };
    if (hit !== undefined && hit !== any) names.push(hit);
  }
  // Archives land where the shell stands.
  const unpacks = name === "cpio" || (/^(?:tar|unzip)$/.test(name) && !hasOwnFolder(command));
  if (unpacks && (folder === undefined || replacedBy({ path: folder, open: false }, true) !== undefined))
    return { any: `\`${name}\` unpacks where the shell stands` };
  return { names };
}

function hasOwnFolder({ words }: ShellCommand): boolean {
  const text = words.map((word) => word.text);
  // Packing writes one file, listing none.
  if (
    text[0]?.endsWith("tar") === true &&
    text.slice(1, 2).some((one) => /^-?[a-zA-Z]*[ct]/.test(one) && !one.startsWith("--"))
  )
    return true;
  return text.some((one) => /^(?:-[a-zA-Z]*[Cd]|--directory)(?:$|=|\/)/.test(one));
}
