import type { ImageInfo } from "../domain/image.ts";

/** In the order of os-release(5). */
export const osReleasePaths = ["/etc/os-release", "/usr/lib/os-release"] as const;

/** `KEY=value` lines, values quoted as in a shell (os-release(5)). Keys that are absent stay absent. */
export function parseOsRelease(bytes: Uint8Array): ImageInfo["os"] {
  const values = new Map<string, string>();
  for (const line of new TextDecoder().decode(bytes).split("\n")) {
    const match = /^\s*([A-Z0-9_]+)=(.*?)\s*$/.exec(line);
    if (match?.[1] !== undefined && match[2] !== undefined) values.set(match[1], unquote(match[2]));
  }
  const pick = <Key extends string>(key: Key, name: string): { readonly [K in Key]?: string } => {
    const value = values.get(name);
    return value === undefined || value === "" ? {} : ({ [key]: value } as { readonly [K in Key]?: string });
  };
  return {
    ...pick("id", "ID"),
    ...pick("versionId", "VERSION_ID"),
    ...pick("codename", "VERSION_CODENAME"),
    ...pick("prettyName", "PRETTY_NAME"),
  };
}

function unquote(value: string): string {
  const quote = value[0];
  if ((quote !== '"' && quote !== "'") || value.length < 2 || !value.endsWith(quote)) return value;
  const inner = value.slice(1, -1);
  return quote === "'" ? inner : inner.replace(/\\(["$`\\])/g, "$1");
}
