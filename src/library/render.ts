import { Failure } from "../domain/failure.ts";
import type { Report } from "../domain/report/report.ts";
import { guardText } from "../reports/content/guard-text.ts";
import { formats } from "../reports/index.ts";

export interface RenderOptions {
  /** ANSI colors, for formats that have them. Default: false. */
  readonly color?: boolean;
  /** @deprecated Use `color`. */
  readonly colour?: boolean;
  /** Columns, for formats that wrap. Default: 100. */
  readonly width?: number;
  /** RFC 3339: the time in documents that require one. Default: now. */
  readonly now?: string;
  /** The author of `openvex` statements, which must name one. */
  readonly author?: string;
  /** Purl of the product that the statements are about, or `packages` (see `scan --product`). Default: the image itself. */
  readonly product?: string;
}

/** The formats of `render`. */
export const formatNames: readonly string[] = formats.map(({ name }) => name).toSorted();

/**
 * Renders a report in one of the command line's formats; control sequences of terminals and CI systems in foreign
 * text are escaped. Rejects if the report lacks the format's data: an SBOM requires an image.
 */
export async function render(report: Report, format: string, options: RenderOptions = {}): Promise<string> {
  const { colour = false, color = colour, width = 100, now = new Date().toISOString(), author, product } = options;
  const matchingFormat = formats.find(({ name }) => name === format);
  if (matchingFormat === undefined)
    throw new Failure("bad-usage", `there is no format ${format}`, { hint: `There are ${formatNames.join(", ")}.` });
  const identity = { ...(author !== undefined && { author }), ...(product !== undefined && { product }) };
  return guardText(
    (await matchingFormat.load()).render(report, { colour: color, width, now, ...identity }),
    matchingFormat.syntax,
    color,
  );
}
