import type { DockerfileFact, Stage } from "../../facts/dockerfile/dockerfile.ts";
import { oncePer } from "../../text/once-per.ts";
import type { InDockerfile } from "../peer.ts";
import { textCall } from "../shared/text-calls.ts";
import { callsZypper } from "./calls-zypper.ts";
import { textRead } from "./text-read.ts";

export function keepsDnfCache(input: InDockerfile): boolean {
  const { stage, text } = lastStageText(input);
  const dnf = /dnf (?:in|rei)/.exec(text);
  if (stage === undefined || dnf === null) return false;
  const cleaned = text.includes("dnf clean all") && text.indexOf("dnf clean") > dnf.index;
  return !cleaned && lastCleans(stage, input.dockerfile).dnf <= input.instruction.span.start;
}

export function keepsZypperCache(input: InDockerfile): boolean {
  const { stage, text } = lastStageText(input);
  if (stage === undefined || !callsZypper(text)) return false;
  return lastCleans(stage, input.dockerfile).zypper < input.instruction.span.start;
}

export function keepsYumCache(input: InDockerfile): boolean {
  const { text } = lastStageText(input);
  const yum = textCall(text, "yum plain install");
  return yum !== undefined && text.indexOf("yum clean all") < yum.index;
}

/** The text of a RUN of the last stage, or the first string of an exec form; empty of others. */
function lastStageText({ dockerfile, stage, instruction }: InDockerfile) {
  if (instruction.onbuild || stage === undefined || stage.index !== dockerfile.stages.length - 1) return { text: "" };
  return { stage, text: instruction.json?.[0] ?? textRead(dockerfile, instruction) };
}

/** Where the last RUN of the stage begins that says clean, -1 without one; worked out once a stage, since each RUN asks. */
const lastCleans = oncePer((stage: Stage, dockerfile: DockerfileFact) => {
  const last = (pattern: RegExp): number =>
    stage.instructions.findLast(
      (one) => one.keyword === "RUN" && !one.onbuild && pattern.test(textRead(dockerfile, one)),
    )?.span.start ?? -1;
  return { dnf: last(/dnf clean/), zypper: last(/zypper (?:clean|cc)/) };
});
