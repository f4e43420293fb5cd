import { putOwn } from "../../domain/own-value.ts";
import { answerVariables, readHandler, requestName, type AnswerVariables } from "./http-file/answer-variables.ts";
import type { RecordedRequest, RequestReading, RequestSource } from "./request-source.ts";
import { countNotes } from "./shared/count-notes.ts";
import { isOwnHeader } from "./shared/plain-headers.ts";
import { addressOf } from "./shared/request-address.ts";
import { withVariables } from "./shared/with-variables.ts";
import { wholeText } from "./shared/whole-text.ts";

const methods = new Set(
  "GET HEAD POST PUT PATCH DELETE OPTIONS PROPFIND PROPPATCH REPORT MKCOL MKCALENDAR MOVE COPY LOCK UNLOCK SEARCH GRAPHQL WEBSOCKET".split(
    " ",
  ),
);

/** Method and address of a line; an address alone is a GET. */
function requestLineOf(line: string): { readonly method: string; readonly written: string } | undefined {
  const text = line.trim().slice(0, 8192);
  if (/^https?:\/\//u.test(text)) return { method: "GET", written: text };
  const [method = "", ...rest] = text.split(/[ \t]/u);
  if (!methods.has(method) || rest.length === 0) return undefined;
  const words = rest.filter((word) => word !== "");
  if (words.at(-1)?.startsWith("HTTP/") === true) words.pop();
  return words.length === 0 ? undefined : { method, written: words.join(" ") };
}

export default {
  name: "http-file",
  title: "a .http or .rest file (JetBrains, VS Code, httpyac)",
  recognizes: (file, head) =>
    /\.(?:http|rest)$/iu.test(file) && head.split("\n").some((line) => requestLineOf(line) !== undefined),
  open: (file) => wholeText(file, read),
} satisfies RequestSource;

const maxRequests = 5000;

function read(written: string): RequestReading {
  const notes = countNotes();
  const answers = answerVariables(written);
  const { text } = answers;
  const variables = new Map<string, string>();
  for (const [, name = "", value = ""] of text.matchAll(/^@([\w.-]{1,100})[ \t]*=[ \t]*(.{0,2000})$/gmu))
    variables.set(name, value.trim());
  let line = 1;
  const requests = text
    .split(/^###.*$/mu)
    .slice(0, maxRequests)
    .flatMap((block) => {
      const start = line;
      line += block.split("\n").length - 1;
      if (/\{\{[^{}]{0,100}\.response\.(?:body|headers)\b/u.test(block)) {
        notes.add("requests with parts of answers that steps cannot capture");
        return [];
      }
      const filled = withVariables(block, variables, answers.names);
      const request = readBlock(filled, { start, answers, skip: (what) => notes.add(what) });
      return request === undefined ? [] : [request];
    });
  return { requests, notes: notes.list() };
}

interface BlockPlace {
  /** Line in the file. */
  readonly start: number;
  readonly answers: AnswerVariables;
  readonly skip: (what: string) => void;
}

function readBlock(block: string, { start, answers, skip }: BlockPlace): RecordedRequest | undefined {
  const lines = block.split(/\r?\n/u);
  const first = lines.findIndex((text) => requestLineOf(text) !== undefined);
  const request = requestLineOf(lines[first] ?? "");
  if (request === undefined) return undefined;
  const { method, written } = request;
  if (lines.slice(0, first).some((text) => text.startsWith("<") && text.includes("{%")))
    skip("scripts before requests, which are not run");
  const skipped = (what: string): undefined => {
    skip(what);
    return undefined;
  };
  if (method === "WEBSOCKET") return skipped("WebSockets");
  let at = first + 1;
  let target = written;
  // A query over several lines.
  while (/^\s+[?&]/u.test(lines[at] ?? "")) target += (lines[at++] ?? "").trim();
  const headers: Record<string, string> = {};
  for (; at < lines.length && (lines[at] ?? "").trim() !== ""; at++) {
    const [, name = "", value = ""] = /^([\w-]{1,100}):(.*)$/u.exec(lines[at] ?? "") ?? [];
    if (name !== "" && isOwnHeader(name)) putOwn(headers, name.toLowerCase(), value.trim());
  }
  const bodyLines = lines.slice(at + 1);
  const end = bodyLines.findIndex((text) => /^(?:>\s*\{%|>\s*\S|<>\s|\?\?\s)/u.test(text));
  const handler = readHandler(end === -1 ? "" : bodyLines.slice(end).join("\n"));
  const names = lines.slice(0, first).flatMap((text) => requestName(text) ?? []);
  const captures = [...names.map((name) => answers.byRequest.get(name) ?? {}), handler.captures];
  const capture = Object.fromEntries(captures.flatMap((one) => Object.entries(one)));
  if (end !== -1 && Object.keys(handler.captures).length === 0 && handler.status === undefined)
    skip("handlers of answers, which are not run");
  const body = bodyLines
    .slice(0, end === -1 ? undefined : end)
    .filter((text) => !/^(?:#|\/\/)\s*@/u.test(text))
    .join("\n")
    .trim();
  if (/^<@?\s+\S/mu.test(body)) return skipped("requests with a body from a file");
  const address = addressOf(target);
  if (address === undefined) return skipped("requests without a known address");
  const graphql = method === "GRAPHQL" ? { text: JSON.stringify({ query: body }) } : undefined;
  return {
    ...(address.host !== undefined && { host: address.host }),
    ...(address.tls === true && { tls: true }),
    method: method === "GRAPHQL" ? "POST" : method,
    target: address.target,
    headers: graphql === undefined ? withBasic(headers) : { ...withBasic(headers), "content-type": "application/json" },
    ...(body !== "" && { body: graphql ?? { text: body } }),
    ...(handler.status !== undefined && { status: handler.status }),
    ...(Object.keys(capture).length > 0 && { capture }),
    values: "written",
    at: `line ${start + first}`,
  };
}

/** `Basic user password` is written in clear text there. */
function withBasic(headers: Readonly<Record<string, string>>): Record<string, string> {
  const [scheme, user, password] = (headers["authorization"] ?? "").split(/[ \t:]+/u, 3);
  if (scheme !== "Basic" || user === undefined || password === undefined) return { ...headers };
  return { ...headers, authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}` };
}
