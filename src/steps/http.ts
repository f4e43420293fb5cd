import { z } from "zod";
import type { HttpStep } from "../domain/workload/step.ts";
import { defined } from "../text/defined.ts";
import { sizeText } from "../text/size-text.ts";
import type { FormPart } from "../domain/workload/http-parts.ts";
import { hex, toDigits } from "./form/exchange.ts";
import { duration, port, texts, toMs, toTexts } from "./form/words.ts";
import { defineStepKind, form } from "./step-kind.ts";

const captureName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/u, "a name such as order_id");
const capture = z.union([
  z.strictObject({ json: z.string().regex(/^(?:\/.*)?$/su, "a JSON pointer such as /items/0/id") }),
  z.strictObject({ header: z.string().min(1) }),
  z.strictObject({ cookie: z.string().min(1) }),
  z.strictObject({ pattern: z.string().min(1) }),
]);
const part = z.strictObject({
  name: z.string().min(1).describe("Name of the field."),
  value: z.string().optional().describe("Content as text."),
  sendHex: hex.optional().describe("Content as bytes, in hexadecimal."),
  filename: z.string().min(1).optional().describe("It is a file with this name."),
  type: z.string().min(1).optional().describe("Media type."),
});

const http = z
  .strictObject({
    port,
    path: z.string().startsWith("/").default("/"),
    method: z.string().default("GET"),
    tls: z.boolean().optional().describe("Use HTTPS and accept any certificate."),
    headers: texts.default({}).describe("Headers of the request."),
    send: z.string().optional().describe("Request body."),
    sendHex: hex.optional().describe("Request body as bytes, in hexadecimal."),
    multipart: z.array(part).min(1).optional().describe("Request body as multipart/form-data; sets content-type."),
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
    capture: z
      .record(captureName, capture)
      .optional()
      .describe(
        "Name -> a part of the answer, which later steps send as {{name}} in path, headers and body: `json` (a JSON pointer), `header`, `cookie` or `pattern` (its group).",
      ),
    timeout: duration.default("5s"),
  })
  .refine(
    ({ send, sendHex, multipart, json }) =>
      [send, sendHex, multipart, json].filter((body) => body !== undefined).length <= 1,
    "one of send, sendHex, multipart and json",
  )
  .describe("An HTTP request and the answer it must get.");

export default defineStepKind({
  kind: "http",
  place: 1,
  forms: [
    form(
      { http },
      ({
        http: { send, sendHex, multipart, json, body: bodyPattern, header: headerPatterns, headers, timeout, ...rest },
      }) => ({
        kind: "http",
        ...defined({
          ...rest,
          headers: { ...(json === undefined ? {} : { "content-type": "application/json" }), ...toTexts(headers) },
          body: json === undefined ? send : JSON.stringify(json),
          bodyHex: sendHex === undefined ? undefined : toDigits(sendHex),
          multipart: multipart?.map(toPart),
          bodyPattern,
          headerPatterns,
          timeoutMs: toMs(timeout),
        }),
      }),
    ),
  ],
  fields: (parts) => ({
    port: parts.port,
    tls: parts.maybe(parts.flag),
    method: parts.method,
    path: parts.requestPath,
    headers: parts.dictionary,
    body: parts.maybe(parts.text),
    bodyHex: parts.maybe(parts.digits),
    multipart: parts.maybe(parts.parts),
    bodyBytes: parts.maybe(parts.integer),
    status: parts.status,
    bodyPattern: parts.maybe(parts.pattern),
    headerPatterns: parts.maybe(parts.patterns),
    capture: parts.maybe(parts.captures),
    timeoutMs: parts.milliseconds,
  }),
  // Safe methods, RFC 9110 9.2.1.
  onlyReads: (step) => !hasBody(step) && /^(?:GET|HEAD|OPTIONS)$/iu.test(step.method),
  withTexts: ({ path, headers, body, multipart, bodyPattern, headerPatterns, ...rest }, change) => ({
    ...rest,
    path: change(path),
    headers: withValues(headers, change),
    ...(body !== undefined && { body: change(body) }),
    ...(multipart && {
      multipart: multipart.map((one) => (one.value === undefined ? one : { ...one, value: change(one.value) })),
    }),
    ...(bodyPattern !== undefined && { bodyPattern: change(bodyPattern) }),
    ...(headerPatterns && { headerPatterns: withValues(headerPatterns, change) }),
  }),
  nameOf: ({ method, path }) => `${method} ${path}`,
  described: ({ method, path, port: to, bodyBytes, status }) =>
    `${method} ${path} on port ${to}${bodyBytes === undefined ? "" : `, body of ${sizeText(bodyBytes)}`}: ${status}`,
  noLoad: ({ bodyBytes }) => (bodyBytes === undefined ? undefined : "large bodies are sent one at a time"),
  ports: ({ port: to }) => [{ port: to, protocol: "tcp" }],
});

function hasBody({ body, bodyHex, multipart }: Pick<HttpStep, "body" | "bodyHex" | "multipart">): boolean {
  return body !== undefined || bodyHex !== undefined || multipart !== undefined;
}

function toPart({ sendHex, ...rest }: z.output<typeof part>): FormPart {
  return defined({ ...rest, hex: sendHex === undefined ? undefined : toDigits(sendHex) });
}

function withValues(texts: Readonly<Record<string, string>>, change: (text: string) => string) {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, change(text)]));
}
