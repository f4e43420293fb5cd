import type { Instruction } from "../../facts/dockerfile/dockerfile.ts";
import { ofKeyword } from "../../facts/dockerfile/by-keyword.ts";
import { copyFrom, copyPaths } from "../../facts/dockerfile/copy-paths.ts";
import { lineOf, quote, reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";
import { fileName, unpackedBy } from "./unpacking.ts";

const archive = /\.(tar|Z|bz2|gz|lz|lzma|tZ|tb2|tbz|tbz2|tgz|tlz|tpz|txz|xz|zst|tzst)$/;

export default defineRule({
  id: "layers/archive-copied",
  title: "Archive copied and unpacked in the next layers",
  why:
    "The layer of the COPY keeps the archive forever, also when the RUN that unpacks it deletes it: its bytes ship beside the unpacked ones. " +
    "ADD unpacks a local tar archive without keeping it; any other can be mounted for the one RUN (`--mount=type=bind`).",
  severity: "info",
  needs: ["dockerfile"],
  fix: "none",
  also: ["hadolint/DL3010"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nCOPY dist/app.tar.gz /tmp/\nRUN tar -xzf /tmp/app.tar.gz -C /opt && rm /tmp/app.tar.gz\n",
      good: "FROM debian:trixie-slim\nADD dist/app.tar.gz /opt\n",
    },
  ],
  *check({ dockerfile }) {
    if (!ofKeyword(dockerfile, "COPY").some(({ instruction }) => archivesOf(instruction).length > 0)) return;
    for (const stage of dockerfile.stages) {
      const copied = new Map<string, Instruction>();
      const reportedCopies = new Set<Instruction>();
      for (const instruction of stage.instructions) {
        if (instruction.onbuild) continue;
        if (instruction.keyword === "COPY") for (const name of archivesOf(instruction)) copied.set(name, instruction);
        if (instruction.keyword !== "RUN" || copied.size === 0) continue;
        for (const unpacked of unpackedBy(instruction)) {
          const copy = copied.get(unpacked.name);
          if (copy === undefined || reportedCopies.has(copy)) continue;
          reportedCopies.add(copy);
          yield {
            message: `${unpacked.name} stays in the layer of this COPY, and line ${lineOf(dockerfile, unpacked.span)} stores what is in it once more`,
            at: copy.argsSpan,
            evidence: [
              quote(dockerfile, copy.span),
              quote(dockerfile, unpacked.span),
              reference("ADD of a local tar archive unpacks it as a directory", "Dockerfile reference, ADD"),
            ],
            about: { unpacked },
          };
        }
      }
    }
  },
});

function archivesOf(copy: Instruction): string[] {
  const paths = copyPaths(copy);
  if (paths === undefined || copyFrom(copy) !== undefined) return [];
  const archiveWords = archive.test(paths.target.text)
    ? [paths.target]
    : paths.sources.filter(({ text }) => archive.test(text));
  return archiveWords.map(({ text }) => fileName(text));
}
