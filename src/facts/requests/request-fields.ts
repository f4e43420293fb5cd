import { isObject } from "../../formats/json/values.ts";
import type { RecordedRequest, RequestBody } from "../../formats/requests/request-source.ts";
import { quotePlaceholders, unquotePlaceholders } from "../../text/json-placeholders.ts";

export type FieldChange = (field: string, value: string) => string;

/** Fields of query and body with their values; numbers as text. */
export function fieldsOf({ target, body }: RecordedRequest): readonly (readonly [string, string])[] {
  const fields: [string, string][] = [];
  const collect: FieldChange = (field, value) => {
    fields.push([field, value]);
    return value;
  };
  for (const pair of (target.split("?", 2)[1] ?? "").split("&")) changePair(pair, collect);
  if (body !== undefined) changeBody(body, collect, (field, value) => void fields.push([field, String(value)]));
  return fields;
}

/** The body with each text of a field changed; `changeNumber` returns a placeholder's text in place of a number, or undefined. */
export function changeBody(
  body: RequestBody,
  change: FieldChange,
  changeNumber: (field: string, value: number) => string | number | undefined | void,
): RequestBody {
  if ("parts" in body)
    return {
      parts: body.parts.map((part) =>
        part.value === undefined ? part : { ...part, value: change(part.name, part.value) },
      ),
    };
  if ("hex" in body) return body;
  const { text } = body;
  if (/^\s*[[{]/u.test(text)) {
    try {
      const json: unknown = JSON.parse(quotePlaceholders(text));
      const changed = JSON.stringify(changeJson(json, "", { change, changeNumber }));
      // As typed where nothing changes: a digest or a signature may be of these very bytes.
      return changed === JSON.stringify(json) ? body : { text: unquotePlaceholders(changed) };
    } catch {
      return { text: change("body", text) };
    }
  }
  if (/^[\w.[\]%+-]{1,200}=/u.test(text))
    return {
      text: text
        .split("&")
        .map((pair) => changePair(pair, change))
        .join("&"),
    };
  return { text: change("body", text) };
}

export function changePair(pair: string, change: FieldChange): string {
  const at = pair.indexOf("=");
  if (at === -1) return pair;
  const value = decoded(pair.slice(at + 1));
  const changed = change(decoded(pair.slice(0, at)), value);
  return changed === value ? pair : `${pair.slice(0, at)}=${changed.replaceAll(" ", "+").replaceAll("@", "%40")}`;
}

/** Percent-decoded, with `+` as a blank; as it stands where that fails. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

function changeJson(
  value: unknown,
  field: string,
  changes: { readonly change: FieldChange; readonly changeNumber: Parameters<typeof changeBody>[2] },
): unknown {
  if (typeof value === "string") return changeText(field, value, changes.change);
  if (typeof value === "number") return changes.changeNumber(field, value) ?? value;
  if (Array.isArray(value)) return value.map((item) => changeJson(item, field, changes));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, changeJson(inner, key, changes)]));
}

/** Of a GraphQL query only the literals are values. */
function changeText(field: string, value: string, change: FieldChange): string {
  if (field === "operationName" && /^\w{1,100}$/u.test(value)) return value;
  if (field !== "query" || !/^\s*(?:query|mutation|subscription|fragment|\{)/u.test(value)) return change(field, value);
  return value
    .split('"')
    .map((piece, at, all) => (at % 2 === 0 ? piece : change(nameBefore(all[at - 1] ?? ""), piece)))
    .join('"');
}

/** `title` of `{ books(title: `. */
function nameBefore(text: string): string {
  return text.slice(-60).match(/\w+/gu)?.at(-1) ?? "value";
}
