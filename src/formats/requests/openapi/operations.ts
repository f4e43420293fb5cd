import { ownValue } from "../../../domain/own-value.ts";
import type { Capture } from "../../../domain/workload/http-parts.ts";
import { isObject, listOf, objectOf, textOf } from "../../json/values.ts";
import type { JsonObject } from "../../json/json-document.ts";
import type { References } from "./references.ts";

export interface Parameter {
  readonly name: string;
  readonly place: "path" | "query" | "header" | "cookie" | "body" | "formData";
  readonly required: boolean;
  /** Also holds the example. */
  readonly schema: unknown;
}

/** `parameters` of a Link Object (OpenAPI 3, "Link Object"), one of them each. */
export interface ParameterLink {
  /** `operationId` of the one that gets it. */
  readonly of: string;
  /** As written: `id`, or `path.id`. */
  readonly parameter: string;
  readonly capture: Capture;
}

export interface Operation {
  readonly method: string;
  /** `/users/{id}`, with the base path. */
  readonly route: string;
  readonly id: string;
  readonly parameters: readonly Parameter[];
  readonly body?: { readonly mediaType: string; readonly schema: unknown; readonly example?: unknown };
  /** The documented success. */
  readonly status: number;
  readonly answer?: { readonly schema: unknown };
  /** What its answer gives to parameters of other operations. */
  readonly links: readonly ParameterLink[];
  readonly answerHeaders: readonly string[];
  /** Names of security schemes, of the first alternative. */
  readonly security: readonly string[];
  /** It is a long poll, an event stream or a WebSocket. */
  readonly isStream: boolean;
}

const methods = ["get", "head", "options", "post", "put", "patch", "delete"];
const maxOperations = 5000;

/** All operations of OpenAPI 3 or Swagger 2, in the order of the document. */
export function operationsOf(root: JsonObject, base: string, references: References): Operation[] {
  const { resolve } = references;
  const operations: Operation[] = [];
  for (const [path, rawItem] of Object.entries(objectOf(root["paths"]))) {
    if (!path.startsWith("/")) continue;
    const item = resolve(rawItem);
    for (const method of methods) {
      const raw = ownValue(item, method);
      if (!isObject(raw) || operations.length >= maxOperations) continue;
      operations.push(
        operationOf(root, { raw, item, path: joined(base, path), method: method.toUpperCase() }, references),
      );
    }
  }
  return operations;
}

function joined(base: string, path: string): string {
  return `${base.endsWith("/") ? base.slice(0, -1) : base}${path}`;
}

function operationOf(
  root: JsonObject,
  source: { readonly raw: JsonObject; readonly item: JsonObject; readonly path: string; readonly method: string },
  references: References,
): Operation {
  const { raw, item, path, method } = source;
  const { resolve } = references;
  const byKey = new Map<string, Parameter>();
  for (const one of [...listOf(item["parameters"]), ...listOf(raw["parameters"])]) {
    const parameter = parameterOf(resolve(one));
    if (parameter !== undefined) byKey.set(`${parameter.place} ${parameter.name}`, parameter);
  }
  const parameters = [...byKey.values()];
  const responses = objectOf(raw["responses"]);
  const codes = Object.keys(responses).filter((code) => /^[23]\d\d$/u.test(code));
  const status = codes.find((code) => code.startsWith("2")) ?? codes[0];
  const response = resolve(ownValue(responses, status ?? "default"));
  const answer = schemaOf(response);
  const types = Object.keys(objectOf(response["content"]));
  const body = bodyOf(raw, parameters, root, references);
  const [alternative] = listOf(raw["security"] ?? root["security"]);
  return {
    method,
    route: path,
    id: (textOf(raw["operationId"]) ?? `${method} ${path}`).slice(0, 100),
    parameters,
    ...(body && { body }),
    status: Number(status ?? 200),
    ...(answer !== undefined && { answer: { schema: answer } }),
    links: linksOf(response, references),
    answerHeaders: Object.keys(objectOf(response["headers"])).map((name) => name.toLowerCase()),
    security: Object.keys(objectOf(alternative)),
    isStream: status === "101" || types.some((type) => /event-stream/iu.test(type)),
  };
}

/** Of expressions that name a part of the answer; others are not evaluated. */
function linksOf(response: JsonObject, { resolve }: References): ParameterLink[] {
  return Object.values(objectOf(response["links"])).flatMap((one): ParameterLink[] => {
    const link = resolve(one);
    const operation = textOf(link["operationId"]);
    if (operation === undefined) return [];
    return Object.entries(objectOf(link["parameters"])).flatMap(([parameter, expression]): ParameterLink[] => {
      const [, json, header] =
        /^\$response\.(?:body#(\/.{0,200})|header\.([\w-]{1,100}))$/u.exec(String(expression)) ?? [];
      const name = parameter.replace(/^(?:path|query|header)\./u, "");
      if (json !== undefined) return [{ of: operation, parameter: name, capture: { json } }];
      return header === undefined
        ? []
        : [{ of: operation, parameter: name, capture: { header: header.toLowerCase() } }];
    });
  });
}

function parameterOf(raw: JsonObject): Parameter | undefined {
  const [name, place] = [textOf(raw["name"]), raw["in"]];
  if (name === undefined || typeof place !== "string") return undefined;
  if (!/^(?:path|query|header|cookie|body|formData)$/u.test(place)) return undefined;
  const schema = isObject(raw["schema"]) ? raw["schema"] : raw;
  const [example] = Object.values(objectOf(raw["examples"])).map((one) => objectOf(one)["value"]);
  const stated = raw["example"] ?? example;
  return {
    name,
    place: place as Parameter["place"],
    required: raw["required"] === true,
    schema: stated === undefined ? schema : { ...schema, $ref: undefined, example: stated },
  };
}

/** The media type that a step can send, JSON first. */
const preference = [/[/+]json\b/iu, /x-www-form-urlencoded/iu, /multipart\/form-data/iu, /xml/iu, /^text\//iu, /./u];

function bodyOf(
  raw: JsonObject,
  parameters: readonly Parameter[],
  root: JsonObject,
  { resolve }: References,
): Operation["body"] {
  const content = objectOf(resolve(raw["requestBody"])["content"]);
  const types = Object.keys(content);
  const mediaType = preference.map((form) => types.find((type) => form.test(type))).find((type) => type !== undefined);
  if (mediaType !== undefined) {
    const media = objectOf(ownValue(content, mediaType));
    const [named] = Object.values(objectOf(media["examples"])).map((one) => resolve(one)["value"]);
    const example = media["example"] ?? named;
    return { mediaType, schema: media["schema"], ...(example !== undefined && { example }) };
  }
  // Swagger 2.0.
  const inBody = parameters.find(({ place }) => place === "body");
  const consumed = listOf(raw["consumes"] ?? root["consumes"]).filter((type) => typeof type === "string");
  if (inBody !== undefined) return { mediaType: consumed[0] ?? "application/json", schema: inBody.schema };
  const fields = parameters.filter(({ place }) => place === "formData");
  if (fields.length === 0) return undefined;
  const isFile = fields.some(({ schema }) => objectOf(schema)["type"] === "file");
  const properties = Object.fromEntries(
    fields.map(({ name, schema }) => [
      name,
      objectOf(schema)["type"] === "file" ? { type: "string", format: "binary" } : schema,
    ]),
  );
  return {
    mediaType:
      isFile || consumed.includes("multipart/form-data") ? "multipart/form-data" : "application/x-www-form-urlencoded",
    schema: { type: "object", properties },
  };
}

function schemaOf(response: JsonObject): unknown {
  const content = Object.entries(objectOf(response["content"]));
  const media = content.find(([type]) => /[/+]json\b/iu.test(type)) ?? content[0];
  return media === undefined ? response["schema"] : objectOf(media[1])["schema"];
}
