import { putOwn } from "../../domain/own-value.ts";
import { byName } from "./curl/options.ts";
import type { FormPart } from "../../domain/workload/http-parts.ts";
import { blank } from "../command-line/code-region.ts";
import { markdownCode } from "../command-line/markdown-code.ts";
import { joinPieces } from "../shell/joined-text.ts";
import { parseShell } from "../shell/parse.ts";
import type { RecordedRequest, RequestReading, RequestSource } from "./request-source.ts";
import { countNotes } from "./shared/count-notes.ts";
import { isOwnHeader } from "./shared/plain-headers.ts";
import { addressOf } from "./shared/request-address.ts";
import { sampleFile } from "./shared/sample-file.ts";
import { wholeText } from "./shared/whole-text.ts";

export default {
  name: "curl",
  title: "curl lines in a document, a script or a Makefile",
  recognizes: (_, head) => /(?:^|[\s;&|(`$@])curl\s+\S/mu.test(head),
  isVague: true,
  open: (file) => wholeText(file, (text) => read(file, text)),
} satisfies RequestSource;

const maxLines = 5000;

function read(file: string, text: string): RequestReading {
  const notes = countNotes();
  const source = /\.(?:md|markdown|mdx)$/iu.test(file) ? ofMarkdown(text) : text;
  const requests: RecordedRequest[] = [];
  for (const { line, command } of curlLines(source)) {
    const parsed = parseShell(joinPieces([{ text: command, at: 0 }]));
    if ("problem" in parsed) notes.add("curl lines that are no whole command");
    else
      for (const { words } of parsed.commands) {
        if (words[0]?.text !== "curl") continue;
        const request = requestOf(
          words.slice(1).map((word) => word.text),
          line,
        );
        if (typeof request === "string") notes.add(request);
        else requests.push(request);
      }
  }
  return { requests, notes: notes.list() };
}

function ofMarkdown(text: string): string {
  let result = "";
  for (const { start, source } of markdownCode(text).toSorted((a, b) => a.start - b.start))
    if (start >= result.length) result += blank(text.slice(result.length, start)) + source;
  return result;
}

/** Each line with `curl`, and those that continue it. */
function curlLines(source: string): { readonly line: number; readonly command: string }[] {
  const lines = source.split(/\r?\n/u);
  const lineList: { line: number; command: string }[] = [];
  for (let at = 0; at < lines.length && lineList.length < maxLines; at++) {
    const text = lines[at] ?? "";
    const begin = /(?:^|[\s;&|(`@])curl\s/u.exec(text);
    if (begin === null) continue;
    const start = text.slice(text.indexOf("curl", begin.index));
    const first = at;
    let command = start;
    while (command.length < 64_000 && at + 1 < lines.length && (command.endsWith("\\") || isOpen(command)))
      command = `${command.replace(/\\$/u, "")}${command.endsWith("\\") ? " " : "\n"}${(lines[++at] ?? "").trimStart()}`;
    lineList.push({ line: first + 1, command: command.replaceAll(/\$\((\w+)\)/gu, "${$1}") });
  }
  return lineList;
}

/** A body may have several lines in quotes. */
function isOpen(command: string): boolean {
  const quotes = command.replaceAll(/\\./gu, "").replaceAll(/"[^"]*"|'[^']*'/gu, "");
  return /["']/u.test(quotes);
}

interface Options {
  method?: string;
  readonly headers: Record<string, string>;
  readonly data: string[];
  readonly parts: FormPart[];
  readonly urls: string[];
  isGet: boolean;
  isJson: boolean;
  problem?: string;
}

/** A request, or why there is none. */
function requestOf(words: readonly string[], line: number): RecordedRequest | string {
  const options: Options = { headers: {}, data: [], parts: [], urls: [], isGet: false, isJson: false };
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    if (!word.startsWith("-") || word === "-") {
      options.urls.push(word);
      continue;
    }
    const [name, inline] = splitOption(word);
    const option = byName.get(name);
    const value = hasValue(option) ? (inline ?? words[++at] ?? "") : "";
    take(options, option ?? "flag", value);
  }
  if (options.problem !== undefined) return options.problem;
  const [url] = options.urls;
  const address = url === undefined ? undefined : addressOf(withNames(url));
  if (address === undefined || address.isSocket) return "curl lines without a known address";
  const data = options.data.map(withNames).join(options.isJson ? "" : "&");
  const inQuery = options.isGet && data !== "" ? `${address.target.includes("?") ? "&" : "?"}${data}` : "";
  const hasBody = !options.isGet && data !== "";
  const headers = Object.fromEntries(Object.entries(options.headers).map(([name, value]) => [name, withNames(value)]));
  // curl(1), --json: both headers, unless they are given.
  if (options.isJson) {
    headers["content-type"] ??= "application/json";
    headers["accept"] ??= "application/json";
  }
  if (hasBody) headers["content-type"] ??= "application/x-www-form-urlencoded";
  return {
    ...(address.host !== undefined && { host: address.host }),
    ...(address.tls === true && { tls: true }),
    method: options.method?.toUpperCase() ?? (hasBody || options.parts.length > 0 ? "POST" : "GET"),
    target: `${address.target}${inQuery}`,
    headers,
    ...(options.parts.length > 0 ? { body: { parts: options.parts } } : hasBody ? { body: { text: data } } : {}),
    values: "written",
    at: `line ${line}`,
  };
}

function hasValue(option: string | undefined): boolean {
  return option !== undefined && !/^(?:flag|get|head)$/u.test(option);
}

function splitOption(word: string): readonly [string, string | undefined] {
  if (word.startsWith("--")) return [word, undefined];
  // `-XPOST`, `-sSfd DATA`: flags, then one with a value.
  for (let at = 1; at < word.length; at++) {
    const name = `-${word[at]}`;
    const option = byName.get(name);
    if (hasValue(option)) return [name, at + 1 < word.length ? word.slice(at + 1) : undefined];
    if (option !== undefined && at === word.length - 1) return [name, undefined];
  }
  return [word.includes("G") ? "-G" : word.includes("I") ? "-I" : word, undefined];
}

function take(options: Options, kind: string, value: string): void {
  switch (kind) {
    case "method":
      options.method = value;
      break;
    case "header": {
      const [, name = "", text = ""] = /^([\w-]{1,100}):\s*(.*)$/su.exec(value) ?? [];
      if (name !== "" && isOwnHeader(name)) putOwn(options.headers, name.toLowerCase(), text);
      break;
    }
    case "json":
      options.isJson = true;
      options.data.push(value);
      break;
    case "data":
      if (value.startsWith("@")) options.problem = "curl lines with a body from a file";
      options.data.push(value);
      break;
    case "raw":
      options.data.push(value);
      break;
    case "urlencode": {
      const at = value.indexOf("=");
      options.data.push(`${value.slice(0, at + 1)}${encodeURIComponent(value.slice(at + 1))}`);
      break;
    }
    case "form": {
      const [, name = "file", content = ""] = /^([^=]{1,100})=(.*)$/su.exec(value) ?? [];
      const { hex, name: filename, type } = sampleFile(content);
      options.parts.push(content.startsWith("@") ? { name, hex, filename, type } : { name, value: content });
      break;
    }
    case "user":
      options.headers["authorization"] = "Basic ${WORKLOAD_BASIC}";
      break;
    case "url":
      options.urls.push(value);
      break;
    case "get":
      options.isGet = true;
      break;
    case "head":
      options.method = "HEAD";
      break;
    default:
  }
}

/** `$TOKEN` is a variable of the shell: the caller supplies it. */
function withNames(text: string): string {
  return text
    .replaceAll(/\$\{?(?:BASE_?URL|URL|HOST|SERVER|API_?URL|ENDPOINT)\}?/gu, "http://localhost")
    .replaceAll(/http:\/\/http:\/\//gu, "http://")
    .replaceAll(
      /\$\{?([A-Za-z_]\w{0,60})\}?/gu,
      (_, name: string) => `\${WORKLOAD_${name.toUpperCase().replace(/^WORKLOAD_/u, "")}}`,
    );
}
