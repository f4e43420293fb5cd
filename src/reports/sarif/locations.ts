import type { Finding } from "../../domain/finding/finding.ts";
import type { BaselineState } from "../../domain/finding/state.ts";
import type { Report } from "../../domain/report/report.ts";
import { findingPlace } from "../content/finding-place.ts";
import { counting } from "../content/counting.ts";

/** One result without a place in a file makes code scanning reject the whole log. */
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
  // encodeURI throws on a lone surrogate, which a file name may hold.
  const encoded = path.toWellFormed().split("/").map(encodeURIComponent).join("/");
  return path.startsWith("/") ? `file://${encoded}` : encoded;
}

/** SARIF's words. What is gone (`absent`) is left out: code scanning would show it as open. */
export const baselineStates = { new: "new", same: "unchanged" } as const satisfies Record<BaselineState, string>;

export type Fingerprints = ReturnType<typeof lineFingerprints>;

/**
 * The only key that GitHub reads, and only for what lies in no file of the checkout: the upload action computes all others itself, and warns of
 * different ones. https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
export function lineFingerprints() {
  const count = counting();
  return (identity: string | undefined) =>
    identity === undefined ? {} : { partialFingerprints: { primaryLocationLineHash: count(identity) } };
}
