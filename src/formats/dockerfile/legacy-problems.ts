import type { ParsedDockerfile } from "../../domain/dockerfile/parsed-dockerfile.ts";
import type { Instruction } from "../../domain/dockerfile/syntax.ts";

/** Features of a Dockerfile that Docker's legacy builder refuses or ignores. */
export interface LegacyProblem {
  /** 1-based. */
  readonly line: number;
  readonly problem: string;
}

/**
 * Flags that the legacy builder has (moby, builder/dockerfile and the parser of BuildKit that it shares, 20.10 to 29): `--chown` and `--from`, and those
 * of FROM and HEALTHCHECK. All others need BuildKit.
 */
const flags: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["ADD", new Set(["chown"])],
  ["COPY", new Set(["chown", "from"])],
  ["FROM", new Set(["platform"])],
  ["HEALTHCHECK", new Set(["interval", "timeout", "start-period", "retries"])],
]);

/** Set by BuildKit alone: the legacy builder leaves them empty. */
const platformArg = /^(?:BUILD|TARGET)(?:PLATFORM|OS|OSVERSION|ARCH|VARIANT)$|^TARGETSTAGE$/;

/** In the order of the text. */
export function legacyProblems(parsed: ParsedDockerfile): LegacyProblem[] {
  return parsed.instructions.flatMap((instruction) => {
    const problem = problemOf(instruction);
    if (problem === undefined) return [];
    const line = parsed.text.slice(0, instruction.span.start).split("\n").length;
    return [{ line, problem }];
  });
}

function problemOf({ keyword, flags: instructionFlags, heredocs, words, args }: Instruction): string | undefined {
  const supportedFlags = flags.get(keyword);
  const flag = instructionFlags.find(({ name }) => supportedFlags?.has(name) !== true);
  if (flag !== undefined) {
    const mountType = flag.name === "mount" && /type=["']?(secret|ssh)/i.exec(flag.value ?? "")?.[1];
    return `${keyword} --${flag.name}${mountType ? ` of a ${mountType}` : ""}`;
  }
  if (heredocs.length > 0) return `a heredoc in ${keyword}`;
  if (keyword === "ARG") {
    const name = words.find(({ text: word }) => platformArg.test(word))?.text;
    if (name !== undefined) return `ARG ${name}, which only BuildKit sets`;
  }
  if (keyword !== "FROM") return undefined;
  const platform = instructionFlags.find(({ name }) => name === "platform")?.value ?? "";
  const variable = /\$\{?((?:BUILD|TARGET)[A-Z]{2,9})\b/.exec(`${platform} ${args}`)?.[1];
  return variable !== undefined && platformArg.test(variable)
    ? `${variable} in FROM, which only BuildKit sets`
    : undefined;
}
