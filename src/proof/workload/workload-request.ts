import type { Permit } from "../../consent/decide.ts";
import type { Progress } from "../../domain/progress.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import type { ImageSummary } from "../../sources/engine/types.ts";

export interface WorkloadRequest {
  readonly image: string;
  readonly imageSummary: ImageSummary;
  readonly declared: Partial<Workload>;
  readonly permit: Permit;
  readonly progress: Progress;
  /**
   * A container that ends with an error, or before it listens on the ports that the image exposes, is refused: a
   * failing run teaches nothing.
   */
  readonly mustWork?: boolean;
}
