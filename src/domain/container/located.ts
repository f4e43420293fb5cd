import type { TextSpan } from "../finding/span.ts";

/** Location of a value: in a text, or a setting of an existing container. */
export type SourceLocation = TextSpan | { readonly setting: string };

/** One value of a configuration with its location. A number from a variable is NaN, a text from one has the variable in it. */
export interface Located<Value> {
  readonly value: Value;
  /** The value and nothing else; of a switch without a value the switch. */
  readonly at: SourceLocation;
  /** The value with its name, where both are adjacent: a flag, a key with its value. Absent for an item of a list. */
  readonly whole?: TextSpan;
  /** The value's source text, from which `value` is derived: `256m`, `./data:/data:ro`, `nginx:${TAG}`. Messages print this. */
  readonly written?: string;
  /** `value` comes from an environment or env file: rules judge it but never show it, `written` is shown instead. */
  readonly hidden?: boolean;
  /** Its `$` is literal: the text has `$$`, or nothing expands variables. Only where it has one. */
  readonly literal?: true;
  /** The name in its dialect: `--cap-add`, `services.web.cap_add`, `HostConfig.CapAdd`, `spec.containers[0].securityContext.privileged`. */
  readonly pointer: string;
  /** The option that sets it, where the pointer's key can hold any: `--pid` of a unit's `PodmanArgs`. */
  readonly flag?: string;
}
