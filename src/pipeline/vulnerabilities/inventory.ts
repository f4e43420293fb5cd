import type { Sbom } from "../../domain/image/sbom.ts";
import type { ImageInfo } from "../../domain/image/image-info.ts";
import type { Target } from "../../domain/report/report.ts";
import type { VexDocument } from "../../domain/advisory/vex.ts";
import type { VexTarget } from "../../vulnerabilities/vex/vex-target.ts";
import type { Updates } from "./updates.ts";

/** Packages to look up, from any source. */
export interface Inventory {
  readonly target: Target;
  readonly os: ImageInfo["os"];
  readonly packages: ImageInfo["packages"];
  /** Absent for an SBOM. */
  readonly image?: ImageInfo;
  readonly sbom?: Sbom;
  readonly updates: Updates;
  readonly vexTarget: VexTarget;
  /** Vulnerability statements of an SBOM; empty for an image. */
  readonly statements: readonly VexDocument[];
  /** Absent without an observed run. */
  readonly use?: (purl: string, path: string) => boolean | "unknown";
  /** Parts that could not be read; sentences without their full stop. */
  readonly notes: readonly string[];
}
