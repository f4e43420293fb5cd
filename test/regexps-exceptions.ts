const window =
  "A detector looks at a window of `reach` bytes behind a keyword, at most 100,000 times a file (scan.ts); recheck does not know (?i:...)";
const limited = "Every repetition in it has a small limit, so the work at each place of the text is bounded";
const name = "A text of more than 1,000 characters is refused before it is matched";

/**
 * Patterns that recheck calls vulnerable, or on which it comes to no answer, and that stay. `what` is their beginning; `why` says what
 * bounds the work all the same. One whose text has a limit is better handed to `bounded`, and needs no line here up to 1,024.
 */
export const exceptions: readonly { readonly file: string; readonly what: string; readonly why: string }[] = [
  { file: "src/facts/secrets/detectors/", what: "", why: window },
  { file: "src/data/programs/languages.ts", what: '^BUILD_TYPE="commercial"', why: `${limited}: twenty lines` },
  { file: "src/facts/packages/ruby/gemspec.ts", what: '(?:"([^"', why: `${limited}: 512 characters` },
  {
    file: "src/proof/judge/shape.ts",
    what: "",
    why: `${limited}: nine digits, six letters or the first eighty characters of a line`,
  },
  { file: "src/formats/dockerfile/image-name.ts", what: "^(?:((?:", why: name },
  { file: "src/rules/dockerfile-quality/stages/image-name.ts", what: "^([a-z0-9]+", why: name },
];

/** `new RegExp(...)` within a function: what it may hold, and what bounds the work. */
export const madeWhenCalled: readonly { readonly file: string; readonly why: string }[] = [
  { file: "src/facts/packages/maven/coordinates.ts", why: "A key of ours in a linear pattern, once a line" },
  { file: "src/facts/secrets/allowed.ts", why: "Called while the module is loaded, so what it makes is checked" },
  {
    file: "src/facts/secrets/detectors/azure.ts",
    why: "Called while the module is loaded, so what it makes is checked",
  },
  {
    file: "src/facts/secrets/detectors/tokens.ts",
    why: "Called while the module is loaded, so what it makes is checked",
  },
  { file: "src/facts/secrets/password-options.ts", why: "Joins patterns of ours, each checked, with `|`" },
  {
    file: "src/facts/repository/image-names.ts",
    why: "Words of letters, digits and dashes in linear patterns, a few times a step of a workflow",
  },
  { file: "src/proof/trial/lifecycle/ready.ts", why: "A pattern of the workload, which a user wrote or consented to" },
  {
    file: "src/facts/requests/earlier-answers.ts",
    why: "Patterns of ours with the name of a field, whose letters are escaped; each run is bounded or of one class",
  },
  {
    file: "src/proof/trial/steps/capture-values.ts",
    why: "A pattern of the workload, which a user wrote or consented to",
  },
  {
    file: "src/proof/trial/steps/response-text.ts",
    why: "A pattern of the workload, which a user wrote or consented to",
  },
  { file: "src/schema/stored.ts", why: "Only whether a pattern of the workload can be read" },
  {
    file: "src/peers/checkov/tls-checks.ts",
    why: "Called while the module is loaded, so what it makes is checked",
  },
  { file: "src/proof/judge/shape.ts", why: "Words of ours, compared with one word" },
  {
    file: "src/rules/dockerfile-quality/labels/label-forms.ts",
    why: "Numbers and parts of a version between fixed dots; a label of the Dockerfile",
  },
  {
    file: "src/rules/cleanup/list-members.ts",
    why: "Blanks and continuations between two commands, read once from the left",
  },
  {
    file: "src/rules/secrets/secret-mount.ts",
    why: "The name of one variable, which holds letters, digits and underscores",
  },
];
