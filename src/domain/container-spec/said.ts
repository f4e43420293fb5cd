import type { TextSpan } from "../finding/span.ts";

/** Where something is said: in a text, or only as a setting of a container that exists. */
export type SaidAt = TextSpan | { readonly setting: string };

/** One value of a configuration, and where it is said. A number that a variable holds is NaN, a text that one holds has the variable in it. */
export interface Said<Value> {
  readonly value: Value;
  /** The value and nothing else; of a switch without a value the switch. */
  readonly at: SaidAt;
  /** The value with its name, where both stand in one place: a flag, a key with its value. Absent for an item of a list. */
  readonly whole?: TextSpan;
  /** The value as its text has it, where `value` is made of it: `256m`, `./data:/data:ro`, `nginx:${TAG}`. Messages print this. */
  readonly written?: string;
  /** `value` is not the file's own but of an environment or env file: it is judged and never shown, `written` stands for it. */
  readonly hidden?: boolean;
  /** A `$` in it is a dollar: there it was written as `$$`, or nothing puts variables in. Only where it has one. */
  readonly literal?: true;
  /** As its dialect names it: `--cap-add`, `services.web.cap_add`, `HostConfig.CapAdd`, `spec.containers[0].securityContext.privileged`. */
  readonly pointer: string;
  /** The option that says it, where the pointer's key stands for any: `--pid` of a unit's `PodmanArgs`. */
  readonly flag?: string;
}
