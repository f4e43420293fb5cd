import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { Sbom } from "../../domain/image/sbom.ts";
import { Failure } from "../../domain/failure.ts";
import { loadSbom, looksLikeSbom, streamedSbom } from "../../sources/sbom/load-sbom.ts";

/** An SBOM on the command line. `name` is without the prefix; `-` is standard input. */
export interface SbomTarget {
  readonly kind: "sbom";
  readonly name: string;
}

/**
 * An SBOM target: `sbom:FILE`, `-`, or a file that begins like one. Undefined for any other text, which is an image.
 * Throws `Failure` (`bad-usage`, `unreadable`).
 */
export async function sbomTarget(text: string, cwd: string): Promise<SbomTarget | undefined> {
  if (text === "-") return { kind: "sbom", name: "-" };
  if (text.startsWith("sbom:")) {
    const name = text.slice("sbom:".length);
    if (name === "") throw new Failure("bad-usage", `${text} names nothing`, { hint: "Write sbom:FILE." });
    return { kind: "sbom", name };
  }
  const path = resolve(cwd, text);
  const isFile = await stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  );
  return isFile && (await looksLikeSbom(path, text)) ? { kind: "sbom", name: text } : undefined;
}

/** Throws `Failure` (`no-such-file`, `unreadable`, `bad-sbom`). */
export function readSbomTarget({ name }: SbomTarget, cwd: string, stdin: AsyncIterable<Uint8Array>): Promise<Sbom> {
  return name === "-" ? streamedSbom(stdin, "standard input") : loadSbom(resolve(cwd, name), name);
}
