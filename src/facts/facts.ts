import type { ImageInfo, UpdatesInfo } from "../domain/image.ts";
import type { DockerfileFact } from "./dockerfile.ts";
import type { RunLinesFact } from "./run-lines.ts";

/** Everything a rule may ask for, by name. A rule that needs a fact we lack is skipped, with the reason. */
export interface Facts {
  readonly dockerfile: DockerfileFact;
  readonly runLines: RunLinesFact;
  readonly image: ImageInfo;
  readonly updates: UpdatesInfo;
  /** ISO date (`2026-11-24`), passed in so that equal inputs give equal reports. */
  readonly today: string;
}

export type FactName = keyof Facts;
