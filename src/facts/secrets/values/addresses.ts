import { looksChosen } from "../../../secrets/placeholder.ts";
import { isFilledInLater } from "./secret-setting.ts";
import { literalParts } from "./literal-parts.ts";
import type { SecretValue } from "./secret-value.ts";

/** Ends what stands before the host, and an address. */
const outside: ReadonlySet<string> = new Set(" \t\r\n\"'`<>{}[]\\|");
const longest = 2_000;
/** Shorter ones are names of users. */
const shortestToken = 12;

/** What stands between the scheme and the host of addresses: `https://USER:PASSWORD@host`, `https://TOKEN@host`. */
export function secretsInAddresses(text: string): readonly SecretValue[] {
  const secrets: SecretValue[] = [];
  for (let at = text.indexOf("://"); at !== -1; at = text.indexOf("://", at + 3)) {
    const start = at + 3;
    const login = loginAt(text, start);
    if (login === undefined) continue;
    const colon = login.indexOf(":");
    if (colon === -1) {
      if (login.length >= shortestToken && looksChosen(login)) secrets.push({ value: login });
      continue;
    }
    const behind = login.slice(0, colon + 1);
    for (const value of literalParts(login.slice(colon + 1)))
      if (value.length > 1 && !isFilledInLater(value))
        secrets.push({ value, behind: behind === ":" ? "://:" : behind });
  }
  return secrets;
}

/** Up to the last `@` of what may be the host's part: passwords are not always escaped. */
function loginAt(text: string, start: number): string | undefined {
  let end: number | undefined;
  for (let at = start; at < Math.min(text.length, start + longest); at++) {
    const sign = text.charAt(at);
    if (outside.has(sign) && !inVariable(text, start, at)) break;
    if ((sign === "/" && end !== undefined) || text.startsWith("://", at)) break;
    if (sign === "@") end = at;
  }
  return end === undefined ? undefined : text.slice(start, end);
}

/** `${NAME}` has braces. */
function inVariable(text: string, start: number, at: number): boolean {
  if (text.charAt(at) === "{") return text.charAt(at - 1) === "$";
  return text.charAt(at) === "}" && text.slice(start, at).includes("${");
}
