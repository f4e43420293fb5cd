import type { GivenSettings } from "../../domain/container-spec/given-settings.ts";
import type { LossKind } from "../../domain/profile/loss.ts";
import type { ShownValues } from "./shown-values.ts";

/** What the dialect can't say, or says otherwise: for a comment, and for whoever asked. */
export interface NotSaid {
  readonly kind: LossKind;
  /** Stays the same between versions: `ulimits`. */
  readonly code: string;
  /** Of the running container: `HostConfig.PidsLimit 100`. */
  readonly what: string;
  /** What stands in its place, or that nothing does, in a sentence without its full stop. */
  readonly why: string;
}

export interface GivenText {
  /** With a final newline. */
  readonly text: string;
  readonly notSaid: readonly NotSaid[];
}

/** How a container that exists is written in one dialect. `shown`: its variables, as far as they may be printed. */
export type GivenEmitter = (given: GivenSettings, shown: ShownValues) => GivenText;

/** The file that a list of system calls is expected in. */
export const givenSeccompFile = "seccomp.json";

/** The container's own list of system calls as JSON; undefined for none, and for a word. */
export function ownSeccomp({ seccomp }: GivenSettings): string | undefined {
  return seccomp?.trimStart().startsWith("{") === true ? seccomp : undefined;
}

/** What becomes of variables that the image sets and the container has not. */
export function unsetNotSaid({ unsetEnv }: Pick<GivenSettings, "unsetEnv">, kind: LossKind, why: string): NotSaid[] {
  if (unsetEnv.length === 0) return [];
  const what = `${unsetEnv.join(", ")}, which its image sets and it was made without`;
  return [{ kind, code: "unset-variables", what, why }];
}
