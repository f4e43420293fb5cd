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
  const byFrom = new Map<Instruction, EqualName>();
  const earlier = new Map<string, { texts: Set<string>; names: Set<string>; behindAs: Set<string> }>();
  for (const { from } of stages) {
    const { as, name } = stageName(from) ?? {};
    if (as === undefined || name === undefined) continue;
    const lower = name.text.toLowerCase();
    const text = from.words.map((word) => word.text.toLowerCase()).join(" ");
    const previous = earlier.get(lower);
    if (previous !== undefined) {
      byFrom.set(from, {
        exact: previous.names.has(name.text),
        small: as.text === "as" && previous.behindAs.has(name.text),
        otherwise: previous.texts.size > 1 || !previous.texts.has(text),
      });
    }
    const entry = previous ?? { texts: new Set(), names: new Set(), behindAs: new Set() };
    entry.texts.add(text);
    entry.names.add(name.text);
    if (as.text === "as") entry.behindAs.add(name.text);
    earlier.set(lower, entry);
  }
  return byFrom;
});
