import { relative } from "node:path";
import { z } from "zod";
import { defined } from "../text/defined.ts";
import { duration, hostPath, texts, toMs, toTexts, toWords, words } from "./form/words.ts";
import { defineStepKind, form, type Nameless } from "./step-kind.ts";

const onHost = {
  env: texts.optional().describe("Environment variables of the command."),
  folder: z
    .string()
    .min(1)
    .optional()
    .describe("Working directory, relative to this file. Default: this file's folder."),
  exitCode: z.int().default(0),
  output: z.string().optional().describe("Regular expression that its output must match."),
  timeout: duration.default("60s"),
};

const run = z
  .strictObject({ command: words, ...onHost })
  .describe(
    "A command on this machine, with HULLPROOF_URL and HULLPROOF_PORT in its environment. It fails if it did not reach the container.",
  );

const script = z
  .union([
    z.string().min(1),
    z.strictObject({
      file: z.string().min(1),
      args: z.array(z.string()).default([]).describe("Arguments."),
      ...onHost,
    }),
  ])
  .describe("A script on this machine, relative to this file; runs as `run` does.");

export default defineStepKind({
  kind: "run",
  place: 6,
  forms: [
    form({ run }, (raw, folder) => toHost(toWords(raw.run.command), raw.run, folder)),
    form({ script }, (raw, folder) => {
      const scriptStep = typeof raw.script === "string" ? scriptDefaults(raw.script) : raw.script;
      // It is named as its working folder reaches it.
      const file = relative(hostPath(folder, scriptStep.folder ?? "."), hostPath(folder, scriptStep.file));
      return toHost([file.startsWith(".") ? file : `./${file}`, ...scriptStep.args], scriptStep, folder);
    }),
  ],
  fields: (parts) => ({
    command: parts.command,
    env: parts.maybe(parts.dictionary),
    folder: parts.maybe(parts.filled),
    exitCode: parts.integer,
    output: parts.maybe(parts.pattern),
    timeoutMs: parts.milliseconds,
  }),
  withTexts: ({ command: words, output, ...rest }, change) => ({
    ...rest,
    command: words.map(change),
    ...(output !== undefined && { output: change(output) }),
  }),
  nameOf: ({ command }) => `run ${command.join(" ")}`.slice(0, 80),
  described: ({ command }) => `from here: ${command.join(" ")}`,
  noLoad: () => "a command of this machine brings its own load",
});

function scriptDefaults(file: string) {
  return { file, args: [], exitCode: 0, timeout: "60s", env: undefined, output: undefined, folder: undefined };
}

function toHost(
  command: readonly string[],
  raw: {
    readonly env?: z.infer<typeof texts> | undefined;
    readonly folder?: string | undefined;
    readonly exitCode: number;
    readonly output?: string | undefined;
    readonly timeout: string;
  },
  folder: string,
): Nameless {
  return {
    kind: "run",
    ...defined({
      command,
      env: raw.env && toTexts(raw.env),
      folder: hostPath(folder, raw.folder ?? "."),
      exitCode: raw.exitCode,
      output: raw.output,
      timeoutMs: toMs(raw.timeout),
    }),
  };
}
