import type { PackageNotes } from "./about-book.ts";
import type { Ecosystem, FoundPackage } from "./ecosystem.ts";

/** A package with the file that names it. */
export interface LocatedPackage {
  readonly ecosystem: Ecosystem;
  readonly found: FoundPackage;
  /** Facts from other files about it. */
  readonly about: PackageNotes | undefined;
  readonly purl: string;
  readonly path: string;
  readonly layer: number;
}
