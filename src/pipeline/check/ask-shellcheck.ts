import { dirname } from "node:path";
import { Failure } from "../../domain/failure.ts";
import type { DockerfileFact } from "../../facts/dockerfile/dockerfile.ts";
import { shellScripts, type ScriptPlace, type ShellCheckFact } from "../../facts/dockerfile/shell-scripts.ts";
import { pathRules } from "../../sources/programs/path-rules.ts";
import { withinTime } from "../../sources/bounded/time-limit.ts";

/** What ShellCheck says of one Dockerfile, or why it says nothing. */
export type ShellCheckAnswer =
  | { readonly shellcheck: ShellCheckFact }
  | { readonly missing: { readonly shellcheck: string } };

/** Milliseconds for taking the scripts out of one Dockerfile, which parses them. */
const scriptsMs = 300;

export interface Asking {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
}

/** What the installed ShellCheck says of each Dockerfile's RUNs. */
export async function askShellCheck(
  dockerfiles: readonly DockerfileFact[],
  { cwd, env = process.env, signal }: Asking,
): Promise<(dockerfile: DockerfileFact) => ShellCheckAnswer> {
  const scripts = new Map(dockerfiles.map((one) => [one, scriptsOf(one)]));
  const { runShellCheck } = await import("../../sources/shellcheck/run-shellcheck.ts");
  const all = [...scripts].flatMap(([origin, own = []]) => own.map((script) => ({ ...script, origin })));
  const rules = pathRules(cwd, [...new Set(dockerfiles.map(({ file }) => dirname(file)))], env);
  const answers = await runShellCheck(all, { env, rules }, signal).catch((error: unknown) => {
    if (error instanceof Failure && signal?.aborted !== true) return error;
    throw error;
  });
  // One that is broken costs only its own answers.
  if (answers instanceof Failure) return () => missing(answers.message);
  if ("missing" in answers) return () => missing(answers.missing);
  const inOrder = answers.values();
  const of = new Map(
    [...scripts.values()].flatMap((own = []) => own.map((one) => [one, inOrder.next().value ?? []] as const)),
  );
  return (dockerfile) => {
    const own = scripts.get(dockerfile);
    if (own === undefined) return missing("its commands could not be read in time");
    const found: ShellCheckFact[number][] = [];
    for (const script of own) {
      const answer = of.get(script) ?? [];
      if ("skipped" in answer) return missing(answer.skipped);
      for (const { span, ...rest } of answer)
        found.push({ ...rest, span: { start: script.at + span.start, end: script.at + span.end } });
    }
    return { shellcheck: found };
  };
}

/** Undefined where they can't be had in time, or at all: whoever judges the file then says so. */
function scriptsOf(dockerfile: DockerfileFact): readonly ScriptPlace[] | undefined {
  try {
    return withinTime(scriptsMs, "the file", () => shellScripts(dockerfile));
  } catch {
    return undefined;
  }
}

function missing(shellcheck: string): ShellCheckAnswer {
  return { missing: { shellcheck } };
}
