import type { HttpStep } from "../../domain/workload/step.ts";

const suffix = "-{{client}}";
const originPattern = /^(?:https?:\/\/[^/]{1,300})?/u;
const makes = /^(?:PUT|MK[A-Z]+)$/u;

/**
 * Gives each client its own name for what the steps make and delete again (`PUT /notes/a`, later `DELETE /notes/a`), wherever it stands: otherwise clients
 * delete each other's resources. Each companion has its own names.
 */
export function withClientNames(steps: readonly HttpStep[]): readonly HttpStep[] {
  const renames = new Map(
    [...Map.groupBy(steps, ({ at }) => at)].map(([at, ownSteps]) => [at, renameOf(ownSteps)] as const),
  );
  return steps.map((step) => renames.get(step.at)?.(step) ?? step);
}

/** Undefined where nothing is made and deleted again. */
function renameOf(steps: readonly HttpStep[]): ((step: HttpStep) => HttpStep) | undefined {
  const made = new Set<string>();
  const names = new Set<string>();
  for (const { method, path, status, headers } of steps) {
    if (status >= 400) continue;
    const place = placeOf(path);
    const target = destinationOf(headers["destination"]);
    if ((method === "DELETE" || method === "MOVE") && made.has(place)) names.add(place);
    if (makes.test(method)) made.add(place);
    if (target !== undefined) made.add(placeOf(target));
  }
  const places = [...names].filter((place) => isLiteral(place.slice(place.lastIndexOf("/") + 1)));
  if (places.length === 0) return undefined;
  // The inner ones first, while their folders have the old names.
  const ordered = places.toSorted((a, b) => b.length - a.length);
  const rename = (text: string): string =>
    ordered.reduce((result, place) => withPlace(result, place, renamed(place)), text);
  const renameTarget = (destination: string): string => {
    const [origin = ""] = originPattern.exec(destination) ?? [];
    return `${origin}${rename(destination.slice(origin.length))}`;
  };
  return (step) => {
    const { path, headers, body } = step;
    const { destination } = headers;
    return {
      ...step,
      path: rename(path),
      ...(destination !== undefined && { headers: { ...headers, destination: renameTarget(destination) } }),
      ...(body !== undefined && { body: rename(body) }),
    };
  };
}

/** The path as it was recorded. */
export function withoutClientNames(path: string): string {
  return path.replaceAll(suffix, "");
}

function placeOf(path: string): string {
  const [place = ""] = path.split("?", 1);
  return place.endsWith("/") ? place.slice(0, -1) : place;
}

function destinationOf(destination: string | undefined): string | undefined {
  return destination?.replace(originPattern, "");
}

function isLiteral(name: string): boolean {
  return name !== "" && !/\{\{|\$\{/u.test(name);
}

/** Only whole segments: `/a/b` stands in `/a/b/c`, and not in `/a/b.txt` or `/x/a/b`. */
function withPlace(text: string, place: string, name: string): string {
  const [first = "", ...rest] = text.split(place);
  let result = first;
  let before = first;
  for (const part of rest) {
    const isWhole = !/[\w.~%}-]$/u.test(before) && !/^[\w.~%{-]/u.test(part);
    result += `${isWhole ? name : place}${part}`;
    before = part === "" ? place : part;
  }
  return result;
}

function renamed(place: string): string {
  const at = place.lastIndexOf("/") + 1;
  const [, stem = "", extension = ""] = /^(.+?)(\.[A-Za-z0-9]{1,10})?$/u.exec(place.slice(at)) ?? [];
  return `${place.slice(0, at)}${stem}${suffix}${extension}`;
}
