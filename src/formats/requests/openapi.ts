import { ownValue } from "../../domain/own-value.ts";
import type { Capture } from "../../domain/workload/http-parts.ts";
import { listOf, objectOf, textOf } from "../json/values.ts";
import type { JsonObject } from "../json/json-document.ts";
import { producersOf, takesPassword } from "./openapi/captures.ts";
import { operationsOf, type Operation } from "./openapi/operations.ts";
import { openReferences } from "./openapi/references.ts";
import { requestOf } from "./openapi/request-of.ts";
import type { RecordedRequest, RequestReading, RequestSource } from "./request-source.ts";
import { endsAll } from "./shared/ends-all.ts";
import { parseObject } from "./shared/parse-document.ts";
import { wholeText } from "./shared/whole-text.ts";

export default {
  name: "openapi",
  title: "an OpenAPI or Swagger document (JSON, YAML)",
  recognizes: (_, head) =>
    /^[ \t]{0,8}["']?(?:openapi|swagger)["']?[ \t]{0,8}:/mu.test(head) ||
    (head.trimStart().startsWith("{") && /"(?:openapi|swagger)"\s{0,8}:\s{0,8}"/u.test(head.slice(0, 3000))),
  open: (file) => wholeText(file, (text) => read(parseObject(file, text))),
} satisfies RequestSource;

function read(root: JsonObject): RequestReading {
  const references = openReferences(root);
  const { servers, base } = serversOf(root);
  const operations = operationsOf(root, base, references);
  const producers = producersOf(operations, references);
  const registers = operations
    .filter((one) => one.method === "POST" && takesPassword(one, references))
    .some((one) => one !== producers.login?.operation);
  const captures = new Map<Operation, Record<string, Capture>>();
  const needs = new Map<Operation, Set<Operation>>();
  const usable = operations.filter(({ isStream }) => !isStream);
  const requests = new Map<Operation, RecordedRequest>(
    usable.map((operation) => [
      operation,
      requestOf(operation, { root, references, producers, registers }, (name, of, capture) => {
        captures.set(of, { ...captures.get(of), [name]: capture });
        needs.set(operation, (needs.get(operation) ?? new Set()).add(of));
      }),
    ]),
  );
  const ordered = inOrder(usable, needs, (one) =>
    rankOf(one, one.method === "POST" && takesPassword(one, references), one === producers.login?.operation),
  );
  const streams = operations.filter(({ isStream }) => isStream).map(({ method, route }) => `${method} ${route}`);
  const remote = [...references.remote];
  return {
    servers,
    base,
    unsendable: streams,
    requests: ordered.flatMap((operation) => {
      const [request, capture] = [requests.get(operation), captures.get(operation)];
      return request === undefined ? [] : [{ ...request, ...(capture && { capture }) }];
    }),
    notes: [
      ...(streams.length > 0
        ? [
            `event streams or WebSockets, which no step can exercise: ${streams.slice(0, 5).join(", ")}${streams.length > 5 ? ", ..." : ""}`,
          ]
        : []),
      ...(remote.length > 0
        ? [
            `references outside of the document, which are not read: ${remote.slice(0, 5).join(", ")}${remote.length > 5 ? ", ..." : ""}`,
          ]
        : []),
    ],
  };
}

/** Hosts and the base path; variables have their default. */
function serversOf(root: JsonObject): { readonly servers: readonly string[]; readonly base: string } {
  if (root["swagger"] !== undefined) {
    const host = textOf(root["host"]);
    return { servers: host === undefined ? [] : [host], base: textOf(root["basePath"]) ?? "" };
  }
  const urls = listOf(root["servers"]).flatMap((raw) => {
    const server = objectOf(raw);
    const variables = objectOf(server["variables"]);
    const url = textOf(server["url"])?.replaceAll(/\{(\w{1,50})\}/gu, (_, name: string) => {
      return textOf(objectOf(ownValue(variables, name))["default"]) ?? "";
    });
    return url === undefined ? [] : [url];
  });
  const parsed = urls.flatMap((url) => (URL.canParse(url, "http://-") ? [new URL(url, "http://-")] : []));
  return {
    servers: parsed.flatMap(({ host }) => (host === "-" ? [] : [host])),
    base: parsed[0] === undefined || parsed[0].pathname === "/" ? "" : decodeURI(parsed[0].pathname),
  };
}

/** Registration, login, then reads, create, read one, change, delete; what ends things for all comes last. */
function rankOf({ method, route, id }: Operation, hasPassword: boolean, isLogin: boolean): number {
  if (endsAll(`${route} ${id}`)) return 9;
  if (hasPassword) return isLogin || /login|signin|session|token/iu.test(route) ? 1 : 0;
  if (method === "DELETE") return 8;
  const hasParameter = route.includes("{");
  if (method === "POST") return hasParameter ? 4 : 3;
  return method === "GET" || method === "HEAD" || method === "OPTIONS" ? (hasParameter ? 5 : 2) : 6;
}

/** By rank, each after what it needs; deletions of parents after those of their parts. */
function inOrder(
  operations: readonly Operation[],
  needs: ReadonlyMap<Operation, ReadonlySet<Operation>>,
  rank: (operation: Operation) => number,
): Operation[] {
  const depth = ({ route }: Operation) => route.split("/").length;
  const sorted = operations
    .map((operation, at) => ({ operation, at, rank: rank(operation) }))
    .toSorted((a, b) => a.rank - b.rank || (a.rank === 8 ? depth(b.operation) - depth(a.operation) : 0) || a.at - b.at);
  const done = new Set<Operation>();
  const visit = (operation: Operation, path: ReadonlySet<Operation>): void => {
    if (done.has(operation) || path.has(operation)) return;
    for (const other of needs.get(operation) ?? []) visit(other, new Set([...path, operation]));
    done.add(operation);
  };
  for (const { operation } of sorted) visit(operation, new Set());
  return [...done];
}
