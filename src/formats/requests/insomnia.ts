import { putOwn } from "../../domain/own-value.ts";
import type { FormPart } from "../../domain/workload/http-parts.ts";
import type { JsonObject } from "../json/json-document.ts";
import { isObject, listOf, objectOf, textOf } from "../json/values.ts";
import type { RecordedRequest, RequestBody, RequestReading, RequestSource } from "./request-source.ts";
import { countNotes } from "./shared/count-notes.ts";
import { encodeValue } from "./shared/encode-value.ts";
import { parseObject } from "./shared/parse-document.ts";
import { isOwnHeader } from "./shared/plain-headers.ts";
import { addressOf } from "./shared/request-address.ts";
import { sampleFile } from "./shared/sample-file.ts";
import { wholeText } from "./shared/whole-text.ts";
import { withVariables } from "./shared/with-variables.ts";

export default {
  name: "insomnia",
  title: "an Insomnia export (4, 5)",
  recognizes: (_, head) =>
    /"__export_format"\s{0,5}:\s{0,5}4/u.test(head) || /^type:[ \t]{0,5}collection\.insomnia\.rest\/5/mu.test(head),
  open: (file) => wholeText(file, (text) => read(parseObject(file, text))),
} satisfies RequestSource;

const maxRequests = 5000;
const maxDepth = 20;

function read(root: JsonObject): RequestReading {
  const notes = countNotes();
  const { items, environment } = contentOf(root);
  const variables = new Map(
    Object.entries(environment).flatMap(([name, value]): [string, string][] =>
      typeof value === "string" || typeof value === "number" ? [[name, String(value)]] : [],
    ),
  );
  const requests = items.slice(0, maxRequests).flatMap((item) => {
    const request = requestOf(item, variables);
    if (typeof request !== "string") return [request];
    notes.add(request);
    return [];
  });
  return { requests, notes: notes.list() };
}

/** Version 4 is a flat list, version 5 a tree; both have the same fields. */
function contentOf(root: JsonObject): { readonly items: readonly JsonObject[]; readonly environment: JsonObject } {
  const resources = listOf(root["resources"]).map(objectOf);
  if (resources.length > 0)
    return {
      items: resources
        .filter((one) => one["_type"] === "request")
        .toSorted((a, b) => Number(a["metaSortKey"] ?? 0) - Number(b["metaSortKey"] ?? 0)),
      environment: objectOf(resources.find((one) => one["_type"] === "environment")?.["data"]),
    };
  const items: JsonObject[] = [];
  const visit = (item: JsonObject, auth: unknown, depth: number): void => {
    const authentication = isObject(item["authentication"]) ? item["authentication"] : auth;
    if (typeof item["url"] === "string") items.push({ ...item, ...(isObject(authentication) && { authentication }) });
    if (depth < maxDepth)
      for (const inner of listOf(item["children"])) visit(objectOf(inner), authentication, depth + 1);
  };
  for (const item of listOf(root["collection"])) visit(objectOf(item), undefined, 0);
  return { items, environment: objectOf(objectOf(root["environments"])["data"]) };
}

/** A request, or why there is none. */
function requestOf(item: JsonObject, variables: ReadonlyMap<string, string>): RecordedRequest | string {
  // `{{ _.token }}` of newer versions; `{% response ... %}` asks another request, and is not evaluated.
  const fill = (text: string) => withVariables(text.replaceAll(/\{\{\s{0,5}_\./gu, "{{"), variables);
  const active = (value: unknown) =>
    listOf(value)
      .map(objectOf)
      .filter((one) => one["disabled"] !== true)
      .map((one) => ({ ...one, name: textOf(one["name"]) ?? "", value: fill(textOf(one["value"]) ?? "") }))
      .filter(({ name }) => name !== "");
  if (JSON.stringify([item["url"], item["headers"], item["body"]]).includes("{%"))
    return "requests with template tags, which are not evaluated";
  const address = addressOf(fill(textOf(item["url"]) ?? ""));
  if (address === undefined || address.isSocket) return "requests without a known address";
  const headers: Record<string, string> = loginOf(objectOf(item["authentication"]), fill);
  for (const { name, value } of active(item["headers"]))
    if (isOwnHeader(name)) putOwn(headers, name.toLowerCase(), value);
  const query = active(item["parameters"]).map(({ name, value }) => `${encodeValue(name)}=${encodeValue(value)}`);
  const body = bodyOf(objectOf(item["body"]), active, fill);
  if (body !== undefined && "parts" in body) delete headers["content-type"];
  else if (body !== undefined) headers["content-type"] ??= textOf(objectOf(item["body"])["mimeType"]) ?? "text/plain";
  return {
    ...(address.host !== undefined && { host: address.host }),
    ...(address.tls === true && { tls: true }),
    method: (textOf(item["method"]) ?? "GET").toUpperCase(),
    target: `${address.target}${query.length === 0 ? "" : `${address.target.includes("?") ? "&" : "?"}${query.join("&")}`}`,
    headers,
    ...(body && { body }),
    values: "written",
    at: `request ${(textOf(item["name"]) ?? "").slice(0, 60)}`,
  };
}

function bodyOf(
  body: JsonObject,
  active: (
    value: unknown,
  ) => readonly { readonly name: string; readonly value: string; readonly [key: string]: unknown }[],
  fill: (text: string) => string,
): RequestBody | undefined {
  const type = textOf(body["mimeType"]) ?? "";
  const params = active(body["params"]);
  if (/^multipart\/form-data/iu.test(type))
    return {
      parts: params.map((one): FormPart => {
        if (one["type"] !== "file") return { name: one.name, value: one.value };
        const { hex, name: filename, type: fileType } = sampleFile(textOf(one["fileName"]) ?? one.name);
        return { name: one.name, hex, filename, type: fileType };
      }),
    };
  if (/x-www-form-urlencoded/iu.test(type))
    return { text: params.map(({ name, value }) => `${encodeValue(name)}=${encodeValue(value)}`).join("&") };
  const text = fill(textOf(body["text"]) ?? "");
  return text === "" ? undefined : { text };
}

/** Values of a login are variables of the caller's, whatever the file holds. */
function loginOf(auth: JsonObject, fill: (text: string) => string): Record<string, string> {
  if (auth["disabled"] === true) return {};
  switch (auth["type"]) {
    case "bearer":
    case "oauth2":
      return { authorization: `Bearer ${fill(textOf(auth["token"]) ?? "{{token}}")}` };
    case "basic":
      return { authorization: "Basic ${WORKLOAD_BASIC}" };
    case "apikey":
      return { [(textOf(auth["key"]) ?? "x-api-key").toLowerCase()]: fill(textOf(auth["value"]) ?? "{{api_key}}") };
    default:
      return {};
  }
}
