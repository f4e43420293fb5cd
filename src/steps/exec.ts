import { z } from "zod";
import type { ExecStep } from "../domain/workload/step.ts";
import { defined } from "../text/defined.ts";
import { command, duration, toMs } from "./form/words.ts";
import { defineStepKind, form } from "./step-kind.ts";

const exec = z
  .strictObject({
    command,
    user: z.string().min(1).optional().describe("User that runs it. Default: the container's."),
    exitCode: z.int().default(0),
    output: z.string().optional().describe("Regular expression that its output must match."),
    timeout: duration.optional().describe("Default: 30s."),
  })
  .describe("A command inside the container.");

/** Commands that an operator or cron runs on a server: reloads, rotated logs, dumps for the next start. */
const upkeepWord =
  /\b(?:reload|reconfig|reconfigure|graceful|restart|rotate|logrotate|reopen|pg_reload_conf|(?:SIG)?HUP|(?:SIG)?USR[12]|run-parts)\b/u;

export default defineStepKind({
  kind: "exec",
  place: 5,
  forms: [
    form({ exec }, ({ exec: { timeout, ...rest } }) => ({
      kind: "exec",
      ...defined({ ...rest, timeoutMs: timeout === undefined ? undefined : toMs(timeout) }),
    })),
  ],
  fields: (parts) => ({
    command: parts.command,
    user: parts.maybe(parts.filled),
    exitCode: parts.integer,
    output: parts.maybe(parts.pattern),
    timeoutMs: parts.maybe(parts.milliseconds),
  }),
  withTexts: ({ command: words, output, ...rest }, change) => ({
    ...rest,
    command: words.map(change),
    ...(output !== undefined && { output: change(output) }),
  }),
  nameOf: ({ command: words }) => `exec ${words.join(" ")}`.slice(0, 80),
  described: ({ command: words }) => `in it: ${words.join(" ")}`,
  // Requests during a reload may fail, by chance.
  noLoad: (step) => (isUpkeep(step) ? "upkeep is no load" : undefined),
  unsettles: isUpkeep,
});

function isUpkeep({ command: words }: Pick<ExecStep, "command">): boolean {
  return words.some((word) => upkeepWord.test(word));
}
