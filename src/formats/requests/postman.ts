import { ownValue, putOwn } from "../../domain/own-value.ts";
import type { FormPart } from "../../domain/workload/http-parts.ts";
import type { JsonObject } from "../json/json-document.ts";
import { isObject, listOf, objectOf, textOf } from "../json/values.ts";
import type { RecordedRequest, RequestBody, RequestReading, RequestSource } from "./request-source.ts";
import { graphqlBody } from "./shared/graphql-body.ts";
import { encodeValue } from "./shared/encode-value.ts";
import { scriptCaptures } from "./postman/script-captures.ts";
import { countNotes } from "./shared/count-notes.ts";
import { parseObject } from "./shared/parse-document.ts";
import { isOwnHeader } from "./shared/plain-headers.ts";
import { addressOf } from "./shared/request-address.ts";
import { sampleFile } from "./shared/sample-file.ts";
import { withVariables } from "./shared/with-variables.ts";
import { wholeText } from "./shared/whole-text.ts";

export default {
  name: "postman",
  title: "a Postman collection (2.0, 2.1)",
  recognizes: (_, head) =>
    /"schema"\s*:\s*"https:\/\/schema\.(?:getpostman|postman)\.com\/json\/collection\/v2/u.test(head) ||
    /"_postman_id"\s*:/u.test(head),
  open: (file) => wholeText(file, (text) => read(parseObject(file, text))),
} satisfies RequestSource;

const maxRequests = 5000;
const maxDepth = 20;

function read(root: JsonObject): RequestReading {
  const notes = countNotes();
  const variables = new Map(
    listOf(root["variable"]).flatMap((one): [string, string][] => {
      const { key, value } = objectOf(one);
      return typeof key === "string" && typeof value === "string" ? [[key, value]] : [];
    }),
  );
  const captured = new Set(listOf(root["item"]).flatMap((item) => capturedNames(objectOf(item), 0)));
  const requests: RecordedRequest[] = [];
  const visit = (item: JsonObject, auth: unknown, path: string, depth: number): void => {
    const itemAuth = item["auth"] ?? auth;
    if (scriptOf(item) !== "") notes.add("items with scripts, which are not run");
    const name = `${path}/${(textOf(item["name"]) ?? "").slice(0, 60)}`;
    if (isObject(item["request"]) && requests.length < maxRequests) {
      const request = requestOf(item["request"], item["request"]["auth"] ?? itemAuth, {
        name,
        text: (text) => withVariables(text, variables, captured),
      });
      if (request === undefined) notes.add("requests without a known address");
      else {
        const capture = scriptCaptures(scriptOf(item, "test"));
        requests.push({ ...request, ...(Object.keys(capture).length > 0 && { capture }) });
      }
    }
    if (depth < maxDepth) for (const inner of listOf(item["item"])) visit(objectOf(inner), itemAuth, name, depth + 1);
  };
  for (const item of listOf(root["item"])) visit(objectOf(item), root["auth"], "", 0);
  return { requests, notes: notes.list() };
}

/** Of all its scripts, or of those at one event (`prerequest`, `test`). */
function scriptOf(item: JsonObject, listen?: string): string {
  return listOf(item["event"])
    .map(objectOf)
    .filter((event) => listen === undefined || event["listen"] === listen)
    .flatMap((event) => listOf(objectOf(event["script"])["exec"]))
    .flatMap((line) => textOf(line) ?? [])
    .join("\n")
    .trim();
}

function capturedNames(item: JsonObject, depth: number): string[] {
  const inner = depth < maxDepth ? listOf(item["item"]) : [];
  return [
    ...Object.keys(scriptCaptures(scriptOf(item, "test"))),
    ...inner.flatMap((one) => capturedNames(objectOf(one), depth + 1)),
  ];
}

function requestOf(
  raw: JsonObject,
  auth: unknown,
  { name, text }: { readonly name: string; readonly text: (text: string) => string },
): RecordedRequest | undefined {
  const url = isObject(raw["url"]) ? raw["url"] : { raw: raw["url"] };
  // `:id` is a variable of the path, with a value in the file.
  const pathValues = new Map(
    listOf(url["variable"]).map((one): [string, string] => [
      textOf(objectOf(one)["key"]) ?? "",
      textOf(objectOf(one)["value"]) ?? "",
    ]),
  );
  const disabled = listOf(url["query"])
    .filter((one) => objectOf(one)["disabled"] === true)
    .map((one) => textOf(objectOf(one)["key"]));
  const fullUrl = text(textOf(url["raw"]) ?? "").replaceAll(
    /\/:([\w-]{1,60})/gu,
    (_, key: string) => `/${text(pathValues.get(key) || "1")}`,
  );
  const [place = "", query] = fullUrl.split("?", 2);
  const pairs = query?.split("&").filter((pair) => !disabled.includes(pair.split("=", 1)[0] ?? "")) ?? [];
  const address = addressOf(`${place}${pairs.length > 0 ? `?${pairs.join("&")}` : ""}`);
  if (address === undefined || address.isSocket) return undefined;
  const headers: Record<string, string> = {};
  for (const one of listOf(raw["header"]).map(objectOf)) {
    const [key, value] = [textOf(one["key"])?.toLowerCase(), textOf(one["value"])];
    if (key !== undefined && value !== undefined && one["disabled"] !== true && isOwnHeader(key))
      putOwn(headers, key, text(value));
  }
  const body = bodyOf(objectOf(raw["body"]), text);
  if (body?.type !== undefined) headers["content-type"] ??= body.type;
  if (body !== undefined && "parts" in body.body) delete headers["content-type"];
  return {
    ...(address.host !== undefined && { host: address.host }),
    ...(address.tls === true && { tls: true }),
    method: (textOf(raw["method"]) ?? "GET").toUpperCase(),
    target: address.target,
    headers: { ...loginOf(objectOf(auth), text), ...headers },
    ...(body && { body: body.body }),
    values: "written",
    at: `item ${name}`,
  };
}

function bodyOf(
  raw: JsonObject,
  text: (text: string) => string,
): { readonly body: RequestBody; readonly type?: string } | undefined {
  const fields = (key: string) =>
    listOf(ownValue(raw, key))
      .map(objectOf)
      .filter((one) => one["disabled"] !== true);
  switch (raw["mode"]) {
    case "raw": {
      const language = textOf(objectOf(objectOf(raw["options"])["raw"])["language"]);
      const content = text(textOf(raw["raw"]) ?? "");
      if (content === "") return undefined;
      return {
        body: { text: content },
        type:
          language === "json" || /^\s*[[{]/u.test(content)
            ? "application/json"
            : language === "xml"
              ? "application/xml"
              : "text/plain",
      };
    }
    case "urlencoded": {
      const pairs = fields("urlencoded").map(
        (one) => `${encodeURIComponent(textOf(one["key"]) ?? "")}=${encodeValue(text(textOf(one["value"]) ?? ""))}`,
      );
      return { body: { text: pairs.join("&") }, type: "application/x-www-form-urlencoded" };
    }
    case "formdata":
      return { body: { parts: fields("formdata").map((one) => partOf(one, text)) } };
    case "graphql": {
      const graphql = objectOf(raw["graphql"]);
      return {
        body: { text: graphqlBody(textOf(graphql["query"]) ?? "", text(textOf(graphql["variables"]) ?? "")) },
        type: "application/json",
      };
    }
    case "file":
      return { body: { hex: sampleFile(textOf(objectOf(raw["file"])["src"]) ?? "").hex } };
    default:
      return undefined;
  }
}

function partOf(one: JsonObject, text: (text: string) => string): FormPart {
  const name = textOf(one["key"]) || "file";
  if (one["type"] !== "file") return { name, value: text(textOf(one["value"]) ?? "") };
  const { hex, name: filename, type } = sampleFile(textOf(one["src"]) ?? name);
  return { name, hex, filename, type };
}

/** Values of a login are variables of the caller's, whatever the file holds. */
function loginOf(auth: JsonObject, text: (text: string) => string): Record<string, string> {
  const values = new Map(
    listOf(ownValue(auth, textOf(auth["type"]) ?? "")).map((one): [string, string] => [
      textOf(objectOf(one)["key"]) ?? "",
      textOf(objectOf(one)["value"]) ?? "",
    ]),
  );
  switch (auth["type"]) {
    case "bearer":
    case "oauth2":
      return { authorization: `Bearer ${text(values.get("token") ?? "{{token}}")}` };
    case "basic":
      return { authorization: "Basic ${WORKLOAD_BASIC}" };
    case "apikey":
      return values.get("in") === "query"
        ? {}
        : { [(values.get("key") || "x-api-key").toLowerCase()]: text(values.get("value") ?? "{{api_key}}") };
    default:
      return {};
  }
}
