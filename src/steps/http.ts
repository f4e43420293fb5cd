import { z } from "zod";
import { defined } from "../text/defined.ts";
import { sizeText } from "../text/size-text.ts";
import { duration, port, texts, toMs, toTexts } from "./form/words.ts";
import { defineStepKind, form } from "./step-kind.ts";

const http = z
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
  .describe("An HTTP request and the answer it must get.");

export default defineStepKind({
  kind: "http",
  place: 1,
  forms: [
    form(
      { http },
      ({ http: { send, json, body: bodyPattern, header: headerPatterns, headers, timeout, ...rest } }) => ({
        kind: "http",
        ...defined({
          ...rest,
          headers: { ...(json === undefined ? {} : { "content-type": "application/json" }), ...toTexts(headers) },
          body: json === undefined ? send : JSON.stringify(json),
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
    bodyBytes: parts.maybe(parts.integer),
    status: parts.status,
    bodyPattern: parts.maybe(parts.pattern),
    headerPatterns: parts.maybe(parts.patterns),
    timeoutMs: parts.milliseconds,
  }),
  // Safe methods, RFC 9110 9.2.1.
  onlyReads: ({ method, body }) => body === undefined && /^(?:GET|HEAD|OPTIONS)$/iu.test(method),
  withTexts: ({ path, headers, body, bodyPattern, headerPatterns, ...rest }, change) => ({
    ...rest,
    path: change(path),
    headers: withValues(headers, change),
    ...(body !== undefined && { body: change(body) }),
    ...(bodyPattern !== undefined && { bodyPattern: change(bodyPattern) }),
    ...(headerPatterns && { headerPatterns: withValues(headerPatterns, change) }),
  }),
  nameOf: ({ method, path }) => `${method} ${path}`,
  described: ({ method, path, port: to, bodyBytes, status }) =>
    `${method} ${path} on port ${to}${bodyBytes === undefined ? "" : `, body of ${sizeText(bodyBytes)}`}: ${status}`,
  noLoad: ({ bodyBytes }) => (bodyBytes === undefined ? undefined : "large bodies are sent one at a time"),
  ports: ({ port: to }) => [{ port: to, protocol: "tcp" }],
});

function withValues(texts: Readonly<Record<string, string>>, change: (text: string) => string) {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, change(text)]));
}
