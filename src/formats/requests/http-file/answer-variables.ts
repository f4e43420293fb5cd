import { putOwn } from "../../../domain/own-value.ts";
import type { Capture } from "../../../domain/workload/http-parts.ts";
import { pointerOfPath } from "../shared/json-path.ts";
import { captureName } from "../shared/with-variables.ts";

/** What later requests of a file take from answers. */
export interface AnswerVariables {
  /** With `{{name}}` of a capture in place of each reference to a named request's answer. */
  readonly text: string;
  /** Names that some request captures. */
  readonly names: ReadonlySet<string>;
  /** By the name of the request whose answer has them. */
  readonly byRequest: ReadonlyMap<string, Readonly<Record<string, Capture>>>;
}

/** VS Code's REST Client: `{{login.response.headers.Location}}`, `{{login.response.body.$.id}}`; httpyac: `{{login.id}}`. */
const reference = /\{\{[ \t]{0,5}([\w-]{1,60})\.([^{}\s]{1,200})[ \t]{0,5}\}\}/gu;

export function answerVariables(text: string): AnswerVariables {
  const requestNames = new Set(text.split("\n").flatMap((line) => requestName(line) ?? []));
  const names = new Set<string>();
  const byRequest = new Map<string, Record<string, Capture>>();
  const replaced = text.replaceAll(reference, (whole, request: string, path: string) => {
    const capture = requestNames.has(request) ? captureOf(path) : undefined;
    if (capture === undefined) return whole;
    const part = path.replace(/^response\.(?:body|headers)\./u, "").replaceAll("$", "");
    const name = captureName(`${request}_${part}`).replaceAll(/_+/gu, "_").slice(0, 60);
    const captures = byRequest.get(request) ?? {};
    putOwn(captures, name, capture);
    byRequest.set(request, captures);
    names.add(name);
    return `{{${name}}}`;
  });
  for (const { name } of handlerCaptures(text)) names.add(captureName(name));
  return { text: replaced, names, byRequest };
}

/** `# @name login`, above a request. */
export function requestName(line: string): string | undefined {
  return /^(?:#|\/\/)[ \t]{0,5}@name[ \t=]{1,5}([\w-]{1,60})\s*$/u.exec(line.slice(0, 200))?.[1];
}

function captureOf(path: string): Capture | undefined {
  const header = /^response\.headers\.([\w-]{1,100})$/u.exec(path)?.[1];
  if (header !== undefined) return { header: header.toLowerCase() };
  return jsonCapture(path.replace(/^response\.body\./u, ""));
}

function jsonCapture(path: string): Capture | undefined {
  const json = pointerOfPath(path.startsWith("$") ? path.slice(1) : `.${path}`);
  return json === undefined || json === "" || path.startsWith("response.") ? undefined : { json };
}

/** JetBrains, "Response handler": scripts are not run, but what one of these lines says is plain. */
const setsVariable =
  /client\.global\.set\(\s{0,10}["']([\w.-]{1,60})["']\s{0,10},\s{0,10}response\.(?:headers\.valueOf\(\s{0,10}["']([\w-]{1,100})["']|body\.([\w.$[\]-]{1,200}))\s{0,10}\)/gu;

function handlerCaptures(text: string): { readonly name: string; readonly capture: Capture }[] {
  return [...text.matchAll(setsVariable)].flatMap(([, name = "", header, path]) => {
    const capture = header === undefined ? jsonCapture(path ?? "") : { header: header.toLowerCase() };
    return capture === undefined ? [] : [{ name, capture }];
  });
}

/** What the handler of one request captures, and the status that it wants. */
export function readHandler(text: string): {
  readonly captures: Readonly<Record<string, Capture>>;
  readonly status?: number;
} {
  const captures: Record<string, Capture> = {};
  for (const { name, capture } of handlerCaptures(text)) putOwn(captures, captureName(name), capture);
  const status = /(?:response\.status\s{0,5}={2,3}|^\?\?[ \t]{1,5}status[ \t]{0,5}==)[ \t]{0,5}([1-5]\d\d)\b/mu.exec(
    text,
  )?.[1];
  return { captures, ...(status !== undefined && { status: Number(status) }) };
}
