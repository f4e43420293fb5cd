import { ownValue } from "../../domain/own-value.ts";

/** Parts of an image name (distribution/reference, grammar.go). */
const separated = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
const host = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
const domain = `(?:${host}(?:\\.${host})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`;
const digest = "[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}";
const name = new RegExp(
  `^(?:(${domain})/)?(${separated}(?:/${separated})*)(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@(${digest}))?$`,
);

/** Whether Docker accepts it as the name of an image, existing or not. */
export function isImageName(text: string): boolean {
  // No valid name is nearly as long; it bounds the work on hostile input.
  if (text.length > 1000 || /^[a-f0-9]{64}$/.test(text)) return false;
  const slash = text.indexOf("/");
  const first = slash === -1 ? "" : text.slice(0, slash);
  // Without a dot, a colon or an upper-case letter, the part before the slash belongs to the path.
  const isDomain = /[.:]/.test(first) || first === "localhost" || first.toLowerCase() !== first;
  const match = name.exec(isDomain || slash === -1 ? text : `docker.io/${text}`);
  if (match === null || (match[2]?.length ?? 0) > 255) return false;
  const [algorithm = "", hex = ""] = (match[3] ?? "").split(":");
  const lengths: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };
  const length = ownValue(lengths, algorithm);
  return match[3] === undefined || (length === hex.length && hex === hex.toLowerCase());
}
