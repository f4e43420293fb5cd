import type { Drift } from "../../domain/container/drift.ts";
import type { EngineSettings } from "../../domain/container/engine-settings.ts";
import type { FoundHole } from "../../domain/workload/engine-vulnerability.ts";
import type { InspectedState } from "../../domain/container/inspected-container.ts";
import type { ProofAge, SameImage } from "../../domain/profile/standing.ts";

/** Runtime state of a container, besides its settings. */
export interface RunningFact {
  readonly state: InspectedState;
  /** How often its engine started it again by itself. */
  readonly restartCount: number;
  /** Its own, else its image's; empty: root. Absent: its image is gone. */
  readonly user?: string;
  /** In bytes; absent: it has no limit. */
  readonly memoryBytes?: number;
  readonly image: {
    /** The image as the container was created from it. */
    readonly name: string;
    readonly id: string;
    /** The image of the name on this engine now; absent: none. */
    readonly now?: string;
  };
}

/** A container's profile, and the settings that differ from it. */
export interface ProvenFact {
  /** Path of the profile. */
  readonly file: string;
  /** As the profile names it. */
  readonly image: string;
  /** Whether the running image is the proven one. */
  readonly same: SameImage["same"];
  readonly age: ProofAge;
  readonly drift: readonly Drift[];
}

/** The engine itself, which every container rests on. */
export interface EngineFact extends EngineSettings {
  /** Known vulnerabilities of its parts that it has, or may have. */
  readonly holes: readonly FoundHole[];
}
