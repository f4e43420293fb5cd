import { buildChoiceParser } from "@stricli/core";
import { failLevels } from "../domain/finding/fail-on.ts";
import { renderers } from "../domain/report/rendered.ts";
import { rulesThatBegin } from "./rules-that-begin.ts";

/** An optional text. */
export const textFlag = (brief: string, placeholder: string) =>
  ({ kind: "parsed", parse: String, optional: true, placeholder, brief }) as const;

/** A switch that is off by default. */
export const switchFlag = (brief: string) => ({ kind: "boolean", brief, default: false, withNegated: false }) as const;

/** Flag definitions that several verbs share. */
export const quietFlag = {
  kind: "boolean",
  brief: "No progress on stderr, only the result.",
  default: false,
  withNegated: false,
} as const;
export const configFlag = {
  kind: "parsed",
  parse: String,
  brief: "Use this hullproof.yaml instead of the nearest one.",
  optional: true,
  placeholder: "FILE",
} as const;
export const outputFlag = {
  kind: "parsed",
  parse: String,
  brief: "Write the result to FILE instead of stdout.",
  optional: true,
  placeholder: "FILE",
} as const;
export const modeFlag = {
  kind: "parsed",
  parse: fileMode,
  brief: "Permissions of written files, such as 0644; default 0600, readable by you alone.",
  optional: true,
  placeholder: "OCTAL",
} as const;
export const progressFlag = {
  kind: "enum",
  values: ["auto", "plain", "json", "none"],
  brief: "Progress on stderr: auto shows it on a terminal only, plain one line a stage, json one event a line.",
  default: "auto",
} as const;

export const proveAgainAfterFlag = textFlag(
  "Until when the proof counts as current, from today: 30d, 12w, 1y. Default: that of hullproof.yaml, else 90d.",
  "AGE",
);

export const basesFlag = {
  kind: "enum",
  values: ["auto", "none"],
  brief: "auto asks the local engine, if there is one, about base images that it already has; nothing is pulled.",
  default: "auto",
} as const;

export const categoryFlag = {
  kind: "parsed",
  parse: (text: string) => {
    if (/^[\w.:/@-]+$/.test(text)) return text;
    throw new SyntaxError(`${JSON.stringify(text)} is no category: letters, digits and - _ . : / @`);
  },
  brief: "In SARIF: what the results belong to. Code scanning takes what is missing for fixed only within a category.",
  optional: true,
  placeholder: "NAME",
} as const;

export const intoFlag = textFlag("Write it into this Kubernetes manifest, all else of which stays as it is.", "FILE");
export const containerFlag = textFlag(
  "With --into: the container to edit. Default: the one whose image has the profile's name.",
  "NAME",
);

export const profileFlag = {
  kind: "parsed",
  parse: String,
  brief: "Compare containers with this profile; may be repeated. Default: those in .hullproof beside a file.",
  optional: true,
  variadic: true,
  placeholder: "FILE",
} as const;

export const kubernetesFlag = textFlag(
  "Version of Kubernetes whose API and Pod Security Standards judge manifests. Default: 1.35.",
  "VERSION",
);

export const renderFlag = {
  kind: "parsed",
  parse: buildChoiceParser(renderers),
  proposeCompletions: (partial: string) => renderers.filter((one) => one.startsWith(partial)),
  brief: `Render charts or kustomizations with your own helm, or kustomize or kubectl, and check what they print. May be repeated. [${renderers.join("|")}]`,
  optional: true,
  variadic: true,
  placeholder: "PROGRAM",
} as const;

/** A chart has no file to write a fix to. */
export const renderKustomizeFlag = {
  kind: "enum",
  values: ["kustomize"],
  brief: "Fix what your own kustomize or kubectl makes of a kustomization, by a patch that it names from then on.",
  optional: true,
} as const;

export const renderIntoFlag = {
  ...renderKustomizeFlag,
  brief:
    "With --into: your own kustomize or kubectl renders the kustomization there, and what changes becomes a patch that it names.",
} as const;

export const valuesFlag = {
  kind: "parsed",
  parse: String,
  brief: "With --render helm: values laid over those of the chart, as `helm template --values`. May be repeated.",
  optional: true,
  variadic: true,
  placeholder: "FILE",
} as const;

export const podmanFlag = textFlag("Version of Podman whose generator judges Quadlet units. Default: 5.4.", "VERSION");

export const shellcheckFlag = {
  kind: "enum",
  values: ["auto", "none"],
  brief: "auto runs ShellCheck on every RUN, if it is installed.",
  default: "auto",
} as const;

export const failOnFlag = {
  kind: "enum",
  values: failLevels,
  brief: "Exit 1 when there is a finding of this severity or above.",
  default: "error",
} as const;

export const baselineFlag = textFlag(
  "An earlier report in JSON, or what `hullproof baseline` wrote: only what is new beside it fails.",
  "FILE",
);
export const baselineOrCommitFlag = textFlag(
  "An earlier report in JSON, what `hullproof baseline` wrote, or a commit (main, origin/main, HEAD~1): only what is new beside it fails.",
  "FILE|COMMIT",
);

export const enforceFlag = {
  kind: "parsed",
  parse: String,
  brief:
    "Rule that nothing in a repository can silence or soften: an id, `PRACTICE/*`, or `*` for all. May be repeated.",
  proposeCompletions: rulesThatBegin,
  optional: true,
  variadic: true,
  placeholder: "RULE",
} as const;

export const noInlineIgnoresFlag = switchFlag("Comments in files silence nothing, those for other tools neither.");

export const allowRulesFlag = switchFlag(
  "Run the rules that policy.ruleFiles of the target's hullproof.yaml names: they are code, with your rights.",
);

/** One of `values`, the first by default. The names come from a directory listing, so they are not literal types. */
export function choiceFlag(values: readonly [string, ...string[]], brief: string) {
  return {
    kind: "parsed",
    parse: buildChoiceParser(values),
    proposeCompletions: (partial: string) => values.filter((one) => one.startsWith(partial)),
    brief: `${brief} [${values.join("|")}]`,
    default: values[0],
    placeholder: "NAME",
  } as const;
}

export function formatFlag(values: readonly [string, ...string[]]) {
  return choiceFlag(values, "How to show the result.");
}

export const allFlag = {
  kind: "boolean",
  brief: "Also report what is true of nearly every file and a fault in few (`hullproof rules` marks these rules).",
  default: false,
  withNegated: false,
} as const;

/** Read and write for the owner only. Output files are never set-uid or world-writable. */
function fileMode(text: string): number {
  const mode = /^0?[0-7]{3}$/.test(text) ? Number.parseInt(text, 8) : 0;
  if ((mode & 0o600) === 0o600 && (mode & 0o002) === 0) return mode;
  throw new SyntaxError(`${text} is not a mode such as 0600, 0640 or 0644`);
}

export function isoDate(text: string): string {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  if (at === undefined || Number.isNaN(at.getTime()) || !at.toISOString().startsWith(text))
    throw new Error(`${text} is not a date; write it as 2026-11-24`);
  return text;
}
