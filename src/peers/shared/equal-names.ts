import type { DockerfileFact, Instruction } from "../../facts/dockerfile/dockerfile.ts";
import { stageName } from "../../facts/dockerfile/instruction-words.ts";
import { oncePer } from "../../text/once-per.ts";

/** What an earlier FROM has in common with one of the same name, letters apart. */
export interface EqualName {
  /** The name is the same letter for letter. */
  readonly exact: boolean;
  /** And both stand behind a lower-case `as`. */
  readonly small: boolean;
  /** The FROMs differ in more than capitals. */
  readonly otherwise: boolean;
}

/** By FROM, for each whose name was given before. */
export const equalNames = oncePer(({ stages }: DockerfileFact): ReadonlyMap<Instruction, EqualName> => {
  const found = new Map<Instruction, EqualName>();
  const seen = new Map<string, { texts: Set<string>; names: Set<string>; behindAs: Set<string> }>();
  for (const { from } of stages) {
    const { as, name } = stageName(from) ?? {};
    if (as === undefined || name === undefined) continue;
    const lower = name.text.toLowerCase();
    const text = from.words.map((word) => word.text.toLowerCase()).join(" ");
    const known = seen.get(lower);
    if (known !== undefined) {
      found.set(from, {
        exact: known.names.has(name.text),
        small: as.text === "as" && known.behindAs.has(name.text),
        otherwise: known.texts.size > 1 || !known.texts.has(text),
      });
    }
    const entry = known ?? { texts: new Set(), names: new Set(), behindAs: new Set() };
    entry.texts.add(text);
    entry.names.add(name.text);
    if (as.text === "as") entry.behindAs.add(name.text);
    seen.set(lower, entry);
  }
  return found;
});
