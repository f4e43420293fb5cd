import type { Severity } from "../../domain/finding.ts";
import { isNoSecret } from "../../domain/no-secret.ts";
import { holdsSecret } from "../../domain/secret-name.ts";
import { mask } from "./mask.ts";
import { isPlaceholder, looksChosen } from "../../domain/placeholder.ts";
import { passwordsInWords } from "./password-options.ts";
import { scan, titleOf } from "./scan.ts";

export interface SecretInText {
  readonly kind: string;
  readonly title: string;
  readonly severity: Severity;
  readonly masked: string;
}

/** Holds what is public whatever its name says: keys that packages are verified with, and digests of downloads. */
const publicName =
  /^(?:GPG|PGP|NGINX_GPG|RELEASE)_?KEYS?$|(?:^|_)(?:GPG|PGP|PUBLIC|HOST)_?KEYS?(?:_|$)|_(?:SHA\d*|MD5|DIGEST|CHECKSUM|HASH|VERSION|URL|PATH|FILE|DIR|ID|DUMMY)$/i;
/** Rails and others want some value for the build, and say themselves that it is none. */
const dummy = /dummy|^(?:1|x|build|none|nothing)$/i;

/** Secrets in `NAME=value`: by the value's own form, else by what the name says of it. */
export function secretsInSetting(name: string, value: string): SecretInText[] {
  // A finding lies in the value, or the name is what tells (HEROKU_API_KEY=...): they are looked at together.
  const found = secretsInText(`${name}=${value}`);
  if (found.length > 0) return found;
  const last = name.slice(name.lastIndexOf(".") + 1).replaceAll("-", "_");
  if (value.length < 4 || publicName.test(last) || !holdsSecret(last, value)) return [];
  if (isPlaceholder(value) || dummy.test(value) || isNoSecret(last, value)) return [];
  return [{ kind: "named-secret", title: "Value of a name that says secret", severity: "error", masked: mask(value) }];
}

/** Secrets that have a form, or stand in an address or a login command; same ones once. */
export function secretsInText(text: string): SecretInText[] {
  const hits = scan(new TextEncoder().encode(text), undefined);
  const seen = new Set<string>();
  return hits.flatMap(({ kind, severity, masked }) => {
    const key = `${kind}\0${masked}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ kind, title: titleOf(kind), severity, masked }];
  });
}

/** `--db-password=s3cr3t`, `--token s3cr3t`, `TOKEN=s3cr3t cmd`, `sshpass -p s3cr3t` among the words of a command: names and values. */
export function settingsInWords(words: readonly string[]): { readonly name: string; readonly value: string }[] {
  const named = words.flatMap((word, at) => {
    const [, name, value] = /^(?:--?)?([A-Za-z][\w.-]{0,80})=([\s\S]+)$/.exec(word) ?? [];
    // `--secret=id=npm,src=.npmrc` names a secret of a build.
    if (name !== undefined && value !== undefined)
      return /^(?:id|type|src)=/.test(value) ? [] : [{ name, value: unquoted(value) }];
    const next = words[at + 1];
    const [, dashes, flag] = /^(--?)([a-z][\w-]{2,60})$/.exec(word) ?? [];
    if (flag === undefined || next === undefined || next.startsWith("-")) return [];
    // One dash may be several letters in one word, `tar -pass`: more is asked of the value.
    return dashes === "--" || looksChosen(unquoted(next)) ? [{ name: flag, value: unquoted(next) }] : [];
  });
  return [...named, ...passwordsInWords(words)];
}

function unquoted(text: string): string {
  return /^(["'])(.*)\1$/s.exec(text)?.[2] ?? text;
}
