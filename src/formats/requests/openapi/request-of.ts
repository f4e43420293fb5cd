import { ownValue, putOwn } from "../../../domain/own-value.ts";
import type { Capture, FormPart } from "../../../domain/workload/http-parts.ts";
import { isObject, objectOf } from "../../json/values.ts";
import type { JsonObject } from "../../json/json-document.ts";
import { numberPlaceholder, unquotePlaceholders } from "../../../text/json-placeholders.ts";
import type { RecordedRequest, RequestBody } from "../request-source.ts";
import { encodeValue } from "../shared/encode-value.ts";
import { sampleFile } from "../shared/sample-file.ts";
import { takesPassword, type Producers } from "./captures.ts";
import type { Operation, Parameter } from "./operations.ts";
import type { References } from "./references.ts";
import { openSampler, type Sampler } from "./sample.ts";

export interface DocumentContext {
  readonly root: JsonObject;
  readonly references: References;
  readonly producers: Producers;
  /** The values of a login are those of a registration of the document. */
  readonly registers: boolean;
}

/** The request of an operation; `used` receives what other operations have to answer. */
export function requestOf(
  operation: Operation,
  context: DocumentContext,
  use: (name: string, of: Operation, capture: Capture) => void,
): RecordedRequest {
  const { producers, references } = context;
  const produced = (found: ReturnType<Producers["ofParameter"]>): string | undefined => {
    if (found === undefined || found.operation === operation) return undefined;
    use(found.name, found.operation, found.capture);
    return `{{${found.name}}}`;
  };
  const sampler = openSampler(references, (name, schema) => {
    if (/^(?:password|passwd|pwd|password_?confirm(?:ation)?)$/iu.test(name))
      return context.registers ? "Pw-{{client}}-x" : "${WORKLOAD_PASSWORD}";
    const isLogin =
      /^(?:e-?mail|user_?name|login|user)$/iu.test(name) &&
      schema["type"] !== "object" &&
      schema["properties"] === undefined;
    if (isLogin && !context.registers && takesPassword(operation, references))
      return `\${WORKLOAD_${name.toUpperCase().replaceAll(/\W/gu, "_")}}`;
    if (isLogin && takesPassword(operation, references))
      return /mail/iu.test(name) ? "user{{client}}@example.com" : "user{{client}}";
    const placeholder = produced(producers.ofField(name, operation));
    const isNumber = [schema["type"]].flat().some((type) => type === "integer" || type === "number");
    return placeholder !== undefined && isNumber ? numberPlaceholder(placeholder) : placeholder;
  });
  const text = (parameter: Parameter) => textOf(sampler.value(parameter.schema, parameter.name));
  const path = operation.route.replaceAll(/\{([^{}/]{1,200})\}/gu, (_, name: string) => {
    const from = produced(producers.ofLink(operation, name) ?? producers.ofParameter(operation.route, name));
    const parameter = operation.parameters.find((one) => one.place === "path" && one.name === name);
    return from ?? encodeValue(parameter === undefined ? "1" : text(parameter));
  });
  const query = operation.parameters
    .filter(({ place }) => place === "query")
    .flatMap((one) => {
      const linked = produced(producers.ofLink(operation, one.name));
      const isSent = linked !== undefined || one.required || objectOf(one.schema)["example"] !== undefined;
      return isSent ? [`${encodeURIComponent(one.name)}=${linked ?? encodeValue(text(one))}`] : [];
    });
  const headers = Object.fromEntries(
    operation.parameters
      .filter(({ place, required, name }) => place === "header" && (required || /csrf|xsrf/iu.test(name)))
      .filter(({ name }) => !/^(?:accept|content-type|authorization)$/iu.test(name))
      .map((one) => [one.name.toLowerCase(), text(one)]),
  );
  const login = securityOf(operation, context, use);
  const body = bodyOf(operation, sampler, references);
  const allQuery = [...query, ...login.query];
  return {
    method: operation.method,
    target: `${path}${allQuery.length > 0 ? `?${allQuery.join("&")}` : ""}`,
    route: operation.route,
    headers: { ...headers, ...login.headers, ...body?.headers },
    ...(body && { body: body.body }),
    status: operation.status,
    values: "document",
    at: `operation ${operation.id}`,
  };
}

/** Headers and query values that log in. */
function securityOf(
  operation: Operation,
  { root, producers }: DocumentContext,
  use: (name: string, of: Operation, capture: Capture) => void,
): { readonly headers: Record<string, string>; readonly query: string[] } {
  const schemes = objectOf(objectOf(root["components"])["securitySchemes"] ?? root["securityDefinitions"]);
  const headers: Record<string, string> = {};
  const query: string[] = [];
  for (const name of operation.security) {
    const scheme = objectOf(ownValue(schemes, name));
    const type = textField(scheme["type"]) ?? "";
    const { login } = producers;
    const captured = (): string => {
      if (login === undefined) return "${WORKLOAD_TOKEN}";
      if (login.operation !== operation) use(login.name, login.operation, login.capture);
      return `{{${login.name}}}`;
    };
    const variable = `\${WORKLOAD_${(textField(scheme["name"]) ?? name).toUpperCase().replaceAll(/\W+/gu, "_")}}`;
    if (type === "apiKey" && scheme["in"] === "header" && typeof scheme["name"] === "string") {
      const header = scheme["name"].toLowerCase();
      // Swagger 2.0 has no other word for a bearer token.
      const [, word = "Bearer"] = /\b(Token|JWT) ["'<{]?x/iu.exec(textField(scheme["description"]) ?? "") ?? [];
      const isToken = login !== undefined && /^(?:authorization|(?:x-)?(?:auth-|access-)?token)$/u.test(header);
      putOwn(headers, header, isToken ? `${header === "authorization" ? `${word} ` : ""}${captured()}` : variable);
    } else if (type === "apiKey" && scheme["in"] === "query")
      query.push(`${encodeURIComponent(textField(scheme["name"]) ?? name)}=${variable}`);
    else if (type === "basic" || (type === "http" && /^basic$/iu.test(textField(scheme["scheme"]) ?? "")))
      headers["authorization"] = "Basic ${WORKLOAD_BASIC}";
    else if (type === "http" || type === "oauth2" || type === "openIdConnect")
      headers["authorization"] = `Bearer ${captured()}`;
  }
  return { headers, query };
}

function bodyOf(
  { body }: Operation,
  sampler: Sampler,
  references: References,
): { readonly body: RequestBody; readonly headers: Record<string, string> } | undefined {
  if (body === undefined) return undefined;
  const { mediaType, schema, example } = body;
  const value = example ?? sampler.value(schema);
  if (/multipart\/form-data/iu.test(mediaType)) {
    const properties = objectOf(references.resolve(schema)["properties"]);
    return {
      body: {
        parts: Object.entries(objectOf(value)).map(([name, one]) =>
          partOf(name, one, references.resolve(ownValue(properties, name))),
        ),
      },
      headers: {},
    };
  }
  const headers = { "content-type": mediaType };
  if (/x-www-form-urlencoded/iu.test(mediaType))
    return {
      body: {
        text: Object.entries(objectOf(value))
          .map(([name, one]) => `${encodeURIComponent(name)}=${encodeValue(textOf(one))}`)
          .join("&"),
      },
      headers,
    };
  if (/[/+]json\b/iu.test(mediaType)) return { body: { text: unquotePlaceholders(JSON.stringify(value)) }, headers };
  if (typeof value === "string" && objectOf(schema)["format"] !== "binary") return { body: { text: value }, headers };
  return { body: { hex: sampleFile(mediaType).hex }, headers };
}

function partOf(name: string, value: unknown, schema: JsonObject): FormPart {
  const items = isObject(schema["items"]) ? schema["items"] : {};
  if (schema["format"] !== "binary" && schema["contentMediaType"] === undefined && items["format"] !== "binary")
    return { name, value: textOf(value) };
  const file = sampleFile(textField(schema["contentMediaType"]) ?? name);
  return { name, hex: file.hex, filename: file.name, type: file.type };
}

function textField(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function textOf(value: unknown): string {
  const text = typeof value === "object" && value !== null ? unquotePlaceholders(JSON.stringify(value)) : String(value);
  return text.replaceAll("\u0001", "");
}
