import type { UpdatesAnswer } from "../../domain/image/updates-answer.ts";
import type { Container } from "../engine/types.ts";

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
