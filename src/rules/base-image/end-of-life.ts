import { quote, reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import { findCycles, moveTarget, unknownBases } from "./cycles.ts";
import { namesRelease } from "./names-release.ts";
import { endedLongAgo, hasEnded } from "../../data/release-cycles.ts";

export default defineRule({
  id: "base-image/end-of-life",
  title: "Base image past its end of life",
  why:
    "A release that has ended gets no more fixes: whatever is found in it from that day on stays open in your image, and no rebuild helps. " +
    "Scanners often show such an image as quieter than a supported one, because no one looks for new issues in it any more.",
  severity: "error",
  needs: ["dockerfile", "today"],
  fix: "proven",
  also: [],
  examples: [
    {
      kind: "dockerfile",
      bad: 'FROM python:3.8-slim\nCOPY app.py /app/\nCMD ["python", "/app/app.py"]\n',
      good: 'FROM python:3.13-slim\nCOPY app.py /app/\nCMD ["python", "/app/app.py"]\n',
    },
    {
      kind: "dockerfile",
      bad: "FROM node:18 AS build\nRUN npm ci\nFROM debian:bullseye-slim\nCOPY --from=build /app /app\n",
      good: "FROM node:24 AS build\nRUN npm ci\nFROM debian:trixie-slim\nCOPY --from=build /app /app\n",
    },
    { kind: "dockerfile", bad: "FROM ubuntu:20.04\n", good: "FROM ubuntu:24.04\n" },
  ],
  *check({ dockerfile, today }) {
    for (const { base, from } of dockerfile.stages) {
      const ended = findCycles(base).filter(({ until }) => hasEnded(until, today));
      // One change of the tag fixes both the product and the system.
      const [cycle] = ended;
      if (cycle === undefined) continue;
      const longAgo = ended.find(({ until }) => endedLongAgo(until, today));
      const { title, until, source } = longAgo ?? cycle;
      const isMeant = namesRelease(dockerfile.file, base.name ?? "", title);
      const target = moveTarget(base);
      const goesOn = cycle.beside || (target !== undefined && !hasEnded(target.until, today));
      const canMove = cycle.newTag !== undefined && goesOn && base.digest === undefined && base.tagSpan !== undefined;
      yield {
        message: `\`${base.text}\`: ${title} has had no fixes since ${until.length === 7 ? `the end of ${until}` : until}${isMeant ? "; the file is for that release, by its path" : ""}`,
        at: base.tagSpan ?? base.span,
        ...((longAgo === undefined || isMeant) && { severity: "warning" as const }),
        evidence: [quote(dockerfile, from.span), reference(`${title}: last day of support ${until}`, source)],
        ...(canMove && {
          fix: {
            title: `move to \`${base.name}:${cycle.newTag}\``,
            applicability: cycle.breaking ? ("suggested" as const) : ("proven" as const),
            edits: [{ file: dockerfile.file, span: base.tagSpan, text: cycle.newTag }] as const,
            delta: ["/"],
          },
        }),
      };
    }
    return unknownBases(dockerfile.stages.map(({ base }) => base));
  },
});
