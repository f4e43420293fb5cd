import type { ReachItem, ReachKind } from "../../domain/workload/host-access.ts";
import { isRecord } from "../../domain/is-record.ts";

/** A file or folder that a Compose file names; it needs consent unless it is below that file. */
export interface PathAsk {
  /** The path as written: relative paths start at the Compose file's folder. */
  readonly path: string;
  readonly kind: ReachKind;
  readonly what: string;
}

/** The requests of one value. */
export type Ask = ReachItem | PathAsk;

export function isPath(ask: Ask): ask is PathAsk {
  return "path" in ask;
}

export function item(kind: ReachKind, value: string, description: string): ReachItem {
  return { kind, value: value.slice(0, 300), what: description.slice(0, 600) };
}

/** A file, folder or project by its path; a remote reference (an address, a Git or OCI reference) by its name. */
export function fileAsk(path: string, kind: ReachKind, description: string): Ask {
  const remote = /^[a-z][a-z0-9+.-]+:|^[\w.-]+@[\w.-]+:|^github\.com\/|\.git(?:#|$)/iu.test(path);
  return remote
    ? item(kind, path, `${description} something elsewhere`)
    : { path, kind, what: `${description} a place of this machine` };
}

/** A value as short text, for a name. */
export function shortText(value: unknown): string {
  if (typeof value === "string") return value;
  return (JSON.stringify(value) ?? String(value)).slice(0, 200);
}

/** One or several values, since Compose accepts both for most lists. */
export function asList(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** `NAME=VALUE` lines or a mapping, as pairs. */
export function pairs(value: unknown): readonly (readonly [string, unknown])[] {
  if (isRecord(value)) return Object.entries(value);
  return asList(value).map((line): readonly [string, unknown] => {
    const text = shortText(line);
    const at = text.indexOf("=");
    return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
  });
}

/** A switch is off only if the value says so. */
export function isOff(value: unknown): boolean {
  return value === undefined || value === null || value === false || value === "false";
}
