import { knownBases, oddTag, otherKnownBases } from "../../data/known-bases.ts";
import type { BaseReference } from "./dockerfile.ts";

export interface KnownBase {
  readonly name: string;
  /** `unknown` with a digest, which decides but does not tell the release. */
  readonly tag?: string;
}

/** The image of a FROM, if its shell, user, PATH and package manager are known from its publisher's sources. */
export function knownBase(base: BaseReference): KnownBase | undefined {
  if (base.kind !== "image" || base.text.includes("$")) return undefined;
  const name = (base.name ?? "").replace(/^(?:index\.)?docker\.io\//, "").replace(/^library\//, "");
  if (!knownBases.has(name) && !otherKnownBases.has(name)) return undefined;
  if (oddTag.test(base.tag ?? "")) return undefined;
  const tag = base.digest === undefined ? base.tag : "unknown";
  return { name, ...(tag !== undefined && { tag }) };
}

/** Why Docker may read another text than this one, or by another program; undefined for nearly all. */
export function foreignText(text: string): string | undefined {
  if (/\{\{|\{%|<%/.test(text)) return "it looks like a template, which is filled in before Docker reads it";
  const name = /^\uFEFF?(?:[ \t]*#[ \t]*(?:escape|check)[ \t]*=[^\n]*\n)*[ \t]*#[ \t]*syntax[ \t]*=[ \t]*(\S+)/i.exec(
    text,
  )?.[1];
  if (name === undefined || /^(?:docker\.io\/)?docker\/dockerfile(?:-upstream)?(?:[:@]|$)/.test(name)) return undefined;
  return `\`# syntax=${name}\` is a front end that may read the file differently`;
}
