import { quotePlaceholders, unquotePlaceholders } from "../../text/json-placeholders.ts";
import { isObject } from "../../formats/json/values.ts";
import type { HttpStep } from "../../domain/workload/step.ts";

const uniqueField = /e-?mail|name|slug|code|number|title|user|login|sku|key|url|subject|path/iu;
const unchanged = /\{\{/u;

/**
 * The step with values that differ each time, for what can't come twice: those of unique-looking fields at level 1, all texts at level 2. `current` has what
 * else was learned of it.
 */
export function differ(origin: HttpStep, level: number, current: HttpStep): HttpStep {
  const isMeant = (field: string) => level > 1 || uniqueField.test(field);
  const { body, multipart } = origin;
  const logsIn = /passw|pwd/iu.test(body ?? "");
  const change = (field: string, value: string): string =>
    isMeant(field) && !/passw|pwd|token/iu.test(field) && !(logsIn && value.includes("${"))
      ? differentText(value)
      : value;
  return {
    ...current,
    ...(body !== undefined && { body: changedBody(body, change) }),
    ...(multipart && {
      multipart: multipart.map((part) =>
        part.value === undefined ? part : { ...part, value: change(part.name, part.value) },
      ),
    }),
    // The name of a resource that a PUT makes.
    ...(level > 1 && body === undefined && multipart === undefined && { path: origin.path }),
  };
}

/** Keeps the form: an e-mail, a number, a UUID, a text. A login that others send again differs by client alone, and stays. */
export function differentText(value: string): string {
  if (unchanged.test(value)) return value;
  // What the caller supplies may have any form.
  if (value.includes("${")) return `${value}-{{unique}}`;
  if (/^[^\s@]{1,100}@[^\s@]{1,200}$/u.test(value)) return value.replace("@", "+{{unique}}@");
  if (/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/iu.test(value)) return `${value.slice(0, -10)}{{unique}}`;
  if (/^\d{4}-\d{2}-\d{2}/u.test(value) || /^(?:true|false)$/u.test(value) || value === "") return value;
  if (/^\d+$/u.test(value)) return "{{unique}}";
  return /^[\w.-]+$/u.test(value) ? `${value}-{{unique}}` : `${value} {{unique}}`;
}

function changedBody(body: string, change: (field: string, value: string) => string): string {
  if (/^\s*[[{]/u.test(body)) {
    try {
      return unquotePlaceholders(JSON.stringify(changedJson(JSON.parse(quotePlaceholders(body)), "", change)));
    } catch {
      return body;
    }
  }
  if (!/^[\w.[\]%+-]{1,200}=/u.test(body)) return body;
  return body
    .split("&")
    .map((pair) => {
      const at = pair.indexOf("=");
      return at === -1 ? pair : `${pair.slice(0, at)}=${change(pair.slice(0, at), pair.slice(at + 1))}`;
    })
    .join("&");
}

function changedJson(value: unknown, field: string, change: (field: string, value: string) => string): unknown {
  if (typeof value === "string") return change(field, value);
  if (Array.isArray(value)) return value.map((item) => changedJson(item, field, change));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, changedJson(inner, key, change)]));
}
