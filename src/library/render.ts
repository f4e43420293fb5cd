import { Failure } from "../domain/failure.ts";
import type { Report } from "../domain/report/report.ts";
import { guardText } from "../reports/content/guard-text.ts";
import { formats } from "../reports/index.ts";

export interface RenderOptions {
  /** ANSI colours, for formats that have them. Default: false. */
  readonly colour?: boolean;
  /** Columns, for formats that wrap. Default: 100. */
  readonly width?: number;
  /** RFC 3339: the time that documents say which must have one. Default: now. */
  readonly now?: string;
  /** Who answers for the statements of `openvex`, which has to name someone. */
  readonly author?: string;
  /** Purl of the product that they are about, or `packages` (see `scan --product`). Default: the image's own. */
  readonly product?: string;
}

/** The formats of `render`. */
export const formatNames: readonly string[] = formats.map(({ name }) => name).toSorted();

/**
 * A report in one of the command line's formats: what steers a terminal or a CI system in foreign text is written out. A format that needs what the report does
 * not have rejects: an SBOM is of an image.
 */
export async function render(report: Report, format: string, options: RenderOptions = {}): Promise<string> {
  const { colour = false, width = 100, now = new Date().toISOString(), author, product } = options;
  const matchingFormat = formats.find(({ name }) => name === format);
  if (matchingFormat === undefined)
    throw new Failure("bad-usage", `there is no format ${format}`, { hint: `There are ${formatNames.join(", ")}.` });
  const identity = { ...(author !== undefined && { author }), ...(product !== undefined && { product }) };
  return guardText(
    (await matchingFormat.load()).render(report, { colour, width, now, ...identity }),
    matchingFormat.syntax,
    colour,
  );
}
