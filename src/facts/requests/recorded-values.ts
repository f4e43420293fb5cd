import type { RecordedRequest, RequestBody } from "../../formats/requests/request-source.ts";
import { isObject } from "../../formats/json/values.ts";
import { isValue } from "../../formats/requests/shared/is-value.ts";
import { isSuspicious } from "../../secrets/env-by-name.ts";
import type { EarlierAnswers } from "./earlier-answers.ts";

/** Words that are the application's: of its document, its own files, other steps. */
export type KnownWords = ReadonlySet<string>;

/** Fields that speak of a person: nothing recorded stays under them. */
const personal =
  /user|login|mail|phone|mobile|\btel|address|street|city|zip|postal|birth|iban|bic|card|cvv|cvc|\bpin\b|ssn|tax|passport|account|first_?name|last_?name|full_?name|sur_?name|given_?name|nick|author|owner|member|customer|contact|\bfrom\b|\bto\b|\blog\b/iu;
/** Values of these say nothing of a person: what is sent and wanted. */
const plainHeader =
  /^(?:accept|accept-language|content-type|x-requested-with|depth|overwrite|range|prefer|ocs-apirequest|soapaction)$/u;

/**
 * The request of a recording with values that may stand in a file: what an earlier answer gave, a constant of the application, a generated value of the same
 * form, or `${WORKLOAD_NAME}`. Values that documents and people wrote for requests stay but for secrets.
 */
export function withoutRecordedValues(
  request: RecordedRequest,
  words: KnownWords,
  earlier: EarlierAnswers,
  variableFor: (field: string, value: string) => string,
): RecordedRequest {
  if (request.values === "document") return request;
  const isRecorded = request.values === "recorded";
  const fields = fieldNames(request);
  const hasPassword = fields.some((name) => /passw|pwd|passwd/iu.test(name));
  // `name` is that of a book, or of a person whose address stands beside it.
  const isOfPerson = fields.some((name) => personal.test(name));
  const replace = (field: string, value: string): string => {
    if (value === "" || /\{\{\w+\}\}|\$\{\w+\}/u.test(value)) return value;
    const isSecret = isSuspicious(field);
    const captured = isRecorded ? earlier.captureOf(field, value) : undefined;
    if (captured !== undefined) return `{{${captured}}}`;
    const isPersonal = isSecret || personal.test(field) || (isOfPerson && /^name$|_name$|Name$/u.test(field));
    if (!isRecorded && !isPersonal)
      return /^[^\s@]{1,100}@[^\s@]{1,200}$/u.test(value) ? (sameForm(value) ?? value) : value;
    if (!isPersonal && isConstant(value, words)) return value;
    const generated = isSecret || (hasPassword && isPersonal) ? undefined : sameForm(value);
    return generated ?? variableFor(field, value);
  };
  const [path = "", query] = request.target.split("?", 2);
  const segments = path.split("/").map((segment, at, all) => {
    // Of a log, rare segments were dropped while reading: many clients asked for what is left.
    if (segment === "" || !isRecorded || segment === "{}" || request.count !== undefined) return segment;
    const captured = earlier.captureOf(`${all[at - 1] ?? ""}_id`, decoded(segment));
    if (captured !== undefined) return `{{${captured}}}`;
    if (
      isConstant(decoded(segment), words) ||
      /\.(?:css|js|mjs|png|jpe?g|gif|svg|ico|woff2?|php|html?|json|xml|txt)$/iu.test(segment)
    )
      return segment;
    return isValue(segment) ? (sameForm(decoded(segment)) ?? "{}") : "{}";
  });
  const shownQuery = query
    ?.split("&")
    .map((pair) => changedPair(pair, replace))
    .join("&");
  return {
    ...request,
    target: `${segments.join("/")}${shownQuery === undefined ? "" : `?${shownQuery}`}`,
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, header(name, value, replace)]),
    ),
    ...(request.body && { body: changedBody(request.body, replace) }),
  };
}

function header(name: string, value: string, replace: (field: string, value: string) => string): string {
  if (plainHeader.test(name) || /\{\{\w+\}\}|\$\{\w+\}/u.test(value)) return value;
  const [, scheme, rest] = name === "authorization" ? (/^(\w+)\s+(.+)$/su.exec(value) ?? []) : [];
  if (scheme !== undefined && rest !== undefined)
    return `${scheme} ${replace(/^basic$/iu.test(scheme) ? "basic_token" : "token", rest)}`;
  return replace(/key|token|id$/iu.test(name) ? `${name}_token` : name, value);
}

function isConstant(value: string, words: KnownWords): boolean {
  if (/^-?\d{1,3}$/u.test(value) || /^(?:true|false|null|on|off|yes|no)$/iu.test(value)) return true;
  return (
    words.has(value) ||
    (/^[\w-]+(?:[/.:,+][\w-]+)+$/u.test(value) &&
      value.split(/[/.:,+]/u).every((word) => words.has(word) || /^\d{1,3}$/u.test(word)))
  );
}

/** A generated value of the same form; undefined for other forms. */
export function sameForm(value: string): string | undefined {
  if (/^[^\s@]{1,100}@[^\s@]{1,200}$/u.test(value)) return "user{{unique}}@example.com";
  if (/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/iu.test(value)) return "00000000-0000-4000-8000-00{{unique}}";
  if (/^\d{4}-\d{2}-\d{2}$/u.test(value)) return "2026-01-15";
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]{5,15}(?:Z|[+-]\d{2}:?\d{2})?$/u.test(value)) return "2026-01-15T12:00:00Z";
  if (/^\d+$/u.test(value)) return value.length === 10 ? "{{unique}}" : "1".repeat(Math.min(value.length, 40));
  // A sentence: any other serves as well.
  if (/\s/u.test(value.trim())) return "a text {{unique}}";
  return undefined;
}

function changedPair(pair: string, replace: (field: string, value: string) => string): string {
  const at = pair.indexOf("=");
  if (at === -1) return pair;
  const value = decoded(pair.slice(at + 1));
  const changed = replace(decoded(pair.slice(0, at)), value);
  return changed === value ? pair : `${pair.slice(0, at)}=${changed.replaceAll(" ", "+").replaceAll("@", "%40")}`;
}

function changedBody(body: RequestBody, replace: (field: string, value: string) => string): RequestBody {
  if ("parts" in body)
    return {
      parts: body.parts.map((part) =>
        part.value === undefined ? part : { ...part, value: replace(part.name, part.value) },
      ),
    };
  if ("hex" in body) return body;
  const { text } = body;
  if (/^\s*[[{]/u.test(text)) {
    try {
      return { text: JSON.stringify(changedJson(JSON.parse(text), "", replace)) };
    } catch {
      return { text: replace("body", text) };
    }
  }
  if (/^[\w.[\]%+-]{1,200}=/u.test(text))
    return {
      text: text
        .split("&")
        .map((pair) => changedPair(pair, replace))
        .join("&"),
    };
  return { text: replace("body", text) };
}

/** Numbers of an id-named field may be captures, which are texts in JSON. */
function changedJson(value: unknown, field: string, replace: (field: string, value: string) => string): unknown {
  if (typeof value === "string")
    return /^(?:query|operationName)$/u.test(field) && /^\s*(?:query|mutation|\{)|^\w+$/u.test(value)
      ? value
      : replace(field, value);
  if (typeof value === "number")
    return Math.abs(value) < 1000 ? value : Number(sameForm(String(Math.trunc(Math.abs(value)))) ?? 1) || 1;
  if (Array.isArray(value)) return value.map((item) => changedJson(item, field, replace));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, changedJson(inner, key, replace)]));
}

function fieldNames({ target, body }: RecordedRequest): string[] {
  const query = target.split("?", 2)[1] ?? "";
  const text =
    body === undefined
      ? ""
      : "text" in body
        ? body.text
        : "parts" in body
          ? body.parts.map(({ name }) => `${name}=`).join("&")
          : "";
  return [...`${query}&${text}`.matchAll(/(?:^|[&{,"\s])([\w.-]{1,60})"?\s{0,5}[=:]/gu)].map(([, name = ""]) => name);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}
