import type { Finding } from "../../domain/finding/finding.ts";
import type { BaselineState } from "../../domain/finding/state.ts";
import type { Report } from "../../domain/report/report.ts";
import { findingPlace } from "../content/finding-place.ts";
import { counting } from "../content/counting.ts";

/** Code scanning rejects the whole log if one result has no place in a file. */
export function sarifPlace(finding: Finding, report: Report) {
  const { at, within, identity } = findingPlace(finding, report);
  const { file, startLine, startColumn, endLine, endColumn } = at;
  return {
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file) },
          region: { startLine, startColumn, endLine, endColumn },
        },
        ...(within !== undefined && { logicalLocations: [{ fullyQualifiedName: within }] }),
      },
    ],
    identity,
  };
}

/** A relative path stays relative (RFC 3986, path-noscheme); an absolute one becomes a `file:` URI. */
export function uriOf(path: string): string {
  // encodeURI throws on a lone surrogate, which a file name may contain.
  const encoded = path.toWellFormed().split("/").map(encodeURIComponent).join("/");
  return path.startsWith("/") ? `file://${encoded}` : encoded;
}

/** SARIF's baseline states. Fixed results (`absent`) are omitted: code scanning would show them as open. */
export const baselineStates = { new: "new", same: "unchanged" } as const satisfies Record<BaselineState, string>;

export type Fingerprints = ReturnType<typeof lineFingerprints>;

/**
 * The only key that GitHub reads, and only for results outside of the checkout: the upload action computes all others
 * itself, and warns about different ones.
 * https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
export function lineFingerprints() {
  const count = counting();
  return (identity: string | undefined) =>
    identity === undefined ? {} : { partialFingerprints: { primaryLocationLineHash: count(identity) } };
}
