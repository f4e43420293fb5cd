import { dockerfileFact } from "../../facts/dockerfile/stages.ts";
import { readDockerfile } from "../../formats/dockerfile/parse.ts";
import type { Span } from "../../domain/finding/span.ts";
import type { CheckedBuffer } from "./check-buffer.ts";

/** Compose and Kubernetes: `image: NAME`; Quadlet: `Image=NAME`. */
const imageLine = /^(\s*(?:-\s+)?image:\s+["']?|\s*Image=)([^\s"'#]+)/;

/** The image name at the cursor; undefined without one, or where only a build resolves it. */
export function imageAt(
  { kind, file }: Pick<CheckedBuffer, "kind" | "file">,
  text: string,
  offset: number,
): { readonly name: string; readonly span: Span } | undefined {
  if (kind === "dockerfile") {
    const { parsed } = readDockerfile(file, text);
    const stages = parsed === undefined ? [] : dockerfileFact(parsed).stages;
    const base = stages.map((stage) => stage.base).find(({ span }) => span.start <= offset && offset <= span.end);
    return base?.kind === "image" ? { name: base.text, span: base.span } : undefined;
  }
  if (kind === "document") return undefined;
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const end = text.indexOf("\n", offset);
  const [, prefix = "", name = ""] =
    imageLine.exec(text.slice(start, Math.min(end === -1 ? text.length : end, start + 1024))) ?? [];
  const span = { start: start + prefix.length, end: start + prefix.length + name.length };
  return name === "" || name.includes("$") || offset < span.start || offset > span.end ? undefined : { name, span };
}
