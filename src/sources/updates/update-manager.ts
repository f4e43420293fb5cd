import type { SourceChangelog, UpdatesAnswer } from "../../domain/image/updates-answer.ts";
import type { Container } from "../engine/types.ts";

/** `missing` says why nothing could be asked: no package manager, no network, an archive that is gone. */
export type Updates = { readonly answer: UpdatesAnswer } | { readonly missing: string };

export interface UpdateQuestion {
  readonly say: (message: string) => void;
  readonly now: () => Date;
  /** Changelogs that another image's question has read. Absent: none of them may stand for this image's. */
  readonly known?: KnownChangelogs | undefined;
}

/**
 * Changelogs by the SHA-256 of the package that holds them, as the image that is asked has it of its own sources. What one image's apt printed may
 * be a lie, so whoever hands this on decides which images may speak for one another.
 */
export interface KnownChangelogs {
  get(sha256: string): Omit<SourceChangelog, "source"> | undefined;
  set(sha256: string, changelog: Omit<SourceChangelog, "source">): void;
}

/** A package manager that can be asked, in a container of the image, what it would upgrade. A new one is a new file in `managers/`. */
export interface UpdateManager {
  readonly name: string;
  /** Exits with 0 where the image has it. */
  readonly probe: readonly string[];
  /** Throws `Failure` for trouble with the engine; what the image or the network lacks is `missing`. */
  ask(container: Container, question: UpdateQuestion): Promise<Updates>;
}
