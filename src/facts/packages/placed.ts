import type { Known } from "./about-book.ts";
import type { Ecosystem, FoundPackage } from "./ecosystem.ts";

/** A package with the file that names it. */
export interface Placed {
  readonly ecosystem: Ecosystem;
  readonly found: FoundPackage;
  /** What other files say about it. */
  readonly about: Known | undefined;
  readonly purl: string;
  readonly path: string;
  readonly layer: number;
}
