import type { Severity } from "../../domain/finding/finding.ts";
import { mask } from "./mask.ts";
import { isPlaceholder } from "../../secrets/placeholder.ts";
import { classWords } from "../../secrets/value-class.ts";
import { namedSecretClass } from "./named-secret.ts";
import { scan, titleOf } from "./scan.ts";

export interface SecretInText {
  readonly kind: string;
  readonly title: string;
  readonly severity: Severity;
  readonly masked: string;
}

/** Secrets in `NAME=value`: by the value's own form, else by what the name says of it. */
export function secretsInSetting(name: string, value: string): SecretInText[] {
  // A finding lies in the value, or the name is what tells (HEROKU_API_KEY=...): they are looked at together.
  const found = secretsInText(`${name}=${value}`);
  if (found.length > 0) return found;
  const kind = namedSecretClass(name, value);
  // What everyone knows, or fills in, is no secret of an image that anyone may have.
  if (kind === undefined || isPlaceholder(value)) return [];
  return [
    {
      kind: "named-secret",
      title: `Value of a name that says secret, ${classWords[kind]}`,
      severity: kind === "random" ? "error" : "warning",
      masked: mask(value),
    },
  ];
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
