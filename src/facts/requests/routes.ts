import type { RecordedRequest } from "../../formats/requests/request-source.ts";
import { isValue } from "../../formats/requests/shared/is-value.ts";

const staticFile =
  /^(.*\/)[^/]*\.(css|js|mjs|map|png|jpe?g|gif|svg|ico|webp|avif|woff2?|ttf|eot|txt|xml|webmanifest)$/iu;

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

/** `GET /users/{id}` of a request. */
export function routeOf(request: RecordedRequest, find: (path: string) => string): string {
  const path = request.target.split("?", 1)[0] ?? "/";
  return `${request.method} ${request.route ?? find(path)}`;
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
