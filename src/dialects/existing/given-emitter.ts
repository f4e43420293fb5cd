import type { RequestedSettings } from "../../domain/container/requested-settings.ts";
import type { LossKind } from "../../domain/profile/loss.ts";
import type { ShownValues } from "./shown-values.ts";

/** Settings that the dialect cannot express, or expresses differently: for a comment and for stderr. */
export interface NotSaid {
  readonly kind: LossKind;
  /** Stays the same between versions: `ulimits`. */
  readonly code: string;
  /** Of the running container: `HostConfig.PidsLimit 100`. */
  readonly what: string;
  /** Its replacement, or that there is none, as a sentence without its full stop. */
  readonly why: string;
}

export interface GivenText {
  /** With a final newline. */
  readonly text: string;
  readonly notSaid: readonly NotSaid[];
}

/** How a container that exists is written in one dialect. `shown`: its variables, as far as they may be printed. */
export type GivenEmitter = (given: RequestedSettings, shown: ShownValues) => GivenText;

/** The file that a list of system calls is expected in. */
export const givenSeccompFile = "seccomp.json";

/** The container's own list of system calls as JSON; undefined for none, and for a word. */
export function ownSeccomp({ seccomp }: RequestedSettings): string | undefined {
  return seccomp?.trimStart().startsWith("{") === true ? seccomp : undefined;
}

/** Loss of variables that the image sets and the container lacks. */
export function unsetNotSaid(
  { unsetEnv }: Pick<RequestedSettings, "unsetEnv">,
  kind: LossKind,
  reason: string,
): NotSaid[] {
  if (unsetEnv.length === 0) return [];
  const subject = `${unsetEnv.join(", ")}, which its image sets and it was made without`;
  return [{ kind, code: "unset-variables", what: subject, why: reason }];
}
