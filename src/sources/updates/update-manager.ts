import type { Container } from "../engine/types.ts";
import type { SourceChangelog, Unread } from "./apt-changelogs.ts";
import type { Candidate, InstalledPackage, Upgrade } from "./apt-text.ts";

/** What an image's own package sources answered; the comparison of versions is left to the facts. */
export interface UpdatesAnswer {
  /** How its versions are ordered. */
  readonly order: "deb" | "rpm";
  /** ISO 8601 UTC. */
  readonly askedAt: string;
  /** As the manager names them, sorted: `URI RELEASE/COMPONENT` of apt, `ID NAME` of a dnf repository. */
  readonly sources: readonly string[];
  readonly upgrades: readonly Upgrade[];
  readonly installed: readonly InstalledPackage[];
  readonly candidates: readonly Candidate[];
  /** By source package. */
  readonly changelogs: readonly SourceChangelog[];
  /** What the sources' own advisories say of candidates (updateinfo). */
  readonly notices?: readonly Notice[];
  /** Source packages without a changelog that could be read. */
  readonly unread: readonly Unread[];
}

export interface Notice {
  readonly cve: string;
  readonly name: string;
  readonly architecture: string;
  readonly candidate: string;
  /** The line that says so. */
  readonly quote: string;
}

/** `missing` says why nothing could be asked: no package manager, no network, an archive that is gone. */
export type Updates = { readonly answer: UpdatesAnswer } | { readonly missing: string };

export interface UpdateQuestion {
  readonly say: (message: string) => void;
  readonly now: () => Date;
}

/** A package manager that can be asked, in a container of the image, what it would upgrade. A new one is a new file in `managers/`. */
export interface UpdateManager {
  readonly name: string;
  /** Exits with 0 where the image has it. */
  readonly probe: readonly string[];
  /** Throws `Failure` for trouble with the engine; what the image or the network lacks is `missing`. */
  ask(container: Container, question: UpdateQuestion): Promise<Updates>;
}
