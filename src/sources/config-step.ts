import { relative } from "node:path";
import { z } from "zod";
import type { Payload, Step } from "../domain/workload/workload.ts";
import { probe, toProbe } from "./config-probe.ts";
import { command, duration, hostPath, port, texts, toMs, toTexts, toWords, words } from "./config-words.ts";
import { defined } from "./defined.ts";

const every = {
  name: z.string().min(1).optional().describe("Name in reports. Default: what the step does."),
  repeat: z.int().min(1).max(1_000_000).optional().describe("Run it this often, one after the other."),
};
const hex = z.string().regex(/^(?:[0-9a-fA-F]{2}[ :]?)+$/, "pairs of hexadecimal digits");
const sent = {
  send: z.string().optional().describe("Text to send."),
  sendHex: hex.optional().describe("Bytes to send, in hexadecimal."),
};
const exchange = {
  port,
  expect: z.string().optional().describe("Regular expression that the answer must match."),
  expectHex: hex.optional().describe("Bytes that the answer must contain, in hexadecimal."),
  timeout: duration.default("5s"),
};
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

export const step = z.union([
  z.strictObject({
    ...every,
    http: z
      .strictObject({
        port,
        path: z.string().startsWith("/").default("/"),
        method: z.string().default("GET"),
        tls: z.boolean().optional().describe("Use HTTPS and accept any certificate."),
        headers: texts.default({}).describe("Headers of the request."),
        send: z.string().optional().describe("Request body."),
        json: z.json().optional().describe("Request body as JSON; sets content-type."),
        status: z.int().default(200),
        body: z
          .string()
          .optional()
          .describe("Regular expression (JavaScript, u and s flags) that the answer's body must match."),
        header: z
          .record(z.string(), z.string())
          .optional()
          .describe("Header of the answer -> regular expression that it must match."),
        timeout: duration.default("5s"),
      })
      .describe("An HTTP request and the answer it must get."),
  }),
  z.strictObject({
    ...every,
    tcp: z.strictObject({ ...sent, ...exchange }).describe("A TCP connection: what is sent, and what must come back."),
  }),
  z.strictObject({
    ...every,
    udp: z.strictObject({ ...sent, ...exchange }).describe("A UDP datagram, and what must come back."),
  }),
  z.strictObject({
    ...every,
    exec: z
      .strictObject({
        command,
        user: z.string().min(1).optional().describe("User that runs it. Default: the container's."),
        exitCode: z.int().default(0),
        output: z.string().optional().describe("Regular expression that its output must match."),
        timeout: duration.optional().describe("Default: 30s."),
      })
      .describe("A command inside the container."),
  }),
  z.strictObject({
    ...every,
    run: z
      .strictObject({ command: words, ...onHost })
      .describe("A command on this machine, with HULLPROOF_URL and HULLPROOF_PORT in its environment."),
  }),
  z.strictObject({
    ...every,
    script: z
      .union([
        z.string().min(1),
        z.strictObject({
          file: z.string().min(1),
          args: z.array(z.string()).default([]).describe("Arguments."),
          ...onHost,
        }),
      ])
      .describe("A script on this machine, relative to this file; runs as `run` does."),
  }),
  z.strictObject({ ...every, health: z.literal(true).describe("The image's HEALTHCHECK.") }),
  z.strictObject({
    ...every,
    signal: z
      .string()
      .regex(/^SIG[A-Z0-9+]+$/, "a signal such as SIGHUP")
      .describe("Send this signal to the container's first process."),
    settled: probe.optional().describe("When the reload is done. Default: when it is ready again."),
  }),
]);

type Raw = z.infer<typeof step>;

export function toStep(raw: Raw, folder: string): Step {
  const body = stepOf(raw, folder);
  const { name = nameOf(body), repeat } = raw;
  return { ...body, name, ...(repeat === undefined ? {} : { repeat }) } as Step;
}

/** Without the name, of each kind for itself. */
type Nameless = Step extends infer One ? (One extends Step ? Omit<One, "name" | "repeat"> : never) : never;

function stepOf(raw: Raw, folder: string): Nameless {
  if ("signal" in raw)
    return { kind: "signal", signal: raw.signal, ...(raw.settled && { settled: toProbe(raw.settled) }) };
  if ("health" in raw) return { kind: "health" };
  if ("exec" in raw) {
    const { timeout, ...exec } = raw.exec;
    return { kind: "exec", ...defined({ ...exec, timeoutMs: timeout === undefined ? undefined : toMs(timeout) }) };
  }
  if ("run" in raw) return toHost(toWords(raw.run.command), raw.run, folder);
  if ("script" in raw) {
    const script = typeof raw.script === "string" ? scriptDefaults(raw.script) : raw.script;
    // It is named as its working folder reaches it.
    const file = relative(hostPath(folder, script.folder ?? "."), hostPath(folder, script.file));
    return toHost([file.startsWith(".") ? file : `./${file}`, ...script.args], script, folder);
  }
  if ("http" in raw) {
    const { send, json, body: bodyPattern, header: headerPatterns, headers, timeout, ...http } = raw.http;
    return {
      kind: "http",
      ...defined({
        ...http,
        headers: { ...(json === undefined ? {} : { "content-type": "application/json" }), ...toTexts(headers) },
        body: json === undefined ? send : JSON.stringify(json),
        bodyPattern,
        headerPatterns,
        timeoutMs: toMs(timeout),
      }),
    };
  }
  const { port: to, timeout, expect, expectHex, send, sendHex } = "tcp" in raw ? raw.tcp : raw.udp;
  const rest = { port: to, timeoutMs: toMs(timeout), ...defined({ expect: payload(expect, expectHex) }) };
  const sent = payload(send, sendHex);
  if ("tcp" in raw) return { kind: "tcp", ...rest, ...defined({ send: sent }) };
  return { kind: "udp", ...rest, send: sent ?? { text: "" } };
}

function scriptDefaults(file: string) {
  return { file, args: [], exitCode: 0, timeout: "60s", env: undefined, output: undefined, folder: undefined };
}

function toHost(
  commandWords: readonly string[],
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
      command: commandWords,
      env: raw.env && toTexts(raw.env),
      folder: hostPath(folder, raw.folder ?? "."),
      exitCode: raw.exitCode,
      output: raw.output,
      timeoutMs: toMs(raw.timeout),
    }),
  };
}

function payload(text: string | undefined, digits: string | undefined): Payload | undefined {
  if (digits !== undefined) return { hex: digits.replaceAll(/[ :]/g, "").toLowerCase() };
  return text === undefined ? undefined : { text };
}

/** What it does, where nobody gave it a name. */
export function nameOf(step: Nameless): string {
  switch (step.kind) {
    case "http":
      return `${step.method} ${step.path}`;
    case "tcp":
    case "udp":
    case "port":
      return `${step.kind === "port" ? "" : `${step.kind} `}port ${step.port}`;
    case "exec":
      return `exec ${step.command.join(" ")}`.slice(0, 80);
    case "run":
      return `run ${step.command.join(" ")}`.slice(0, 80);
    case "health":
      return "HEALTHCHECK";
    case "signal":
      return step.signal;
  }
}
