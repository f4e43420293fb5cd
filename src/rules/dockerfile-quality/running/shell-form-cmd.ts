import type { Instruction, Stage } from "../../../facts/dockerfile/dockerfile.ts";
import { quote, reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";
import { execFormFix, isReplaced } from "./shell-form.ts";
import { targetChain } from "../../../facts/dockerfile/target-chain.ts";

export default defineRule({
  id: "build/shell-form-cmd",
  title: "CMD or ENTRYPOINT in shell form",
  why:
    "The shell form starts `/bin/sh -c`, so a shell may stand between the engine and your program: SIGTERM then ends the shell only, and every stop waits ten seconds for the kill. " +
    "The exec form starts the program itself, needs no shell in the image and passes arguments on. " +
    "Bash as SHELL gives its place to a lone command by itself.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "proven",
  also: ["buildkit/JSONArgsRecommended", "hadolint/DL3025", "kics/not_using_json_in_cmd_and_entrypoint_arguments"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM python:3.13-slim\nCMD python -u /app/app.py --port 8080\n",
      good: 'FROM python:3.13-slim\nCMD ["python", "-u", "/app/app.py", "--port", "8080"]\n',
    },
    {
      kind: "dockerfile",
      bad: "FROM node:24-slim\nCMD node 'my server.js'\n",
      good: 'FROM node:24-slim\nCMD ["node", "my server.js"]\n',
    },
    {
      kind: "dockerfile",
      bad: "FROM node:24-slim\nENV PORT=8080\nCMD node server.js --port $PORT\n",
      good: 'FROM node:24-slim\nENV PORT=8080\nCMD ["/bin/sh", "-c", "exec node server.js --port $PORT"]\n',
    },
  ],
  *check({ dockerfile }) {
    const chain = targetChain(dockerfile);
    const inChain = new Set(chain);
    for (const stage of dockerfile.stages) {
      const last = lastOfEach(stage);
      for (const instruction of stage.instructions) {
        const { keyword, onbuild, json, span } = instruction;
        if (onbuild) continue;
        if (!/^(CMD|ENTRYPOINT|HEALTHCHECK)$/.test(keyword) || json !== undefined) continue;
        const probe = keyword === "HEALTHCHECK";
        if (probe && !/^CMD\s/i.test(instruction.args)) continue;
        if (!probe && isReplaced(dockerfile, instruction)) continue;
        const scope = inChain.has(stage) ? chain : stage.base.kind === "stage" ? undefined : [stage];
        const usable = last.get(keyword) === instruction && !dockerfile.windows && scope !== undefined;
        const fix = usable ? execFormFix(dockerfile, instruction, scope) : undefined;
        // `exec` replaces the shell with the program, like the exec form.
        const harmless = probe || givesItsPlace(instruction.args);
        const shell = instruction.shell?.join(" ") ?? "/bin/sh -c";
        yield {
          message: probe
            ? `HEALTHCHECK runs its probe through \`${shell}\`, which the image must then have`
            : `${keyword} runs through \`${shell}\`: the shell, not the program, may get the stop signal`,
          at: span,
          ...(harmless && { severity: "info" as const }),
          evidence: [
            quote(dockerfile, span),
            reference(
              "the shell form runs the command in a shell; signals are not passed on to the program by it",
              "Dockerfile reference, Shell and exec form, ENTRYPOINT",
            ),
          ],
          ...(fix && { fix }),
        };
      }
    }
  },
});

/** `./prepare && exec ./app` */
function givesItsPlace(script: string): boolean {
  const last = (script.split(/&&|;|\n/).at(-1) ?? "").trim();
  return last.startsWith("exec ") && !/[|&]/.test(last);
}

/** Only the effective instruction; another rule reports the others. */
function lastOfEach({ instructions }: Stage): ReadonlyMap<string, Instruction> {
  return new Map(
    instructions.filter(({ onbuild }) => !onbuild).map((instruction) => [instruction.keyword, instruction]),
  );
}
