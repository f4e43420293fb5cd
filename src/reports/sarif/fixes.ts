import type { Finding } from "../../domain/finding/finding.ts";
import { uriOf } from "./locations.ts";

/**
 * Edits for readers (SARIF 2.1.0 sections 3.55 to 3.57): each replaces a region of the original text; code scanning
 * does not show them, reviewdog does.
 */
export function sarifFixes({ fix }: Finding) {
  const { title = "", applicability = "", edits = [] } = fix ?? {};
  if (edits.length === 0) return {};
  const files = Map.groupBy(edits, ({ file }) => file);
  return {
    fixes: [
      {
        description: { text: `${title} (${applicability})` },
        artifactChanges: [...files].map(([file, fileEdits]) => ({
          artifactLocation: { uri: uriOf(file) },
          replacements: fileEdits.map(({ startLine, startColumn, endLine, endColumn, text }) => ({
            deletedRegion: { startLine, startColumn, endLine, endColumn },
            // Without it the region is only deleted.
            ...(text !== "" && { insertedContent: { text } }),
          })),
        })),
      },
    ],
  };
}
