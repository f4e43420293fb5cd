import type { Edit, Fix } from "../../domain/finding/fix.ts";
import type { DockerfileFact } from "../../facts/dockerfile/dockerfile.ts";
import { readingOf } from "../../facts/dockerfile/reading.ts";
import { dockerfileFact } from "../../facts/dockerfile/stages.ts";
import { parseDockerfile } from "../../formats/dockerfile/parse.ts";

/** Texts that are read again for the fixes of one rule: a hostile file has thousands of places. */
const maxReadings = 64;

/**
 * Fixes after which the builder reads the same, each applied alone. A second check of a rule's conclusion from spans
 * and words: a fix that fails here edits something else than its rule states.
 */
export function sameReading<Offer extends Pick<Fix, "edits">>(
  dockerfile: DockerfileFact,
  fixes: readonly Offer[],
): ReadonlySet<Offer> {
  const reading = readingOf(dockerfile).join("\n");
  const sameFixes = new Set<Offer>();
  let readings = 0;
  const visit = (some: readonly Offer[]): void => {
    if (some.length === 0 || readings++ >= maxReadings) return;
    if (
      readAfter(
        dockerfile,
        some.flatMap(({ edits }) => edits),
      ) === reading
    ) {
      for (const one of some) sameFixes.add(one);
      return;
    }
    if (some.length === 1) return;
    const middle = some.length >> 1;
    visit(some.slice(0, middle));
    visit(some.slice(middle));
  };
  visit(fixes);
  return sameFixes;
}

/** Undefined if the edits overlap, or Docker refuses the result. */
function readAfter(dockerfile: DockerfileFact, edits: readonly Edit[]): string | undefined {
  let text = "";
  let at = 0;
  for (const { file, span, text: newText } of edits.toSorted((a, b) => a.span.start - b.span.start)) {
    if (file !== dockerfile.file || span.start < at) return undefined;
    text += dockerfile.text.slice(at, span.start) + newText;
    at = span.end;
  }
  try {
    const parsed = parseDockerfile(dockerfile.file, text + dockerfile.text.slice(at));
    return readingOf(dockerfileFact(parsed)).join("\n");
  } catch {
    return undefined;
  }
}
