import type { DockerfileFact } from "../../facts/dockerfile.ts";
import { shellScripts, type ShellCheckFact } from "../../facts/shell-scripts.ts";

/** What the installed ShellCheck says of each Dockerfile's RUNs, in order; undefined when there is none. */
export async function askShellCheck(
  dockerfiles: readonly DockerfileFact[],
  signal?: AbortSignal,
): Promise<readonly ShellCheckFact[] | undefined> {
  const scripts = dockerfiles.map(shellScripts);
  const { runShellCheck } = await import("../../sources/shellcheck/run-shellcheck.ts");
  const comments = await runShellCheck(scripts.flat(), signal);
  if (comments === undefined) return undefined;
  let next = 0;
  return scripts.map((own) =>
    own.flatMap(({ at }) =>
      (comments[next++] ?? []).map(({ span, ...rest }) => ({
        ...rest,
        span: { start: at + span.start, end: at + span.end },
      })),
    ),
  );
}
