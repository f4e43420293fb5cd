import { isKnownToAll } from "../../../secrets/value-class.ts";
import { isFilledInLater } from "./secret-setting.ts";

/**
 * Where a value is masked: `anywhere`, as a `word` that has no letters beside it, or only at its `place`, behind its name or option. What everyone knows,
 * ordinary words and numbers mean something else in most places.
 */
export type Scope = "anywhere" | "word" | "place";

const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}]/u];

/** Letters of one kind that are a word. */
const word = 8;

export function scopeOf(value: string): Scope {
  if (value.length < 4 || isKnownToAll(value) || isFilledInLater(value)) return "place";
  const mixed = kinds.filter((kind) => kind.test(value)).length > 1;
  if (!mixed) return value.length < word ? "place" : "word";
  return value.length < word ? "word" : "anywhere";
}
