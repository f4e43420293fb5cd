import type { Rendered } from "../../domain/report/rendered.ts";
import type { Config } from "../../domain/settings/config.ts";
import type { BaseInfo } from "../../domain/dockerfile/base-info.ts";
import type { ManifestText } from "../../facts/pod-security/object-set.ts";
import type { ShellCheckFact } from "../../facts/dockerfile/shell-scripts.ts";
import type { Checked } from "./checked.ts";
import type { Compared } from "./compared.ts";
import type { ComposeWork } from "./compose/compose-work.ts";
import type { QuadletWork } from "./quadlet/quadlet-work.ts";
import type { Surroundings } from "./beside-text.ts";

export type Work = TextWork | ComposeWork | ManifestWork | QuadletWork;

/** A Kubernetes manifest with all that its judgement needs. */
export interface ManifestWork extends Compared {
  readonly kind: "kubernetes";
  readonly path: string;
  readonly text: string;
  readonly config: Config;
  readonly cwd: string;
  /** ISO date. */
  readonly today: string;
  readonly allRules?: boolean;
  /** Manifests of its folder, where what it says is about others too. */
  readonly beside?: readonly ManifestText[];
  /** Why not all of them are there. */
  readonly incomplete?: string;
  /** Minor version of Kubernetes 1.x that it is judged for. */
  readonly kubernetes?: number;
  /** It is no file: settings for the file that it was made of count. */
  readonly rendered?: Rendered;
}

/** A text with all that its judgement needs, as plain data: it may have to be done in another thread. */
export interface TextWork extends Compared {
  readonly kind: "dockerfile" | "document";
  readonly path: string;
  readonly text: string;
  readonly config: Config;
  readonly cwd: string;
  /** ISO date. */
  readonly today: string;
  readonly allRules?: boolean;
  readonly bases?: ReadonlyMap<string, BaseInfo>;
  readonly shellcheck?: ShellCheckFact;
  readonly missing: NonNullable<Surroundings["missing"]>;
  /** Absolute: the repository of the folder that was named, which may be read. */
  readonly within?: string;
  /** Of its other files only builds are looked at. */
  readonly withoutRepository?: true;
  /** Texts with the same number are of one call: what was read around one of them holds for the next. */
  readonly call?: number;
}

/** Where targets are done that the calling thread must not be kept busy by. Throws `Failure`. */
export interface Apart {
  text(work: Work): Promise<Checked>;
  image(name: string): Promise<Checked>;
}
