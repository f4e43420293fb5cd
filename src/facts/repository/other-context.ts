import { type DockerfileUse } from "./dockerfile-uses.ts";
import { folderOf, partsOf, pathTo } from "./path-word.ts";
import { fileName, lineOf, type RepositoryFile } from "./repository-texts.ts";

/** Where a file may have the Dockerfile at `own` built with another folder than that it is in. `paths` are those of all files. */
export function otherContext(
  file: RepositoryFile,
  uses: readonly DockerfileUse[],
  own: string,
  paths: readonly string[],
): string | undefined {
  const ends = new Set<number>();
  for (const { path, start, end, inOwnFolder } of uses) {
    ends.add(end);
    if (!inOwnFolder && mayMean(path, own, paths)) return said(file, start, path);
  }
  const { text } = file;
  const name = fileName(own);
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + name.length)) {
    const end = at + name.length;
    if (ends.has(end) || /^(?:[\w-]|\.\w)/.test(text.slice(end, end + 2))) continue;
    const { path, start } = pathTo(text, at, end);
    if (fileName(path.replaceAll("\\", "/")) !== name) continue;
    const isMoved = folderOf(path) !== "." || isGiven(text, start, end);
    if (isMoved && mayMean(path, own, paths)) return said(file, start, path);
  }
  const settings = fileName(file.path) === "hullproof.yaml" ? ownContext.exec(text) : null;
  return settings === null ? undefined : `${lineOf(file, settings.index)} names another build context`;
}

const ownContext = /^[ \t]{1,20}["']?context["']?[ \t]{0,8}:[ \t]{0,8}(?!["']?\.\/?["']?[ \t]*(?:#|\r?$))/m;

function said(file: RepositoryFile, at: number, path: string): string {
  return `${lineOf(file, at)} names \`${path.slice(0, 100)}\`, which may be built with another folder`;
}

const movers =
  /(?:^|[\s;|&(`"'$@])(?:cp|mv|ln|cat|sed|awk|envsubst|rsync|scp|tar|m4|copy|type|Copy-Item|Get-Content|Move-Item)\s/i;

/** It is copied or printed by a command, read from by `<`, or a word of its own in a list or call. */
function isGiven(text: string, start: number, end: number): boolean {
  const line = text.slice(Math.max(text.lastIndexOf("\n", start - 1) + 1, start - 400), start);
  if (/<[ \t]*["']?$/.test(line) || movers.test(line)) return true;
  const [before = "", after = ""] = [text[start - 1], text[end]];
  return /["']/.test(before) && before === after;
}

/** Whether a path that a text names may be this file; where it is longer, it is another one if there is one of that name. */
function mayMean(path: string, own: string, paths: readonly string[]): boolean {
  const parts = partsOf(path);
  const names = own.split("/");
  for (let back = 1; back <= parts.length; back++) {
    const part = parts.at(-back) ?? "";
    if (part.includes("\0")) return isPossible(part, names.at(-back) ?? "");
    if (back > names.length) {
      if (part === "") return true;
      const rest = `/${parts.slice(-back).join("/")}`;
      return !paths.some((one) => `/${one}`.endsWith(rest));
    }
    if (part !== names.at(-back)) return false;
  }
  return true;
}

/** An expansion at the end of a name begins as it is written. */
function isPossible(part: string, name: string): boolean {
  const first = part.slice(0, part.indexOf("\0"));
  const last = part.slice(part.lastIndexOf("\0") + 1);
  return name === "" || (name.startsWith(first) && name.endsWith(last));
}
