import { ownValue } from "../../domain/own-value.ts";
import { quote, reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import { findCycles, moveTarget, unknownBases } from "./cycles.ts";
import { hasEnded, lifecycles } from "../../data/release-cycles.ts";
import { officialName } from "../../facts/dockerfile/official-image.ts";

export default defineRule({
  id: "base-image/old-cycle",
  title: "Base image on an older supported cycle",
  why:
    "The release still gets security fixes, but a newer one with longer support is out. Older cycles get only the most serious fixes, " +
    "and the move gets harder the longer it waits. hullproof makes it only when your workload passes on the new one.",
  severity: "info",
  needs: ["dockerfile", "today"],
  fix: "proven",
  also: [],
  examples: [
    {
      kind: "dockerfile",
      bad: 'FROM node:22-slim\nCOPY server.js /app/\nCMD ["node", "/app/server.js"]\n',
      good: 'FROM node:24-slim\nCOPY server.js /app/\nCMD ["node", "/app/server.js"]\n',
    },
    { kind: "dockerfile", bad: "FROM debian:bookworm\n", good: "FROM debian:trixie\n" },
  ],
  *check({ dockerfile, today }) {
    for (const { base, from } of dockerfile.stages) {
      const target = moveTarget(base);
      const baseCycle = findCycles(base).find(({ beside }) => !beside);
      if (
        baseCycle === undefined ||
        target === undefined ||
        hasEnded(baseCycle.until, today) ||
        hasEnded(target.until, today)
      )
        continue;
      // Only a move that gains time: a short-lived newer release (an odd Node.js) is no reason to go back or forth.
      if (compareCycles(baseCycle.cycle, target.cycle) >= 0 || target.until <= baseCycle.until) continue;
      const canMove = baseCycle.newTag !== undefined && base.digest === undefined && base.tagSpan !== undefined;
      const source = ownValue(lifecycles, officialName(base) ?? "")?.source ?? baseCycle.source;
      yield {
        message: `\`${base.text}\`: ${baseCycle.title} is supported until ${baseCycle.until}, ${target.product} ${target.cycle} until ${target.until}`,
        at: base.tagSpan ?? base.span,
        evidence: [
          quote(dockerfile, from.span),
          reference(`${target.product} ${target.cycle}: supported until ${target.until}`, source),
        ],
        ...(canMove && {
          fix: {
            title: `move to \`${base.name}:${baseCycle.newTag}\``,
            applicability: "proven" as const,
            edits: [{ file: dockerfile.file, span: base.tagSpan, text: baseCycle.newTag }] as const,
            delta: ["/"],
          },
        }),
      };
    }
    return unknownBases(dockerfile.stages.map(({ base }) => base));
  },
});

function compareCycles(a: string, b: string): number {
  const [left, right] = [a.split(".").map(Number), b.split(".").map(Number)];
  return (left[0] ?? 0) - (right[0] ?? 0) || (left[1] ?? 0) - (right[1] ?? 0);
}
