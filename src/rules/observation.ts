import type { Evidence, Finding, Severity } from "../domain/finding/finding.ts";
import type { Fix } from "../domain/finding/fix.ts";
import type { Span, TextSpan } from "../domain/finding/span.ts";
import type { ShellCommand } from "../facts/dockerfile/dockerfile.ts";
import type { FaultKind } from "../formats/dockerfile/refusal.ts";
import type { PackageCall } from "../facts/managers/package-call.ts";
import type { ExposedPort } from "../facts/dockerfile/exposed-ports.ts";

/**
 * The result of a rule. `at` is a span of the rule's text, or of one of its texts; the runner converts it to a
 * location.
 */
export interface Observation {
  readonly message: string;
  readonly at: Span | TextSpan | { readonly layer: number; readonly path: string } | { readonly setting: string };
  readonly evidence: readonly [Evidence, ...Evidence[]];
  readonly fix?: Fix;
  /** The fix that can't be made here. */
  readonly notFixed?: NonNullable<Finding["notFixed"]>;
  /** Lower or raise the rule's own severity for this case. */
  readonly severity?: Severity;
  /** One of the rule's `casesOnRequest`. */
  readonly onRequest?: true;
  /** Data for later code that the location lacks. Not in any report. */
  readonly about?: About;
}

/** The object of a finding, if its location may contain several. */
export interface About {
  readonly call?: PackageCall;
  readonly command?: ShellCommand;
  /** Name of a program. */
  readonly program?: string;
  readonly port?: ExposedPort;
  /** One of the host that a container shares. */
  readonly namespace?: "network" | "pid" | "ipc" | "userns" | "uts";
  /** Host path of a mount. */
  readonly hostPath?: string;
  /** Permissions of a pod's account. */
  readonly rights?: "all" | "secrets";
  /** Of an object of Kubernetes: `Service`. */
  readonly kind?: string;
  /** A label that has to have a form, and whether it is empty. */
  readonly label?: { readonly form: string; readonly empty: boolean };
  /** A variable: `$NAME` or `${NAME}`, and not `${NAME:-x}`. */
  readonly plain?: boolean;
  /** A source of COPY: `.dockerignore` names it itself. */
  readonly ignoredByName?: boolean;
  /** Files and folders of an image. */
  readonly paths?: readonly string[];
  /** A package manager that ran while an image was built. */
  readonly ran?: { readonly manager: string; readonly verb: string };
  /** Effect of a disabled check. */
  readonly effect?: string;
  /** An archive that a command unpacks, and whether its options have a dash. */
  readonly unpacked?: { readonly name: string; readonly dashed: boolean };
  /** The first finding of its kind in the RUN: tools that judge a RUN as a whole say it once. */
  readonly firstInRun?: boolean;
  /** A variable that contains a secret, by its name and value, or may contain one. */
  readonly secret?: { readonly name: string; readonly sure: boolean };
  /** How a check is switched off: `curl -k`, `GIT_SSL_NO_VERIFY=1`. */
  readonly switchedOff?: string;
  /** The list with the judged member, if the location does not show it: the same object for each member. */
  readonly list?: object;
  /** Why Docker refuses the file. */
  readonly fault?: FaultKind;
  /** A file with the login of a service. */
  readonly isLogin?: boolean;
  /** Of ShellCheck: `SC2086`. */
  readonly code?: string;
}
