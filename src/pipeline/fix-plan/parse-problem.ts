import { readDirectives } from "../../formats/dockerfile/directives.ts";
import { parseDockerfile } from "../../formats/dockerfile/parse.ts";

/** A fixed Dockerfile must parse, and every shell body that was parsed before must still parse. */
export function parseProblem(before: string, after: string): string | undefined {
  try {
    if (directivesOf(after) !== directivesOf(before)) return "a parser directive comes or goes";
    const broken = brokenBodies(after);
    return broken.length > brokenBodies(before).length ? broken.join("; ") : undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function directivesOf(text: string): string {
  const { values } = readDirectives(text, text.startsWith("\uFEFF") ? 1 : 0);
  return JSON.stringify([...values]);
}

function brokenBodies(text: string): string[] {
  const { instructions } = parseDockerfile("Dockerfile", text);
  return instructions.flatMap(({ keyword, unparsed }) =>
    unparsed?.startsWith("syntax error") ? [`${keyword}: ${unparsed}`] : [],
  );
}
