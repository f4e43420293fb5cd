import { numbered } from "../sbom/numbered.ts";
import { withoutEnd } from "../../text/cut.ts";

/**
 * Creates element ids: `SPDXRef-Package-deb-debian-zlib1g-1.2.11`. Only letters, digits, `.` and `-` are allowed
 * (SPDX 2.3 §7.2), so different names may collide; later ones get a number.
 */
export function spdxIds(): (kind: string, name: string) => string {
  const unique = numbered("-");
  return (kind, name) => unique(`SPDXRef-${kind}-${idText(name)}`);
}

/** The name with all other characters replaced, cut to a readable length. */
export function idText(name: string): string {
  const text = name
    .slice(0, 400)
    .replaceAll(/%[0-9A-Fa-f]{2}/g, "-")
    .replaceAll(/[^A-Za-z0-9.-]+/g, "-")
    .slice(0, 120)
    .replace(/^-+/, "");
  return withoutEnd(text, "-") || "unnamed";
}
