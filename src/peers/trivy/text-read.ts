import type { DockerfileFact, Instruction } from "../../facts/dockerfile/dockerfile.ts";
import { bodyLine } from "../../facts/dockerfile/body-text.ts";
import { isLoneHeredoc } from "../../formats/dockerfile/heredocs.ts";
import { oncePer } from "../../text/once-per.ts";

/**
 * What Trivy makes of a RUN (its Dockerfile parser, `processHeredoc`): a heredoc that stands alone and names no interpreter becomes its
 * lines, joined with ` ; `; any other stays below the line that opens it.
 */
export function valuesRead(dockerfile: DockerfileFact, instruction: Instruction): readonly string[] {
  return instruction.json ?? [textRead(instruction, dockerfile)];
}

export const textRead = oncePer((instruction: Instruction, dockerfile: DockerfileFact): string => {
  const { heredocs, json } = instruction;
  const line = bodyLine(dockerfile, instruction);
  const [first] = heredocs;
  if (first === undefined || json !== undefined) return line;
  const bodies = heredocs.map(({ bodySpan: { start, end } }) => dockerfile.text.slice(start, end));
  const [body = ""] = bodies;
  if (!isLoneHeredoc(line) || body.startsWith("#!"))
    return [line, ...heredocs.map(({ name }, index) => `${bodies[index] ?? ""}${name}`)].join("\n");
  const chomps = /^\d*<<-/.test(line.trim());
  const lines = body.replaceAll("\r\n", "\n").replace(/\n$/, "").split("\n");
  return lines.map((one) => (chomps ? one.replace(/^\t+/, "") : one)).join(" ; ");
});
