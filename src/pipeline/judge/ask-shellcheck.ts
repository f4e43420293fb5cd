import { dirname } from "node:path";
import { Failure } from "../../domain/failure.ts";
import type { DockerfileFact } from "../../facts/dockerfile/dockerfile.ts";
import { shellScripts, type ScriptPlace, type ShellCheckFact } from "../../facts/dockerfile/shell-scripts.ts";
import { pathRules } from "../../sources/paths/path-rules.ts";
import { withinTime } from "../../sources/bounded/time-limit.ts";

/** ShellCheck's findings for one Dockerfile, or the reason why there are none. */
export type ShellCheckAnswer =
  | { readonly shellcheck: ShellCheckFact }
  | { readonly missing: { readonly shellcheck: string } };

/** Milliseconds for extracting the scripts of one Dockerfile, which parses them. */
const scriptsMs = 300;

export interface Asking {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
}

/** Runs the installed ShellCheck on each Dockerfile's RUN instructions. */
export async function askShellCheck(
  dockerfiles: readonly DockerfileFact[],
  { cwd, env = process.env, signal }: Asking,
): Promise<(dockerfile: DockerfileFact) => ShellCheckAnswer> {
  const scripts = new Map(dockerfiles.map((dockerfile) => [dockerfile, scriptsOf(dockerfile)]));
  const { runShellCheck } = await import("../../sources/shellcheck/run-shellcheck.ts");
  const allScripts = [...scripts].flatMap(([origin, fileScripts = []]) =>
    fileScripts.map((script) => ({ ...script, origin })),
  );
  const rules = pathRules(cwd, [...new Set(dockerfiles.map(({ file }) => dirname(file)))], env);
  const answers = await runShellCheck(allScripts, { env, rules }, signal).catch((error: unknown) => {
    if (error instanceof Failure && signal?.aborted !== true) return error;
    throw error;
  });
  // A failed ShellCheck costs only its own findings.
  if (answers instanceof Failure) return () => noShellCheck(answers.message);
  if ("missing" in answers) return () => noShellCheck(answers.missing);
  const inOrder = answers.values();
  const of = new Map(
    [...scripts.values()].flatMap((fileScripts = []) =>
      fileScripts.map((script) => [script, inOrder.next().value ?? []] as const),
    ),
  );
  return (dockerfile) => {
    const ownScripts = scripts.get(dockerfile);
    if (ownScripts === undefined) return noShellCheck("its commands could not be read in time");
    const findings: ShellCheckFact[number][] = [];
    for (const script of ownScripts) {
      const answer = of.get(script) ?? [];
      if ("skipped" in answer) return noShellCheck(answer.skipped);
      for (const { span, ...rest } of answer)
        findings.push({ ...rest, span: { start: script.at + span.start, end: script.at + span.end } });
    }
    return { shellcheck: findings };
  };
}

/** Undefined where extraction takes too long or fails: the evaluation of the file then reports the reason. */
function scriptsOf(dockerfile: DockerfileFact): readonly ScriptPlace[] | undefined {
  try {
    return withinTime(scriptsMs, "the file", () => shellScripts(dockerfile));
  } catch {
    return undefined;
  }
}

function noShellCheck(shellcheck: string): ShellCheckAnswer {
  return { missing: { shellcheck } };
}
