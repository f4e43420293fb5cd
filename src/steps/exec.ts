import { z } from "zod";
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

/** What an operator or cron does to a server: reloads, rotated logs, dumps for the next start. */
const upkeep = /\b(?:reload|reconfigure|graceful|rotate|logrotate|reopen|(?:SIG)?HUP|(?:SIG)?USR[12]|run-parts)\b/u;

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
  nameOf: ({ command: words }) => `exec ${words.join(" ")}`.slice(0, 80),
  described: ({ command: words }) => `in it: ${words.join(" ")}`,
  // No deployment reloads eight times at once, and whoever asks meanwhile would fail for that.
  alone: ({ command: words }) => (words.some((word) => upkeep.test(word)) ? "upkeep is done by one" : undefined),
});
