import { parseDockerfile } from "../../../formats/dockerfile/parse.ts";

/**
 * 1-based line of the instruction in a BuildKit step name (`[build 2/4] RUN make`), for builders that print no
 * excerpt (Docker 20.10). Undefined if none or several match.
 */
export function lineOfStep(dockerfile: string, step: string): number | undefined {
  const [, stepText] = /^\[[^\]]{1,300}\] (.+)$/s.exec(step) ?? [];
  if (stepText === undefined) return undefined;
  const stepLine = onOneLine(stepText);
  const matches = parseDockerfile("Dockerfile", dockerfile).instructions.filter(
    ({ span }) => onOneLine(dockerfile.slice(span.start, span.end)) === stepLine,
  );
  const [only] = matches;
  return only === undefined || matches.length > 1 ? undefined : dockerfile.slice(0, only.span.start).split("\n").length;
}

function onOneLine(text: string): string {
  return text
    .replaceAll(/\\[ \t]{0,64}\r?\n/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
}
