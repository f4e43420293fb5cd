import { putOwn } from "../../domain/own-value.ts";
import type { Capture, FormPart } from "../../domain/workload/http-parts.ts";
import type { RecordedRequest, RequestBody, RequestReading, RequestSource } from "./request-source.ts";
import { encodeValue } from "./shared/encode-value.ts";
import { countNotes } from "./shared/count-notes.ts";
import { isOwnHeader } from "./shared/plain-headers.ts";
import { pointerOfPath } from "./shared/json-path.ts";
import { addressOf } from "./shared/request-address.ts";
import { sampleFile } from "./shared/sample-file.ts";
import { wholeText } from "./shared/whole-text.ts";
import { captureName, withVariables } from "./shared/with-variables.ts";

/** hurl.dev, "Request": a method in capitals begins an entry. */
const requestLine = /^([A-Z]{3,20})[ \t]+(\S.{0,8000})$/u;
const answerLine = /^HTTP(?:\/[\d.]{1,5})?[ \t]+(\d{3}|\*)/u;

export default {
  name: "hurl",
  title: "a Hurl file",
  recognizes: (file, head) =>
    /\.hurl$/iu.test(file) && head.split("\n").some((line) => requestLine.test(line.slice(0, 8192).trimEnd())),
  open: (file) => wholeText(file, read),
} satisfies RequestSource;

const maxRequests = 5000;

interface Entry {
  readonly method: string;
  readonly url: string;
  readonly line: number;
  /** Lines of the request, and those of the answer. */
  readonly request: string[];
  readonly answer: string[];
}

function read(text: string): RequestReading {
  const notes = countNotes();
  const entries = entriesOf(text).slice(0, maxRequests);
  const names = new Set<string>();
  const requests = entries.flatMap((entry) => {
    const request = requestOf(entry, names, (what) => notes.add(what));
    // A capture is known from the next request on.
    for (const line of sectionOf(entry.answer, /^Captures$/u)) names.add(line.split(":", 1)[0]?.trim() ?? "");
    return request === undefined ? [] : [request];
  });
  return { requests, notes: notes.list() };
}

function entriesOf(text: string): Entry[] {
  const entries: Entry[] = [];
  let [isAnswer, isFenced] = [false, false];
  for (const [at, raw] of text.split(/\r?\n/u).entries()) {
    const line = raw.trimEnd();
    if (line.startsWith("```")) isFenced = !isFenced || line.length > 3;
    const [, method, url] = isFenced ? [] : (requestLine.exec(line.slice(0, 8192)) ?? []);
    const last = entries.at(-1);
    if (method !== undefined && url !== undefined && !line.startsWith("HTTP")) {
      entries.push({ method, url, line: at + 1, request: [], answer: [] });
      isAnswer = false;
    } else if (last !== undefined) {
      isAnswer ||= !isFenced && answerLine.test(line);
      (isAnswer ? last.answer : last.request).push(line);
    }
  }
  return entries;
}

function requestOf(
  { method, url, line, request, answer }: Entry,
  captures: ReadonlySet<string>,
  skip: (what: string) => void,
): RecordedRequest | undefined {
  const skipped = (what: string): undefined => {
    skip(what);
    return undefined;
  };
  const fill = (text: string) => withVariables(text, new Map(), captures);
  const address = addressOf(fill(url));
  if (address === undefined) return skipped("requests without a known address");
  const pairs = (form: RegExp) => sectionOf(request, form).flatMap((one) => pairOf(fill(one)));
  const query = pairs(/^(?:Query|QueryStringParams)$/u).map(
    ([name, value]) => `${encodeValue(name)}=${encodeValue(value)}`,
  );
  const headers: Record<string, string> = {};
  const { headerLines, bodyLines } = partsOf(request);
  for (const [name, value] of headerLines.flatMap((one) => pairOf(fill(one))))
    if (isOwnHeader(name)) putOwn(headers, name.toLowerCase(), value);
  const [[user, password] = []] = pairs(/^BasicAuth$/u);
  if (user !== undefined)
    headers["authorization"] ??= `Basic ${Buffer.from(`${user}:${password ?? ""}`).toString("base64")}`;
  const fields = pairs(/^(?:Form|FormParams)$/u);
  const parts = pairs(/^(?:Multipart|MultipartFormData)$/u).map(partOf);
  const body = bodyOf(fill(bodyLines.join("\n").trim()));
  if (body === "file") return skipped("requests with a body from a file");
  if (fields.length > 0) headers["content-type"] ??= "application/x-www-form-urlencoded";
  else if (body !== undefined && "text" in body && /^[[{]/u.test(body.text))
    headers["content-type"] ??= "application/json";
  const allQuery = query.length === 0 ? "" : `${address.target.includes("?") ? "&" : "?"}${query.join("&")}`;
  const sent: RequestBody | undefined =
    parts.length > 0
      ? { parts }
      : fields.length > 0
        ? { text: fields.map(([name, value]) => `${encodeValue(name)}=${encodeValue(value)}`).join("&") }
        : body;
  const status = Number(answer.map((one) => answerLine.exec(one)?.[1]).find((one) => one !== undefined));
  const captured = capturesOf(answer, skip);
  return {
    ...(address.host !== undefined && { host: address.host }),
    ...(address.tls === true && { tls: true }),
    method,
    target: `${address.target}${allQuery}`,
    headers,
    ...(sent && { body: sent }),
    ...(status >= 100 && { status }),
    ...(Object.keys(captured).length > 0 && { capture: captured }),
    values: "written",
    at: `line ${line}`,
  };
}

/** Lines of `[Form]` and the like, without comments. */
function sectionOf(lines: readonly string[], name: RegExp): string[] {
  let isMeant = false;
  return lines.filter((line) => {
    const section = /^\[(\w{1,40})\]$/u.exec(line)?.[1];
    if (section !== undefined) isMeant = name.test(section);
    return section === undefined && isMeant && line !== "" && !line.startsWith("#");
  });
}

/** Headers stand before sections, and the body behind them. */
function partsOf(lines: readonly string[]): { readonly headerLines: string[]; readonly bodyLines: string[] } {
  const isStart = (line: string) => /^(?:[[{<`"]|base64,|hex,|file,)/u.test(line) && !/^\[\w{1,40}\]$/u.test(line);
  const first = lines.findIndex(isStart);
  const front = first === -1 ? lines : lines.slice(0, first);
  const end = front.findIndex((line) => /^\[\w{1,40}\]$/u.test(line));
  return {
    headerLines: front.slice(0, end === -1 ? undefined : end).filter((line) => !line.startsWith("#")),
    bodyLines: first === -1 ? [] : lines.slice(first),
  };
}

function pairOf(line: string): [string, string][] {
  const at = line.indexOf(":");
  return at < 1 ? [] : [[line.slice(0, at).trim(), line.slice(at + 1).trim()]];
}

/** hurl.dev, "Body": JSON and XML as they stand, one line or several in backticks, `base64,...;`, `hex,...;`, `file,...;`. */
function bodyOf(text: string): RequestBody | "file" | undefined {
  if (text === "") return undefined;
  const [, kind, content = ""] = /^(base64|hex|file),([^;]*);?/u.exec(text) ?? [];
  if (kind === "file") return "file";
  if (kind !== undefined) return { hex: Buffer.from(content.trim(), kind as "base64" | "hex").toString("hex") };
  if (text.startsWith("```")) {
    const inner = text.slice(text.indexOf("\n") + 1);
    return { text: inner.slice(0, inner.lastIndexOf("```")).trimEnd() };
  }
  return { text: text.startsWith("`") ? text.slice(1, text.lastIndexOf("`")) : text };
}

function partOf([name, value]: [string, string]): FormPart {
  if (!value.startsWith("file,")) return { name, value };
  const { hex, name: filename, type } = sampleFile(value);
  return { name, hex, filename, type };
}

function capturesOf(answer: readonly string[], skip: (what: string) => void): Record<string, Capture> {
  const captures: Record<string, Capture> = {};
  for (const line of sectionOf(answer, /^Captures$/u)) {
    const [, name = "", kind, text = ""] =
      /^([\w-]{1,60})[ \t]*:[ \t]*(\w{1,20})[ \t]+["/](.{1,500})["/]$/u.exec(line) ?? [];
    const json = kind === "jsonpath" && text.startsWith("$") ? pointerOfPath(text.slice(1)) : undefined;
    const capture: Capture | undefined =
      json !== undefined
        ? { json }
        : kind === "header"
          ? { header: text.toLowerCase() }
          : kind === "cookie"
            ? { cookie: text }
            : kind === "regex"
              ? { pattern: text }
              : undefined;
    if (capture === undefined) skip("captures by XPath, filters or others that steps do not have");
    else putOwn(captures, captureName(name), capture);
  }
  return captures;
}
