import { ownValue } from "../../../domain/own-value.ts";
import type { Capture } from "../../../domain/workload/http-parts.ts";
import { isObject, listOf, objectOf } from "../../json/values.ts";
import type { JsonObject } from "../../json/json-document.ts";
import type { Operation } from "./operations.ts";
import type { References } from "./references.ts";

/** A value that one operation answers and others send: `{{name}}`. */
export interface Producer {
  readonly operation: Operation;
  readonly name: string;
  readonly capture: Capture;
}

/** Where values of path parameters and tokens come from, in a document. */
export interface Producers {
  /** Of `{id}` behind `/users`. */
  ofParameter(route: string, parameter: string): Producer | undefined;
  /** What a link of the document gives to a parameter of this operation. */
  ofLink(operation: Operation, parameter: string): Producer | undefined;
  /** Of a field that names another resource (`user_id`), or a token for a form (`csrf`). */
  ofField(field: string, of: Operation): Producer | undefined;
  /** What answers with a bearer token. */
  readonly login: Producer | undefined;
}

export function producersOf(operations: readonly Operation[], references: References): Producers {
  const byRoute = Map.groupBy(operations, ({ route }) => route.replace(/\/$/u, ""));
  const at = (route: string, method: string) =>
    byRoute.get(route)?.find((one) => one.method === method && !one.isStream);
  const ofParameter = (route: string, parameter: string): Producer | undefined => {
    const end = route.indexOf(`/{${parameter}}`);
    if (end === -1) return undefined;
    const collection = route.slice(0, end);
    const resource = collection.split("/").at(-1) ?? "";
    for (const operation of [at(collection, "POST"), at(collection, "PUT"), at(collection, "GET")]) {
      const pointer = operation?.answer && pointerTo(operation.answer.schema, namesOf(parameter, resource), references);
      if (operation !== undefined && pointer !== undefined)
        return { operation, name: captureName(`${resource}_${parameter}`), capture: { json: pointer } };
    }
    return undefined;
  };
  return {
    ofParameter,
    ofLink({ id }, parameter) {
      for (const operation of operations) {
        const link = operation.links.find((one) => one.of === id && one.parameter === parameter);
        if (link === undefined) continue;
        return { operation, name: captureName(`${operation.id}_${parameter}`), capture: link.capture };
      }
      return undefined;
    },
    ofField(field, of) {
      const resource = /^(\w+?)_?id$/iu.exec(field)?.[1]?.toLowerCase();
      if (resource !== undefined) {
        const collection = [...byRoute.keys()].find((route) => isPlural(route.split("/").at(-1) ?? "", resource));
        const parameter = collection === undefined ? undefined : ofParameter(`${collection}/{id}`, "id");
        return parameter?.operation === of ? undefined : parameter;
      }
      if (!/csrf|xsrf|nonce/iu.test(field)) return undefined;
      for (const operation of operations) {
        if (operation === of || operation.answer === undefined || operation.method !== "GET") continue;
        const pointer = pointerTo(operation.answer.schema, [field, "csrf", "csrf_token", "token", "nonce"], references);
        if (pointer !== undefined && /csrf|xsrf|nonce/iu.test(`${operation.route} ${pointer}`))
          return { operation, name: captureName(field), capture: { json: pointer } };
      }
      return undefined;
    },
    login: loginOf(operations, references),
  };
}

/** An operation that takes a password, needs no login, and answers a text named like a token. */
function loginOf(operations: readonly Operation[], references: References): Producer | undefined {
  for (const operation of operations) {
    if (operation.method !== "POST" || operation.answer === undefined || !takesPassword(operation, references))
      continue;
    const names = ["access_token", "accessToken", "token", "jwt", "id_token", "idToken", "auth_token", "authToken"];
    const pointer = pointerTo(operation.answer.schema, names, references);
    if (pointer !== undefined) return { operation, name: "token", capture: { json: pointer } };
  }
  return undefined;
}

/** In its body, or in the object that some frameworks put around it: `{"user": {"password": ""}}`. */
export function takesPassword({ body }: Pick<Operation, "body">, references: References): boolean {
  const propertiesOf = (schema: unknown) => objectOf(flat(references.resolve(schema), references)["properties"]);
  const isPassword = (name: string) => /^(?:password|passwd|pwd)$/iu.test(name);
  const fields = Object.entries(propertiesOf(body?.schema)).slice(0, 50);
  return fields.some(([name, inner]) => isPassword(name) || Object.keys(propertiesOf(inner)).some(isPassword));
}

function namesOf(parameter: string, resource: string): string[] {
  const last = parameter.replace(/^.*?_?(?=(?:id|uuid|slug|key|code|name)$)/iu, "");
  return [
    ...new Set([
      parameter,
      last,
      `${singular(resource)}_id`,
      `${singular(resource)}Id`,
      "id",
      "uuid",
      "slug",
      "key",
      "name",
    ]),
  ];
}

function singular(word: string): string {
  return word.replace(/ies$/u, "y").replace(/(?<=s|x|ch)es$|s$/u, "");
}

function isPlural(word: string, resource: string): boolean {
  return singular(word.toLowerCase()) === resource;
}

function captureName(text: string): string {
  return text
    .replaceAll(/[^A-Za-z0-9]+/gu, "_")
    .replace(/^_/u, "")
    .replace(/_$/u, "")
    .replace(/^(?=\d|$)/u, "_")
    .toLowerCase()
    .slice(0, 60);
}

/** JSON pointer to the first of these names: in the answer, in the first element of a list, or one level inside. */
function pointerTo(schema: unknown, names: readonly string[], references: References, depth = 0): string | undefined {
  const { type, items, properties } = flat(references.resolve(schema), references);
  if (type === "array" || items !== undefined) {
    const inside = depth < 3 ? pointerTo(items, names, references, depth + 1) : undefined;
    return inside === undefined ? undefined : `/0${inside}`;
  }
  const fields = objectOf(properties);
  const name = names.find(
    (field) => Object.hasOwn(fields, field) && isValue(references.resolve(ownValue(fields, field))),
  );
  if (name !== undefined) return `/${escape(name)}`;
  if (depth >= 3) return undefined;
  for (const [key, inner] of Object.entries(fields).slice(0, 50)) {
    const value = flat(references.resolve(inner), references);
    if (!isObject(value["properties"]) && value["items"] === undefined) continue;
    const inside = pointerTo(inner, names, references, depth + 1);
    if (inside !== undefined) return `/${escape(key)}${inside}`;
  }
  return undefined;
}

function flat(schema: JsonObject, { resolve }: References): JsonObject {
  const parts = listOf(schema["allOf"]);
  if (parts.length === 0) return schema;
  const inherited = parts.slice(0, 50).flatMap((part) => Object.entries(objectOf(resolve(part)["properties"])));
  return { ...schema, properties: { ...Object.fromEntries(inherited), ...objectOf(schema["properties"]) } };
}

function isValue({ type, properties, items }: JsonObject): boolean {
  return properties === undefined && items === undefined && type !== "object" && type !== "array";
}

function escape(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}
