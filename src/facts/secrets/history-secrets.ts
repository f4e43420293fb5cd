import type { SecretFound } from "../../domain/image.ts";
import type { HistoryEntry } from "../../sources/image/image.ts";
import { parseCreatedBy } from "../history.ts";
import { secretsInSetting, secretsInText, settingsInWords, type SecretInText } from "./named-value.ts";

/** Longest `created_by` that is looked at; a here-document may be long. */
const most = 256 * 1024;
/** More build arguments than any build has. */
const mostArguments = 1_000;

/**
 * Secrets in what `docker history` shows: values of build arguments (`RUN |1 TOKEN=abc /bin/sh -c ...`), of ARG and ENV, and
 * commands with a login in them. A step is the 0-based index in the configuration's `history`; `layer` is that of the step, when it
 * made one. A build argument stands in every RUN behind its ARG: it is told of the first. `known` are not told again.
 */
export function historySecrets(history: readonly HistoryEntry[], known: readonly SecretFound[]): SecretFound[] {
  const told = new Set(known.map((secret) => keyOf(secret, "name" in secret.place ? secret.place.name : "")));
  let layer = -1;
  return history.flatMap(({ createdBy, empty }, step) => {
    if (!empty) layer++;
    const place: SecretFound["place"] = { in: "history", step, ...(!empty && { layer }) };
    return inStep(createdBy.slice(0, most)).flatMap(({ name, ...secret }) => {
      const key = keyOf(secret, name);
      if (told.has(key)) return [];
      told.add(key);
      return [{ ...secret, place }];
    });
  });
}

type NamedSecret = SecretInText & { readonly name: string };

function keyOf({ kind, masked }: SecretInText, name: string): string {
  return `${kind}\0${masked}\0${name}`;
}

function inStep(createdBy: string): NamedSecret[] {
  const { keyword, text } = parseCreatedBy(createdBy);
  const bare = text.trimStart();
  if (keyword === "ENV" || keyword === "ARG" || keyword === "LABEL") {
    const settings = settingsOf(bare);
    return settings.length > 0 ? settings.flatMap(inSetting) : inText(bare);
  }
  const { settings, rest } = buildArguments(bare);
  const words = keyword === "RUN" ? settingsInWords(rest.split(/\s+/).slice(0, 10_000)) : [];
  const inCommand = inText(rest);
  const shown = new Set(inCommand.map(({ kind, masked }) => `${kind}\0${masked}`));
  return [
    ...settings.flatMap(inSetting),
    ...inCommand,
    // `TOKEN=ghp_... cmd` was seen in the text already.
    ...words.flatMap(inSetting).filter(({ kind, masked }) => !shown.has(`${kind}\0${masked}`)),
  ];
}

function inSetting({ name, value }: Setting): NamedSecret[] {
  return secretsInSetting(name, value).map((secret) => ({ ...secret, name }));
}

function inText(text: string): NamedSecret[] {
  return secretsInText(text).map((secret) => ({ ...secret, name: "" }));
}

interface Setting {
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
