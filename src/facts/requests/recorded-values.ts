import type { RecordedRequest } from "../../formats/requests/request-source.ts";
import { isLogout } from "../../formats/requests/shared/ends-all.ts";
import { isValue } from "../../formats/requests/shared/is-value.ts";
import { isStaticFile } from "./routes.ts";
import { isSuspicious } from "../../secrets/env-by-name.ts";
import { numberPlaceholder } from "../../text/json-placeholders.ts";
import type { EarlierAnswers } from "./earlier-answers.ts";
import { passwordField } from "./recorded-logins.ts";
import { changeBody, changePair, decoded, fieldsOf } from "./request-fields.ts";

/** Words that are the application's: of its document, its own files, other steps. */
export type KnownWords = ReadonlySet<string>;

/** Fields that speak of a person: nothing recorded stays under them. */
const personal =
  /user|login|mail|phone|mobile|\btel|address|street|city|zip|postal|birth|iban|bic|card|cvv|cvc|\bpin\b|ssn|tax|passport|account|first_?name|last_?name|full_?name|sur_?name|given_?name|nick|author|owner|member|customer|contact|\bfrom\b|\bto\b|\blog\b/iu;
const email = /^[^\s@]{1,100}@[^\s@]{1,200}$/u;
/** With its country: other digits are numbers of anything. */
const phone = /^(?:\+|00)[1-9](?:[ ()/.-]{0,2}\d){7,14}$/u;
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
  logins: ReadonlyMap<string, string> = new Map(),
): RecordedRequest {
  if (request.values === "document") return request;
  const isRecorded = request.values === "recorded";
  const fields = fieldsOf(request).map(([name]) => name);
  const hasPassword = fields.some((name) => passwordField.test(name));
  // `name` is that of a book, or of a person whose address stands beside it.
  const isOfPerson = fields.some((name) => personal.test(name));
  const replace = (field: string, value: string): string => {
    if (value === "" || isLogout(value) || /\{\{\w+\}\}|\$\{\w+\}/u.test(value)) return value;
    // A number that is called an ID names a thing; other texts may be keys.
    const isSecret =
      isSuspicious(/^\d+$/u.test(value) ? field.replace(/[_-]?id$/iu, "") : field) && !/^\d$/u.test(value);
    const login = isRecorded ? logins.get(value) : undefined;
    if (login !== undefined) return login;
    const captured = isRecorded ? earlier.captureOf(field, value, page) : undefined;
    if (captured !== undefined) return `{{${captured}}}`;
    if (isRecorded && /^\/[\w.-]/u.test(value) && !isSecret) {
      const inner = safePath(value);
      if (!inner.includes("{}")) return inner;
    }
    const isPersonal = isSecret || personal.test(field) || (isOfPerson && /^name$|_name$|Name$/u.test(field));
    if (!isRecorded && !isPersonal) return email.test(value) || phone.test(value) ? (sameForm(value) ?? value) : value;
    if (!isPersonal && isConstant(value, words)) return value;
    const generated = isSecret || (hasPassword && isPersonal) ? undefined : sameForm(value);
    return generated ?? variableFor(field, value);
  };
  const replaceNumber = (field: string, value: number): string | number | undefined => {
    if (!isRecorded) return undefined;
    const captured = earlier.captureOf(field, String(value));
    if (captured !== undefined) return numberPlaceholder(`{{${captured}}}`);
    return Math.abs(value) < 1000 ? undefined : Number(sameForm(String(Math.trunc(Math.abs(value))))) || 1;
  };
  const safePath = (path: string): string => path.split("/").map(safeSegment).join("/");
  const safeSegment = (segment: string, at: number, all: readonly string[]): string => {
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
  };
  const [path = "", rawQuery] = request.target.split("?", 2);
  const query = isRecorded && isStaticFile(path) ? undefined : rawQuery;
  const page = path.slice(path.lastIndexOf("/") + 1);
  const shownQuery = query
    ?.split("&")
    .map((pair) => changePair(pair, replace))
    .join("&");
  return {
    ...request,
    target: `${safePath(path)}${shownQuery === undefined ? "" : `?${shownQuery}`}`,
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, header(name, value, replace)]),
    ),
    ...(request.body && { body: changeBody(request.body, replace, replaceNumber) }),
  };
}

function header(name: string, value: string, replace: (field: string, value: string) => string): string {
  if (plainHeader.test(name) || /\{\{\w+\}\}|\$\{\w+\}/u.test(value)) return value;
  const [, scheme, rest] = name === "authorization" ? (/^(\w+)\s+(.+)$/su.exec(value) ?? []) : [];
  if (scheme !== undefined && rest !== undefined)
    return `${scheme} ${replace(/^basic$/iu.test(scheme) ? "basic_token" : "token", rest)}`;
  return replace(/key|token|nonce|id$/iu.test(name) ? `${name}_token` : name, value);
}

export function isConstant(value: string, words: KnownWords): boolean {
  if (/^-?\d{1,3}$/u.test(value) || /^(?:true|false|null|on|off|yes|no)$/iu.test(value)) return true;
  return (
    words.has(value) ||
    (/^[\w-]+(?:[/.:,+][\w-]+)+$/u.test(value) &&
      value.split(/[/.:,+]/u).every((word) => words.has(word) || /^\d{1,3}$/u.test(word)))
  );
}

/** A generated value of the same form; undefined for other forms. */
export function sameForm(value: string): string | undefined {
  if (email.test(value)) return "user{{unique}}@example.com";
  if (phone.test(value)) return value.replaceAll(/\d/gu, "1");
  if (/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/iu.test(value)) return "00000000-0000-4000-8000-00{{unique}}";
  if (/^\d{4}-\d{2}-\d{2}$/u.test(value)) return "2026-01-15";
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]{5,15}(?:Z|[+-]\d{2}:?\d{2})?$/u.test(value)) return "2026-01-15T12:00:00Z";
  if (/^\d+$/u.test(value)) return value.length === 10 ? "{{unique}}" : "1".repeat(Math.min(value.length, 40));
  // A code: `A-5512`. Longer ones may be keys, which have to be right.
  if (/^(?=\D{0,15}\d)(?=[^A-Za-z]{0,15}[A-Za-z])[\w.-]{3,15}$/u.test(value))
    return value.replaceAll(/\d/gu, "1").replaceAll(/[a-z]/gu, "x").replaceAll(/[A-Z]/gu, "X");
  // A sentence: any other serves as well.
  if (/\s/u.test(value.trim())) return "a text {{unique}}";
  return undefined;
}
