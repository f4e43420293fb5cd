import { parseCreatedBy } from "../history/history.ts";

/** More build arguments than any build has. */
const mostArguments = 1_000;

export interface Setting {
  readonly name: string;
  readonly value: string;
}

const start = /(?:^|\s)([A-Za-z_][\w.-]*)=/g;

/** `A=1 B=two words C="3"`: builders write values without quotes, so one ends where the next name begins. */
function settingsOf(text: string): Setting[] {
  const starts = [...text.matchAll(start)].slice(0, mostArguments);
  return starts.map((match, index) => {
    const value = text.slice(match.index + match[0].length, starts[index + 1]?.index ?? text.length);
    return { name: match[1] ?? "", value: value.trim().replace(/^(["'])(.*)\1$/s, "$2") };
  });
}

/** Where the command begins behind the build arguments. */
const shell = /\s(?=\/\S{1,40}\s-\w{0,4}c\s|cmd\s\/S|powershell\s|pwsh\s)/g;

/** `|2 A=1 B=two words /bin/sh -c cmd`: so many arguments, then the shell (moby, builder/dockerfile; BuildKit, withRunArgs). */
function buildArguments(text: string): { readonly settings: readonly Setting[]; readonly rest: string } {
  const [head, count] = /^\|(\d{1,4})\s/.exec(text) ?? [];
  if (head === undefined) return { settings: [], rest: text };
  const last = [...text.matchAll(start)].slice(0, mostArguments)[Number(count) - 1];
  shell.lastIndex = last?.index ?? 0;
  const end = shell.exec(text)?.index ?? text.length;
  return { settings: settingsOf(text.slice(head.length, end)).slice(0, Number(count)), rest: text.slice(end) };
}

/**
 * What a `created_by` of the history sets (build arguments, ENV, ARG, LABEL), and the rest of it. Only a RUN has a command; of other
 * instructions the rest is what they set nothing with.
 */
export function partsOfStep(createdBy: string): { readonly settings: readonly Setting[]; readonly rest: string } {
  const { keyword, text } = parseCreatedBy(createdBy);
  const bare = text.trimStart();
  if (keyword !== "ENV" && keyword !== "ARG" && keyword !== "LABEL") return buildArguments(bare);
  const settings = settingsOf(bare);
  return { settings, rest: settings.length > 0 ? "" : bare };
}
