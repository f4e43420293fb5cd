import type { RecordedRequest } from "../../formats/requests/request-source.ts";
import { isValue } from "../../formats/requests/shared/is-value.ts";

const staticFile =
  /^(.*\/)[^/]*\.(css|js|mjs|map|png|jpe?g|gif|svg|ico|webp|avif|woff2?|ttf|eot|txt|xml|webmanifest)$/iu;

/** Its query is a version, for caches. */
export function isStaticFile(target: string): boolean {
  return staticFile.test(target.split("?", 1)[0] ?? "");
}

/** Gives each path its route: by the templates of documents, concrete ones first, else by the form of its segments. */
export function routeFinder(templates: readonly string[]): (path: string) => string {
  const bySize = Map.groupBy(
    [...new Set(templates)].toSorted((a, b) => parametersOf(a) - parametersOf(b) || (a < b ? -1 : 1)),
    (template) => template.split("/").length,
  );
  return (path) => {
    const segments = path.split("/");
    const template = bySize.get(segments.length)?.find((one) => fits(one.split("/"), segments));
    if (template !== undefined) return template;
    const file = staticFile.exec(path);
    if (file !== null) return `${generalized(file[1] ?? "/")}*.${file[2]?.toLowerCase()}`;
    return generalized(path);
  };
}

/** `GET /users/{id}` of a request; `GET /index.php?route=/users/{id}` of one whose query has the path. */
export function routeOf(request: RecordedRequest, find: (path: string) => string): string {
  return `${request.method} ${request.route ?? routeOfTarget(request.target, find)}`;
}

export function routeOfTarget(target: string, find: (path: string) => string): string {
  const { path, name, inner } = splitTarget(target);
  return inner === undefined ? find(path) : `${find(path)}?${name}=${find(inner)}`;
}

/** The path, and one that a parameter of the query holds: `/index.php?route=/orders/list`. */
export function splitTarget(target: string): {
  readonly path: string;
  readonly name?: string;
  readonly inner?: string;
} {
  const [path = "/", query = ""] = target.split("?", 2);
  const [, name, inner] = /(?:^|&)([\w-]{1,60})=((?:\/|%2F)[^&]{1,300})/iu.exec(query) ?? [];
  return name === undefined || inner === undefined ? { path } : { path, name, inner: inner.replaceAll(/%2F/giu, "/") };
}

function generalized(path: string): string {
  return path
    .split("/")
    .map((segment) => (isValue(segment) || segment === "{}" || /\{\{|\$\{/u.test(segment) ? "{}" : segment))
    .join("/");
}

function parametersOf(template: string): number {
  return template.split("{").length - 1;
}

function fits(template: readonly string[], segments: readonly string[]): boolean {
  return template.every((one, at) => one === segments[at] || (/^\{[^}]*\}$/u.test(one) && segments[at] !== ""));
}
