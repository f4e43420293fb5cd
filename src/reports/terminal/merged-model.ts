import type { Report } from "../../domain/report/report.ts";
import { headline, quote, type Page } from "./page.ts";

/** The merged model, indented as in a file; only the JSON form has empty and unset values. */
export function modelSection({ targets }: Report, model: Readonly<Record<string, unknown>>, page: Page): string[] {
  const { services, ...others } = model;
  const files = targets.map(({ name }) => name).join(" + ");
  return [
    ...headline(page, "Services", files),
    ...lines(services, 0).flatMap((line) => quote(page, "", line)),
    ...headline(page, "Project"),
    ...lines(others, 0).flatMap((line) => quote(page, "", line)),
  ];
}

function lines(value: unknown, depth: number): string[] {
  const indent = "  ".repeat(depth);
  if (Array.isArray(value))
    return value.flatMap((item: unknown) => {
      if (typeof item !== "object" || item === null) return [`${indent}- ${plain(item)}`];
      const inner = lines(item, depth + 1);
      return inner.map((line, at) => (at === 0 ? `${indent}- ${line.slice(indent.length + 2)}` : line));
    });
  if (typeof value !== "object" || value === null) return [`${indent}${plain(value)}`];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    if (inner === null || (typeof inner === "object" && Object.keys(inner).length === 0)) {
      return depth === 0 || inner !== null ? [`${indent}${key}:`] : [];
    }
    return typeof inner === "object"
      ? [`${indent}${key}:`, ...lines(inner, depth + 1)]
      : [`${indent}${key}: ${plain(inner)}`];
  });
}

function plain(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
