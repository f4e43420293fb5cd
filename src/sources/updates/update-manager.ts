import type { SourceChangelog, UpdatesAnswer } from "../../domain/image/updates-answer.ts";
import type { Container } from "../engine/types.ts";

/** `missing` is the reason why nothing could be queried: no package manager, no network, a missing archive. */
export type Updates = { readonly answer: UpdatesAnswer } | { readonly missing: string };

export interface UpdateQuestion {
  readonly say: (message: string) => void;
  readonly now: () => Date;
  /** Changelogs from queries of other images. Absent: none may be reused for this image. */
  readonly known?: KnownChangelogs | undefined;
}

/**
 * Changelogs by the SHA-256 of their package, which the image's own sources provide. Output of one image's apt may be
 * false, so the caller decides which images may share it.
 */
export interface KnownChangelogs {
  get(sha256: string): Omit<SourceChangelog, "source"> | undefined;
  set(sha256: string, changelog: Omit<SourceChangelog, "source">): void;
}

/** A package manager that lists its upgrades, in a container of the image. A new one is a new file in `managers/`. */
export interface UpdateManager {
  readonly name: string;
  /** Exits with 0 if the image has it. */
  readonly probe: readonly string[];
  /** Throws `Failure` for engine errors; a lack of the image or the network is `missing`. */
  ask(container: Container, question: UpdateQuestion): Promise<Updates>;
}
