import type { HistoryEntry } from "../../domain/image/image-config.ts";
import type { DockerfileFact, Instruction } from "../dockerfile/dockerfile.ts";
import { lineAt } from "../../text/locate.ts";

/**
 * The 1-based Dockerfile line of each history entry that the final stage made, undefined for those of the base image. Builders write one
 * entry for each instruction, in order, after those of the base; so the chain of stages is matched from its end, by keyword and, for
 * RUN, by the command. When it does not match, the image was not built from this text, and no line is claimed.
 */
export function joinHistory(history: readonly HistoryEntry[], dockerfile: DockerfileFact): (number | undefined)[] {
  const lines: (number | undefined)[] = history.map(() => undefined);
  const chain = finalChain(dockerfile);
  let at = history.length - 1;
  for (const instruction of chain.toReversed()) {
    let entry = parseCreatedBy(history[at]?.createdBy ?? "");
    // `docker build --label` of the classic builder adds a LABEL without an instruction.
    while (entry.keyword === "LABEL" && keywordOf(instruction) !== "LABEL" && at > 0) {
      entry = parseCreatedBy(history[--at]?.createdBy ?? "");
    }
    if (at < 0 || !sameInstruction(entry, instruction, dockerfile.escape)) return history.map(() => undefined);
    lines[at] = lineAt(dockerfile.text, instruction.span.start);
    at--;
  }
  return lines;
}

/** Instructions that made the final stage, those of the stages it is built from first. */
function finalChain({ stages }: DockerfileFact): Instruction[] {
  const chain: Instruction[] = [];
  let stage = stages.find((candidate) => candidate.final);
  for (let hops = 0; stage !== undefined && hops <= stages.length; hops++) {
    chain.unshift(...stage.instructions);
    const { base, index } = stage;
    if (base.kind !== "stage") break;
    const name = base.text.toLowerCase();
    stage = stages.findLast(
      (candidate) =>
        candidate.index < index && (candidate.name?.toLowerCase() === name || `${candidate.index}` === name),
    );
  }
  return chain;
}

interface CreatedBy {
  /** Upper case; empty when the text mentions no instruction. */
  readonly keyword: string;
  readonly text: string;
}

/**
 * BuildKit writes `RUN /bin/sh -c apt-get update # buildkit`, `COPY . . # buildkit`, `WORKDIR /app`; the classic builder
 * `/bin/sh -c apt-get update` and `/bin/sh -c #(nop) WORKDIR /app`. Build arguments come first: `|1 VERSION=2 /bin/sh -c ...`.
 */
export function parseCreatedBy(createdBy: string): CreatedBy {
  const nop = /#\(nop\)\s+([A-Z]+)\b\s*([\s\S]*)$/.exec(createdBy);
  if (nop !== null) return { keyword: nop[1] ?? "", text: nop[2] ?? "" };
  const buildkit = /^([A-Z]+)(?:\s+([\s\S]*))?$/.exec(createdBy);
  if (buildkit !== null) return { keyword: buildkit[1] ?? "", text: withoutMark(buildkit[2] ?? "") };
  return createdBy === "" ? { keyword: "", text: "" } : { keyword: "RUN", text: createdBy };
}

function withoutMark(text: string): string {
  const mark = "# buildkit";
  return text.endsWith(mark) ? text.slice(0, -mark.length).trimEnd() : text;
}

function keywordOf(instruction: Instruction): string {
  return instruction.onbuild ? "ONBUILD" : instruction.keyword;
}

function sameInstruction(entry: CreatedBy, instruction: Instruction, escape: string): boolean {
  if (entry.keyword !== keywordOf(instruction)) return false;
  if (instruction.keyword !== "RUN" || instruction.onbuild) return true;
  // Each builder describes here-documents differently.
  if (instruction.heredocs.length > 0) return true;
  const command = instruction.json === undefined ? joinLines(instruction.args, escape) : instruction.json.join("");
  return squeeze(entry.text).endsWith(squeeze(command));
}

/** A continued instruction after the builder's parser: no comment lines, no escaped line ends. */
function joinLines(args: string, escape: string): string {
  const lines = args.split(/\r?\n/).filter((line, at) => at === 0 || !/^\s*#/.test(line));
  return lines.map((line) => (line.trimEnd().endsWith(escape) ? line.trimEnd().slice(0, -1) : line)).join("");
}

/** Builders differ in white space only. */
function squeeze(text: string): string {
  return text.replace(/\s+/g, "");
}
