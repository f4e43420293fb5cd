import type { Drift } from "../../domain/container-spec/drift.ts";
import type { EngineSettings } from "../../domain/container-spec/engine-settings.ts";
import type { FoundHole } from "../../domain/workload/engine-hole.ts";
import type { InspectedState } from "../../domain/container-spec/inspected-container.ts";
import type { ProofAge, SameImage } from "../../domain/profile/standing.ts";

/** What became of a container that an engine runs, beside how it is set up. */
export interface RunningFact {
  readonly state: InspectedState;
  /** How often its engine started it again by itself. */
  readonly restartCount: number;
  /** Its own, else its image's; empty: root. Absent: its image is gone. */
  readonly user?: string;
  /** In bytes; absent: it has no limit. */
  readonly memoryBytes?: number;
  readonly image: {
    /** As the container was made of it. */
    readonly name: string;
    readonly id: string;
    /** What the name means on this engine now; absent: nothing. */
    readonly now?: string;
  };
}

/** The profile that belongs to a container, and what is not as it was proven. */
export interface ProvenFact {
  /** Where the profile lies. */
  readonly file: string;
  /** As the profile names it. */
  readonly image: string;
  /** Whether what runs is what was proven. */
  readonly same: SameImage["same"];
  readonly age: ProofAge;
  readonly drift: readonly Drift[];
}

/** The engine itself, which every container rests on. */
export interface EngineFact extends EngineSettings {
  /** Known vulnerabilities of its parts that it has, or may have. */
  readonly holes: readonly FoundHole[];
}
