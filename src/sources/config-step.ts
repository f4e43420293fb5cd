import { relative } from "node:path";
import { z } from "zod";
import type { Payload, Step } from "../domain/workload.ts";
import { probe, toProbe } from "./config-probe.ts";
import { command, duration, hostPath, port, texts, toMs, toTexts, toWords, words } from "./config-words.ts";
import { defined } from "./defined.ts";

const every = {
  name: z.string().min(1).optional().describe("Default: what it does."),
  repeat: z.int().min(1).max(1_000_000).optional().describe("How often, one after the other."),
};
const hex = z.string().regex(/^(?:[0-9a-fA-F]{2}[ :]?)+$/, "pairs of hexadecimal digits");
const exchange = {
  port,
  expect: z.string().optional().describe("Regular expression that the answer must match."),
  expectHex: hex.optional().describe("Bytes that the answer must hold."),
  timeout: duration.default("5s"),
};
const onHost = {
  env: texts.optional(),
  folder: z.string().min(1).optional().describe("Where it runs, relative to this file; default its own folder."),
  exitCode: z.int().default(0),
  output: z.string().optional().describe("Regular expression that its output must match."),
  timeout: duration.default("60s"),
};

export const step = z.union([
  z.strictObject({
    ...every,
    http: z.strictObject({
      port,
      path: z.string().startsWith("/").default("/"),
      method: z.string().default("GET"),
      tls: z.boolean().optional().describe("HTTPS, whatever its certificate."),
      headers: texts.default({}),
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
    }),
  }),
  z.strictObject({
    ...every,
    tcp: z.strictObject({ send: z.string().optional(), sendHex: hex.optional(), ...exchange }),
  }),
  z.strictObject({
    ...every,
    udp: z.strictObject({ send: z.string().optional(), sendHex: hex.optional(), ...exchange }),
  }),
  z.strictObject({
    ...every,
    exec: z
      .strictObject({
        command,
        user: z.string().min(1).optional(),
        exitCode: z.int().default(0),
        output: z.string().optional(),
        timeout: duration.optional(),
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
        z.strictObject({ file: z.string().min(1), args: z.array(z.string()).default([]), ...onHost }),
      ])
      .describe("A file on this machine, relative to this one; run as `run` does."),
  }),
  z.strictObject({ ...every, health: z.literal(true).describe("The image's HEALTHCHECK.") }),
  z.strictObject({
    ...every,
    signal: z.string().regex(/^SIG[A-Z0-9+]+$/, "a signal such as SIGHUP"),
    settled: probe.optional().describe("When the reload is over; default: when it is ready again."),
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
