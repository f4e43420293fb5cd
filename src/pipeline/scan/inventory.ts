import type { Sbom } from "../../domain/image/sbom.ts";
import type { ImageInfo } from "../../domain/image/image-info.ts";
import type { Target } from "../../domain/report/report.ts";
import type { VexDocument } from "../../domain/advisory/vex.ts";
import type { VexTarget } from "../../vulnerabilities/vex/vex-target.ts";
import type { Updates } from "./updates.ts";

/** What is to be looked up, wherever it came from. */
export interface Inventory {
  readonly target: Target;
  readonly os: ImageInfo["os"];
  readonly packages: ImageInfo["packages"];
  /** Absent: only an SBOM is there. */
  readonly image?: ImageInfo;
  readonly sbom?: Sbom;
  readonly updates: Updates;
  readonly vexTarget: VexTarget;
  /** What an SBOM itself says of vulnerabilities; empty for an image. */
  readonly statements: readonly VexDocument[];
  /** Absent: no one looked at what runs. */
  readonly use?: (purl: string, path: string) => boolean | "unknown";
  /** What could not be looked at; sentences without their full stop. */
  readonly notes: readonly string[];
}
