import type { ImageConfig } from "../../domain/image/image-config.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import type { FollowedPath, NeedImage } from "./need-image.ts";
import { isShell, scriptCalls, type ScriptCalls } from "./script-calls.ts";

/** Words that something configured starts: an instruction of the image, or a step. */
export interface StartedCommand {
  readonly what: string;
  readonly words: readonly string[];
}

/** One step from what starts to a file: `from` starts, calls or is interpreted by the file that `to` leads to. */
export interface StartedFile {
  readonly how: "starts" | "calls" | "interpreter";
  readonly from: string;
  readonly name: string;
  readonly to: FollowedPath;
}

const maxFiles = 2_000;

/** What an image and a workload start: its steps, and the tools that people run beside it. */
export function startedCommands(
  config: ImageConfig,
  { steps = [], tools = [] }: Partial<Pick<Workload, "steps" | "tools">> = {},
): StartedCommand[] {
  const { entrypoint, cmd, healthcheck } = config;
  const [kind = "", ...test] = testOf(healthcheck);
  return [
    { what: "ENTRYPOINT", words: entrypoint },
    { what: "CMD", words: cmd },
    { what: "HEALTHCHECK", words: kind === "CMD-SHELL" ? ["/bin/sh", "-c", ...test] : kind === "CMD" ? test : [] },
    ...tools.map((words) => ({ what: "workload.tools", words })),
    ...steps.flatMap((step) => (step.kind === "exec" ? [{ what: `step ${step.name}`, words: step.command }] : [])),
  ].filter(({ words }) => words.length > 0);
}

function testOf(healthcheck: unknown): readonly string[] {
  const test =
    typeof healthcheck === "object" && healthcheck !== null && "Test" in healthcheck ? healthcheck.Test : undefined;
  return Array.isArray(test) ? test.filter((word) => typeof word === "string") : [];
}

/** Every file that the commands start, interpreters and what shell scripts name in any branch included. A script that nothing starts is not read. */
export function startedFiles(
  image: Pick<NeedImage, "findProgram" | "factsAt">,
  commands: readonly StartedCommand[],
): StartedFile[] {
  const files: StartedFile[] = [];
  const visited = new Set<number>();
  const visit = (how: StartedFile["how"], from: string, name: string): void => {
    const to = image.findProgram(name);
    if (to === undefined || files.length >= maxFiles) return;
    files.push({ how, from, name, to });
    if (visited.has(to.row)) return;
    visited.add(to.row);
    const script = image.factsAt(to.row)?.script;
    if (script === undefined) return;
    const [interpreter, ...operands] = script.interpreter;
    if (interpreter !== undefined) visit("interpreter", to.path, interpreter);
    // `#!/usr/bin/env python3`
    if (interpreter?.endsWith("/env") === true)
      for (const word of operands) if (/^[\w./+-]+$/.test(word)) visit("interpreter", to.path, word);
    if (script.calls !== undefined) visitCalls(to.path, script.calls);
  };
  const visitCalls = (from: string, { programs, files: names }: ScriptCalls): void => {
    for (const name of [...programs, ...names]) visit("calls", from, name);
  };
  for (const { what, words } of commands) {
    const [program = ""] = words;
    visit("starts", what, program);
    // Arguments that are files: the script of an interpreter, what a launcher starts.
    for (const word of words.slice(1)) if (/^[\w./+-]+$/.test(word)) visit("calls", what, word);
    const script = words.findIndex((word) => word === "-c");
    if (isShell(program) && script !== -1) visitCalls(what, scriptCalls(words[script + 1] ?? ""));
  }
  return files;
}
