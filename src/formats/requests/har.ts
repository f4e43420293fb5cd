import type { FormPart } from "../../domain/workload/http-parts.ts";
import { Failure } from "../../domain/failure.ts";
import type { JsonObject } from "../json/json-document.ts";
import { isObject, listOf, objectOf, textOf } from "../json/values.ts";
import { openEntrySplitter } from "./har/entry-splitter.ts";
import type { RecordedRequest, RequestBody, RequestReader, RequestSource } from "./request-source.ts";
import { countNotes } from "./shared/count-notes.ts";
import { plainHeaders } from "./shared/plain-headers.ts";
import { addressOf } from "./shared/request-address.ts";
import { sampleFile } from "./shared/sample-file.ts";

export default {
  name: "har",
  title: "a HAR file of a browser or proxy",
  recognizes: (_, head) => /^\uFEFF?\s*\{\s*"log"\s*:\s*\{/u.test(head),
  open,
} satisfies RequestSource;

/** Of those a recording can hold: a session of a day has less. */
const maxEntries = 20_000;
/** Of an answer, and of all, where captures are looked for. */
const maxAnswer = 256 * 1024;
const maxAnswers = 128 * 1024 * 1024;

interface Entry {
  readonly started: number;
  readonly at: number;
  readonly request: RecordedRequest;
}

function open(file: string): RequestReader {
  const entries: Entry[] = [];
  const notes = countNotes();
  let [read, answerSize] = [0, 0];
  const splitter = openEntrySplitter((bytes) => {
    read++;
    if (bytes === undefined) return notes.add("entries that are larger than 32 MB");
    if (entries.length >= maxEntries) return notes.add(`entries behind the first ${maxEntries}`);
    let value: unknown;
    try {
      value = JSON.parse(bytes.toString("utf8"));
    } catch {
      throw truncated(file, `entry ${read} is no JSON`);
    }
    const request = requestOf(objectOf(value), read);
    if (typeof request === "string") return notes.add(request);
    answerSize += request.request.answer?.body.length ?? 0;
    if (answerSize <= maxAnswers) return void entries.push({ ...request, at: read });
    notes.add("answers behind the first 128 MB, which nothing is taken from");
    const { answer: _, ...rest } = request.request;
    entries.push({ ...request, request: rest, at: read });
  });
  return {
    push: (chunk) => splitter.push(chunk),
    finish() {
      if (!splitter.isWhole()) throw truncated(file, `it ends within entry ${read + 1}`);
      const inOrder = entries.toSorted((a, b) => a.started - b.started || a.at - b.at);
      return { requests: inOrder.map(({ request }) => request), notes: notes.list() };
    },
  };
}

function truncated(file: string, why: string): Failure {
  return new Failure("bad-usage", `${file} is cut off or damaged: ${why}`, {
    hint: "Save the recording again, as HAR.",
  });
}

/** A request, or why no step can send it. */
function requestOf(entry: JsonObject, number: number): Omit<Entry, "at"> | string {
  const [request, response] = [objectOf(entry["request"]), objectOf(entry["response"])];
  const method = textOf(request["method"])?.toUpperCase() ?? "";
  const address = addressOf(textOf(request["url"]) ?? "");
  const status = typeof response["status"] === "number" ? response["status"] : 0;
  if (address?.isSocket === true || status === 101 || entry["_webSocketMessages"] !== undefined) return "WebSockets";
  if (address === undefined || !/^[A-Z]{3,20}$/u.test(method)) return "entries without an HTTP request";
  if (method === "CONNECT") return "tunnels";
  const requestHeaders = headerPairs(request["headers"]);
  if (method === "OPTIONS" && requestHeaders.some(([name]) => /^access-control-request-method$/iu.test(name)))
    return "preflights";
  // Aborted, blocked, or answered by a service worker.
  if (status <= 0) return "requests without an answer";
  const content = objectOf(response["content"]);
  const type = textOf(content["mimeType"]) ?? "";
  if (/event-stream/iu.test(type)) return "event streams";
  const body = bodyOf(objectOf(request["postData"])) ?? uploadOf(requestHeaders);
  const { host, tls, target } = address;
  const headers = plainHeaders(requestHeaders);
  // The step makes one with its boundary.
  if (body !== undefined && "parts" in body) delete headers["content-type"];
  const started = Date.parse(textOf(entry["startedDateTime"]) ?? "");
  return {
    started: Number.isNaN(started) ? 0 : started,
    request: {
      ...(host !== undefined && { host }),
      ...(tls === true && { tls }),
      method,
      target,
      headers,
      ...(body && { body }),
      // What a cache confirmed is the page itself without a cache.
      status: status === 304 ? 200 : status,
      answer: {
        headers: Object.fromEntries(
          headerPairs(response["headers"]).map(([name, value]) => [name.toLowerCase(), value]),
        ),
        body: answerText(content),
      },
      values: "recorded",
      at: `entry ${number}`,
    },
  };
}

function headerPairs(value: unknown): [string, string][] {
  return listOf(value).flatMap((raw): [string, string][] => {
    const [name, text] = [textOf(objectOf(raw)["name"]), textOf(objectOf(raw)["value"])];
    // `:authority` of HTTP/2.
    return name === undefined || text === undefined || name.startsWith(":") ? [] : [[name, text]];
  });
}

function bodyOf(data: JsonObject): RequestBody | undefined {
  const [type, text] = [textOf(data["mimeType"]) ?? "", textOf(data["text"])];
  const params = listOf(data["params"]).filter(isObject);
  if (/^multipart\/form-data/iu.test(type)) {
    const parts = params.length > 0 ? params.map(partOf) : partsIn(text ?? "", type);
    return parts.length === 0 ? undefined : { parts };
  }
  if (text !== undefined && text !== "")
    return textOf(data["encoding"]) === "base64" ? { hex: Buffer.from(text, "base64").toString("hex") } : { text };
  if (params.length === 0) return undefined;
  const form = new URLSearchParams(
    params.map((one): [string, string] => [textOf(one["name"]) ?? "", textOf(one["value"]) ?? ""]),
  );
  return { text: form.toString() };
}

/** Browsers leave a form with a file out: one with a small file stands for it, and the dry run tells whether it serves. */
function uploadOf(headers: readonly (readonly [string, string])[]): RequestBody | undefined {
  const isForm = headers.some(
    ([name, value]) => /^content-type$/iu.test(name) && /^multipart\/form-data/iu.test(value),
  );
  if (!isForm) return undefined;
  const { name: filename, type, hex } = sampleFile("");
  return { parts: [{ name: "file", filename, type, hex }] };
}

function partOf(param: JsonObject): FormPart {
  const [name, filename, type] = [
    textOf(param["name"]) ?? "file",
    textOf(param["fileName"]),
    textOf(param["contentType"]),
  ];
  if (filename === undefined) return { name, value: textOf(param["value"]) ?? "" };
  // Recordings have no content of files.
  const { hex } = sampleFile(`${type ?? ""} ${filename}`);
  return { name, filename, hex, ...(type !== undefined && { type }) };
}

/** Of the text of a multipart body, as Chromium saves it. */
function partsIn(text: string, type: string): FormPart[] {
  const boundary = /boundary="?([^";]{1,100})/iu.exec(type)?.[1];
  if (boundary === undefined) return [];
  return text.split(`--${boundary}`).flatMap((piece): FormPart[] => {
    const end = piece.indexOf("\r\n\r\n");
    if (end === -1) return [];
    const head = piece.slice(0, end);
    const name = /\bname="([^"]{1,200})"/iu.exec(head)?.[1];
    if (name === undefined) return [];
    const filename = /\bfilename="([^"]{1,200})"/iu.exec(head)?.[1];
    if (filename === undefined) return [{ name, value: piece.slice(end + 4).replace(/\r\n$/u, "") }];
    const media = /^content-type:[ \t]*([\w./+-]{1,100})/imu.exec(head)?.[1];
    return [
      {
        name,
        filename,
        hex: sampleFile(`${media ?? ""} ${filename}`).hex,
        ...(media !== undefined && { type: media }),
      },
    ];
  });
}

function answerText(content: JsonObject): string {
  const text = textOf(content["text"]) ?? "";
  const plain =
    textOf(content["encoding"]) === "base64"
      ? Buffer.from(text.slice(0, 2 * maxAnswer), "base64").toString("utf8")
      : text;
  // A copy: a slice would keep the whole text.
  return plain.length > maxAnswer ? Buffer.from(plain.slice(0, maxAnswer)).toString() : plain;
}
