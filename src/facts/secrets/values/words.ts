import { withoutEnd } from "../../../text/cut.ts";
import { unquoted } from "../../../text/unquoted.ts";
import { optionValues } from "../password-options.ts";
import { settingsByName } from "../settings-in-words.ts";
import { isFilledInLater, isSecretSetting } from "./secret-setting.ts";
import { literalParts } from "./literal-parts.ts";
import type { SecretValue } from "./secret-value.ts";

const longestPart = 1_024;
const longestName = 80;

/** Secrets among the words of commands: what options and variables are given, what is piped to a login, logins of package managers. */
export function secretsInWords(words: readonly string[]): readonly SecretValue[] {
  const shortWords = words.filter((word) => word.length <= longestPart);
  const secrets: SecretValue[] = [];
  const add = (value: string, behind: string): void => {
    for (const part of literalParts(withoutQuotes(value)))
      if (part.length > 1 && !isFilledInLater(part)) secrets.push({ value: part, behind });
  };
  for (const { name, value } of settingsByName(shortWords))
    for (const part of literalParts(value))
      if (isSecretSetting(name, part)) secrets.push({ value: part, behind: name });
  for (const { value, behind } of optionValues(shortWords)) add(value, behind);
  for (let at = 0; at < shortWords.length; at++) {
    const [word = "", first = "", second = ""] = [shortWords[at], shortWords[at + 1], shortWords[at + 2]];
    switch (withoutEnd(word, ";)")) {
      case "set":
        // `npm config set NAME VALUE`, `aws configure set NAME VALUE`.
        if (isSecretSetting(lastName(first), second)) add(second, first);
        break;
      case "config":
        // `bundle config HOST USER:PASSWORD`, `poetry config http-basic.NAME USER PASSWORD`.
        for (const candidate of shortWords.slice(at + 1, at + 6))
          if (/^[\w.-]{1,100}:[^/:]/.test(candidate))
            add(candidate.slice(candidate.indexOf(":") + 1), candidate.slice(0, candidate.indexOf(":") + 1));
        break;
      case "login":
      case "machine":
        // netrc(5): `machine HOST login USER password PASSWORD`.
        for (let next = at + 1; next < Math.min(shortWords.length - 1, at + 6); next++)
          if (shortWords[next] === "password") add(shortWords[next + 1] ?? "", "password");
        break;
      case "chpasswd":
        for (const candidate of shortWords.slice(Math.max(0, at - 12), at).map(withoutQuotes))
          if (/^[\w.-]{1,100}:./.test(candidate))
            add(candidate.slice(candidate.indexOf(":") + 1), candidate.slice(0, candidate.indexOf(":") + 1));
        break;
      case "--stdin":
      case "--password-stdin":
      case "--with-token":
        addPiped(shortWords, at, add);
        break;
      case "htpasswd":
        if (/^-[a-zA-Z]{0,8}b/.test(first)) {
          const [third = "", fourth = ""] = shortWords.slice(at + 3, at + 5);
          add(/^-[a-zA-Z]{0,8}n/.test(first) ? third : fourth, third);
        }
        break;
      case "ENV":
      case "LABEL":
        // `ENV NAME value` goes on to the end of the line.
        if (isSecretSetting(first, second))
          for (const candidate of [second, shortWords.slice(at + 2).join(" ")]) add(candidate, first);
        break;
      default:
        if (word.startsWith("http-basic.")) add(second, first);
    }
  }
  return secrets;
}

/** `echo VALUE | docker login --password-stdin` */
function addPiped(words: readonly string[], at: number, add: (value: string, behind: string) => void): void {
  const pipe = words.lastIndexOf("|", at);
  if (pipe < 1) return;
  const start = Math.max(words.lastIndexOf("echo", pipe), words.lastIndexOf("printf", pipe));
  if (start === -1) return;
  for (let next = start + 1; next < pipe; next++) add(words[next] ?? "", words[next - 1] ?? "");
}

/** `_authToken` of `//npm.example/:_authToken`. */
function lastName(text: string): string {
  let start = text.length;
  while (start > 0 && text.length - start < longestName && /[\w.-]/.test(text.charAt(start - 1))) start--;
  return text.slice(start);
}

function withoutQuotes(text: string): string {
  return unquoted(withoutEnd(text, ";)")).replace(/^["']|["']$/g, "");
}
