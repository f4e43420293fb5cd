import type { Capture } from "../../domain/workload/http-parts.ts";
import type { RecordedRequest } from "../../formats/requests/request-source.ts";
import { isObject } from "../../formats/json/values.ts";
import { passwordField } from "./recorded-logins.ts";
import { fieldsOf } from "./request-fields.ts";

/** Answers of a recording, in order, in which values of later requests are looked for. */
export interface EarlierAnswers {
  /** Adds the answer of a request; its captures are asked for later. */
  add(request: RecordedRequest): void;
  /** Name of the capture that gives `value`, of the nearest earlier answer that has it. `page`: the last segment of the path, before which a link has it. */
  captureOf(field: string, value: string, page?: string): string | undefined;
  /** Name of the capture of a login's token: a text so named, in the answer to a request that takes a password. */
  captureToken(): string | undefined;
  capturesOf(request: RecordedRequest): Readonly<Record<string, Capture>> | undefined;
}

/** Shorter ones are in answers by chance. */
const minLength = 6;
/** Of those that hold a value, the nearest. */
const maxAnswers = 20;

/** `isSent`: whether a request sends the value, so that it is worth remembering who answered it. */
export function openEarlierAnswers(isSent: (value: string) => boolean): EarlierAnswers {
  const answers: RecordedRequest[] = [];
  const answersByValue = new Map<string, RecordedRequest[]>();
  const captures = new Map<RecordedRequest, Record<string, Capture>>();
  const names = new Map<string, string>();
  const used = new Set<string>();
  /** What the first request sends is a constant, though answers hold it. */
  let constants = "";
  return {
    add(request) {
      if (answers.length === 0) constants = `${request.target} ${JSON.stringify(request.headers)}`;
      if (request.answer === undefined) return;
      answers.push(request);
      for (const value of valuesOf(request.answer))
        if (isSent(value))
          answersByValue.set(value, [...(answersByValue.get(value) ?? []).slice(1 - maxAnswers), request]);
    },
    captureOf(field, value, page) {
      const isId = /(?:^|[_-])id$|Id$|number|key$/u.test(field) && /^\d+$/u.test(value);
      if ((value.length < minLength && !isId) || constants.includes(value)) return undefined;
      const known = names.get(value);
      if (known !== undefined) return known;
      for (const request of (answersByValue.get(value) ?? []).toReversed()) {
        const capture = findValue(request, { field, value, page });
        if (capture === undefined) continue;
        const name = freeName(field, used);
        used.add(name);
        names.set(value, name);
        captures.set(request, { ...captures.get(request), [name]: capture });
        return name;
      }
      return undefined;
    },
    captureToken() {
      for (const request of answers) {
        if (!fieldsOf(request).some(([field]) => passwordField.test(field))) continue;
        const json = tokenIn(request.answer?.body ?? "");
        if (json === undefined) continue;
        const name = freeName("login_token", used);
        used.add(name);
        captures.set(request, { ...captures.get(request), [name]: { json } });
        return name;
      }
      return undefined;
    },
    capturesOf: (request) => captures.get(request),
  };
}

function freeName(field: string, used: ReadonlySet<string>): string {
  const plain = field
    .replaceAll(/[^A-Za-z0-9]+/gu, "_")
    .replace(/^_/u, "")
    .replace(/_$/u, "")
    .replace(/^(?=\d|$)/u, "_")
    .toLowerCase()
    .slice(0, 40);
  for (let number = 1; ; number++) {
    const name = number === 1 ? plain : `${plain}_${number}`;
    if (!used.has(name) && name !== "unique" && name !== "client") return name;
  }
}

/** All that `findValue` may find, and more. */
function valuesOf({ headers, body }: NonNullable<RecordedRequest["answer"]>): Set<string> {
  const values = new Set(Object.values(headers).map((text) => cookiePattern.exec(text)?.[2] ?? text));
  for (const text of Object.values(headers)) values.add(text);
  pointerWhere(body, (_, text) => {
    values.add(text);
    return false;
  });
  values.add(body.trim());
  for (const text of body.split(/["']/u)) values.add(text);
  for (const [, text = ""] of body.matchAll(/=([\w.%,+-]+)/gu)) values.add(text);
  return values;
}

const cookiePattern = /^([^=;\s]{1,100})=([^;]*)/u;

interface SentValue {
  readonly field: string;
  readonly value: string;
  readonly page: string | undefined;
}

function findValue({ answer }: RecordedRequest, sent: SentValue): Capture | undefined {
  const { value } = sent;
  if (answer === undefined) return undefined;
  const { headers, body } = answer;
  for (const [name, text] of Object.entries(headers)) {
    if (name === "set-cookie") {
      const cookie = cookiePattern.exec(text);
      if (cookie?.[2] === value) return { cookie: cookie[1] ?? "" };
    } else if (text === value) return { header: name };
  }
  if (/^\s*[[{]/u.test(body)) {
    const pointer = pointerTo(body, value);
    if (pointer !== undefined) return { json: pointer };
  }
  return inText(body, sent);
}

function pointerTo(body: string, value: string): string | undefined {
  return pointerWhere(body, (_, text) => text === value);
}

function tokenIn(body: string): string | undefined {
  const isToken = /^(?:access|auth|id|bearer)?_?-?(?:token|jwt)$/iu;
  return pointerWhere(body, (key, text) => isToken.test(key) && text.length >= minLength);
}

/** Pointer to the first text or number of which this is true. */
function pointerWhere(body: string, isMeant: (key: string, text: string) => boolean): string | undefined {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return undefined;
  }
  const search = (at: unknown, path: string, depth: number): string | undefined => {
    if (typeof at === "string" || typeof at === "number")
      return isMeant(path.slice(path.lastIndexOf("/") + 1), String(at)) ? path : undefined;
    if (depth > 8 || typeof at !== "object" || at === null) return undefined;
    for (const [key, inner] of Object.entries(at as Record<string, unknown>).slice(0, 500)) {
      const token = key.replaceAll("~", "~0").replaceAll("/", "~1");
      const inside = search(inner, `${path}/${token}`, depth + 1);
      if (inside !== undefined) return inside;
    }
    return undefined;
  };
  return isObject(json) || Array.isArray(json) ? search(json, "", 0) : undefined;
}

function escaped(text: string): string {
  return text.replaceAll(/[$()*+./?[\\\]^{|}-]/gu, String.raw`\$&`).replaceAll("\\-", "-");
}

/** By the name of the field: of a hidden input, of a query in a link, of a value in a script. No other text of the answer becomes part of the pattern. */
function inText(body: string, { field, value, page }: SentValue): Capture | undefined {
  if (!body.includes(value)) return undefined;
  if (body.trim() === value) return { pattern: String.raw`^\s*(\S{1,500})\s*$` };
  const name = escaped(field);
  const lastWord =
    field
      .replace(/_token$/u, "")
      .split(/[^A-Za-z0-9]/u)
      .at(-1) || name;
  // `_wpnonce` is the `nonce` of a script.
  const word = /nonce$/iu.exec(lastWord)?.[0] ?? lastWord;
  const wordPattern = `[${word.charAt(0).toLowerCase()}${word.charAt(0).toUpperCase()}]${word.slice(1)}`;
  // As links have it.
  const sentName = `(?:${name}|${escaped(encodeURIComponent(field))})`;
  const forms = [
    `name=["']${name}["'][^>]{0,200}value=["']([^"']+)["']`,
    `value=["']([^"']+)["'][^>]{0,200}name=["']${name}["']`,
    `name=["']${name}["'][^>]{0,200}>.{0,4000}?<option[^>]{0,100}selected[^>]{0,100}value=["']([^"']+)["']`,
    `name=["']${name}["'][^>]{0,200}>.{0,4000}?<option value=["']([^"']+)["'][^>]{0,100}selected`,
    `["']${name}["']\\s{0,5}:\\s{0,5}["']([^"']+)["']`,
    ...(page === undefined || page === "" ? [] : [`${escaped(page)}\\?(?:[^"']{0,500}[&;])?${sentName}=([\\w.%,+-]+)`]),
    `[?&;]${sentName}=([\\w.%-]+)`,
    // Of a script: `"nonce":"0b1c"`, `createNonceMiddleware( "0b1c" )`.
    `${wordPattern}\\w{0,20}["']?\\s{0,5}[:=(]\\s{0,5}["']([^"']+)["']`,
    `(?:csrf|xsrf)[\\w-]{0,20}["'][^>]{0,100}content=["']([^"']+)["']`,
  ];
  for (const pattern of forms) {
    const match = new RegExp(pattern, "us").exec(body);
    if (match?.[1] === value) return { pattern };
  }
  return undefined;
}
