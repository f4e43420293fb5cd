import { ownValue } from "../../../domain/own-value.ts";

/** What nginx and Apache escape in a request, and HAProxy (`#22`). */
const escapes = { common: /\\(?:x([0-9A-Fa-f]{2})|(.))/gu, haproxy: /#([0-9A-F]{2})()/gu } as const;
const control: Readonly<Record<string, string>> = { b: "\b", n: "\n", r: "\r", t: "\t", v: "\v" };

/** The request line as it was sent. In a JSON log the parser has resolved the escapes. */
export function unescapedRequest(text: string, by: keyof typeof escapes): string {
  if (!text.includes(by === "common" ? "\\" : "#")) return text;
  return text.replaceAll(escapes[by], (_, hex: string | undefined, letter: string) =>
    hex === undefined ? (ownValue(control, letter) ?? letter) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** Host and path that a request line names, encoded as steps send it; undefined for `*` and tunnels. `text` has a letter for each byte. */
export function logTarget(text: string): { readonly host?: string; readonly target: string } | undefined {
  const [, host, path] = text.startsWith("/") ? [] : (/^https?:\/\/([\w.:[\]-]{1,200})(\/.*)?$/su.exec(text) ?? []);
  const target = host === undefined ? text : (path ?? "/");
  if (!target.startsWith("/")) return undefined;
  const encoded = /[^\x21-\x7E]|["\\]/u.test(target) ? target.replaceAll(/[^\x21-\x7E]|["\\]/gu, encodeLetter) : target;
  return { target: encoded, ...(host !== undefined && { host }) };
}

function encodeLetter(letter: string): string {
  const code = letter.codePointAt(0) ?? 0;
  if (code <= 0xff) return `%${code.toString(16).toUpperCase().padStart(2, "0")}`;
  return letter.isWellFormed() ? encodeURIComponent(letter) : "%EF%BF%BD";
}
