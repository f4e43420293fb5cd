// What hullproof prints of texts and images, in every format: none may hold a secret.
import { formats } from "../../src/reports/index.ts";
import type { Verb } from "../../src/reports/format.ts";

/** A call of the command line, whose target comes last. */
export interface Call {
  readonly args: readonly string[];
  /** Formats that the same result is written in. */
  readonly formats: readonly string[];
}

const formatsOf = (verb: Verb): readonly string[] =>
  formats.filter(({ suits }) => suits.includes(verb)).map(({ name }) => name);
const quiet = ["--progress", "none"];
const alone = [...quiet, "--bases", "none"];
const suggested = [
  "--suggested",
  ...["secrets/in-env-flag", "capabilities/privileged", "build/legacy-env", "build/maintainer"].flatMap((rule) => [
    "--rule",
    rule,
  ]),
];

/** Of a folder of texts. */
export const callsOfTexts: readonly Call[] = [
  { args: ["check", ...alone, "--shellcheck", "none", "--all"], formats: formatsOf("check") },
  { args: ["fix", ...alone], formats: [] },
  { args: ["fix", ...alone, "--format", "json"], formats: [] },
  { args: ["fix", ...alone, ...suggested], formats: [] },
  { args: ["fix", ...alone, ...suggested, "--format", "json"], formats: [] },
];

/** Of an archive of an image. */
export const callsOfImages: readonly Call[] = [
  { args: ["check", ...alone, "--all"], formats: formatsOf("check") },
  { args: ["inspect", ...quiet], formats: formatsOf("inspect") },
  { args: ["scan", ...quiet, "--updates", "none"], formats: formatsOf("scan") },
];
