import type { RecordedRequest } from "../../formats/requests/request-source.ts";
import { quotePlaceholders } from "../../text/json-placeholders.ts";
import { isObject } from "../../formats/json/values.ts";

const maxDepth = 4;
const maxKeys = 100;

export interface RequestClass {
  readonly status: string;
  readonly query: string;
  readonly shape: string;
  readonly mediaType: string;
  /** One endpoint of several operations: GraphQL, JSON-RPC, SOAP, `action` of a form. */
  readonly operation: string;
}

/** What makes two requests of one route different, but for their values. */
export function classOf({ target, headers, body, status = 200 }: RecordedRequest): RequestClass {
  const [, query = ""] = target.split("?", 2);
  const names = query
    .split("&")
    .flatMap((pair) => pair.split("=", 1))
    .filter((name) => name !== "");
  const text = body !== undefined && "text" in body ? body.text : "";
  const json = parse(text);
  return {
    status: status < 400 ? `${Math.floor(status / 100)}xx` : String(status),
    query: [...new Set(names)].toSorted().join("&"),
    shape:
      body === undefined
        ? ""
        : "parts" in body
          ? body.parts.map(({ name }) => name).join("&")
          : json === undefined
            ? formShape(text)
            : shapeOf(json, 0),
    mediaType: (headers["content-type"] ?? "").split(";", 1)[0] ?? "",
    operation: operationOf(json, text, headers),
  };
}

function operationOf(json: unknown, text: string, headers: Readonly<Record<string, string>>): string {
  const soap = headers["soapaction"];
  if (soap !== undefined) return soap;
  if (isObject(json)) {
    const { operationName, query, method, jsonrpc } = json;
    if (typeof operationName === "string") return operationName;
    if (typeof query === "string")
      return (
        /\b(?:query|mutation)\s{1,20}(\w{1,100})/u.exec(query)?.[1] ?? /\{\s{0,20}(\w{1,100})/u.exec(query)?.[1] ?? ""
      );
    if (jsonrpc !== undefined && typeof method === "string") return method;
  }
  return /(?:^|&)(?:action|cmd)=([\w-]{1,100})/u.exec(text)?.[1] ?? "";
}

function parse(text: string): unknown {
  if (!/^\s*[[{]/u.test(text)) return undefined;
  try {
    return JSON.parse(quotePlaceholders(text));
  } catch {
    return undefined;
  }
}

function formShape(text: string): string {
  if (!/^[\w.[\]%-]{1,100}=/u.test(text)) return "text";
  return text
    .split("&")
    .slice(0, maxKeys)
    .map((pair) => pair.split("=", 1)[0] ?? "")
    .toSorted()
    .join("&");
}

/** Key paths and types; a list as one element. */
function shapeOf(value: unknown, depth: number): string {
  if (depth >= maxDepth) return "...";
  if (Array.isArray(value)) return `[${value.length === 0 ? "" : shapeOf(value[0], depth + 1)}]`;
  if (!isObject(value)) return typeof value;
  const fields = Object.entries(value).slice(0, maxKeys);
  return `{${fields
    .map(([key, inner]) => `${key}:${shapeOf(inner, depth + 1)}`)
    .toSorted()
    .join(",")}}`;
}
