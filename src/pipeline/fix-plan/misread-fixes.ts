import { dockerfileFact } from "../../facts/dockerfile/stages.ts";
import { parseDockerfile } from "../../formats/dockerfile/parse.ts";
import { rules } from "../../rules/index.ts";
import { sameReading } from "../../rules/run/same-reading.ts";
import type { FixCandidate } from "../../rules/run/run-rules.ts";

const rewriting: ReadonlySet<string> = new Set(
  rules.flatMap(({ id, whySafe }) => (typeof whySafe === "object" && "sameReading" in whySafe ? [id] : [])),
);

/** Safe fixes after which the builder would read something unintended: a second check before they are applied. */
export function misreadFixes<Candidate extends FixCandidate>(
  text: string,
  candidates: readonly Candidate[],
): ReadonlySet<Candidate> {
  const safe = candidates.filter(({ rule, fix }) => fix.applicability === "safe" && rewriting.has(rule));
  const [first] = safe;
  if (first === undefined) return new Set();
  const dockerfile = dockerfileFact(parseDockerfile(first.fix.edits[0].file, text));
  const misread = new Set<Candidate>();
  for (const [, ruleFixes] of Map.groupBy(safe, ({ rule }) => rule)) {
    const unchanged = sameReading(
      dockerfile,
      ruleFixes.map(({ fix }) => fix),
    );
    for (const candidate of ruleFixes) if (!unchanged.has(candidate.fix)) misread.add(candidate);
  }
  return misread;
}
