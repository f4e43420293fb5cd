import { isLocalArchive, isRemote } from "./add-sources.ts";
import { layerEvidence } from "../../shared/image-text.ts";
import { historySteps, type HistoryStep } from "../../../facts/history/history-steps.ts";
import { reference } from "../../shared/evidence.ts";
import { exampleLayer } from "../../shared/example-layer.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "build/image-adds",
  title: "ADD where COPY is meant (image history)",
  why:
    "ADD also fetches from the network and unpacks archives: what the image holds then depends on what a server answers, or on whether a file one day happens to be an archive. COPY does the one thing that is meant. " +
    "The archive that a base image starts from is not such a case.",
  severity: "info",
  needs: ["layers"],
  fix: "none",
  also: ["dockle/CIS-DI-0009", "cis-docker/4.9"],
  examples: [
    {
      kind: "image",
      bad: {
        image: {
          layers: [
            exampleLayer(0, "ADD rootfs.tar.xz / # buildkit", 80_000_000),
            exampleLayer(1, "ADD app.py /app/ # buildkit", 2_048),
          ],
        },
      },
      good: {
        image: {
          layers: [
            exampleLayer(0, "ADD rootfs.tar.xz / # buildkit", 80_000_000),
            exampleLayer(1, "COPY app.py /app/ # buildkit", 2_048),
          ],
        },
      },
    },
    {
      kind: "image",
      bad: { image: { layers: [exampleLayer(0, "ADD https://example.com/tool /usr/bin/tool # buildkit", 9_000_000)] } },
      good: {
        image: { layers: [exampleLayer(0, "/bin/sh -c #(nop) ADD file:0b5c in / ", 80_000_000, { files: 6_000 })] },
      },
    },
  ],
  *check({ layers }) {
    for (const [index, step] of historySteps(layers).entries()) {
      const fault = step.keyword === "ADD" ? faultOf(step, index) : undefined;
      if (fault === undefined) continue;
      yield {
        message: `\`ADD ${step.text.slice(0, 100)}\` ${fault}`,
        at: { layer: step.layer.index, path: "/" },
        evidence: [
          layerEvidence(step.layer),
          reference(
            "for files and directories that need no unpacking and no network, COPY is preferred",
            "Docker docs, Building best practices, ADD or COPY",
          ),
        ],
      };
    }
  },
});

/**
 * BuildKit keeps the arguments of the instruction; the classic builder replaces them with a hash (`file:0b5c in /app`),
 * so only a single file at a file path is certainly no archive.
 */
function faultOf({ text, layer }: HistoryStep, index: number): string | undefined {
  const hashed = /^(file|dir|multi):\w+ in (\S+)\s*$/.exec(text);
  if (hashed !== null) {
    const [, kind, target] = hashed;
    if (kind === "dir") return "only copies a folder";
    return kind === "file" && index > 0 && target !== "/" && layer.files === 1 ? "only copies a file" : undefined;
  }
  const sources = text
    .split(/\s+/)
    .filter((word) => !word.startsWith("--"))
    .slice(0, -1);
  if (sources.some(isRemote))
    return /--checksum=/.test(text)
      ? undefined
      : "takes what a server answered on that day, and no checksum says what it should have been";
  return sources.length > 0 && !sources.some((word) => isLocalArchive(word) || word.includes("$"))
    ? "only copies"
    : undefined;
}
