import { basename, dirname } from "node:path";
import { type Document, isNode, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { type Config, emptyConfig } from "../../domain/settings/config.ts";
import { currentRuleId } from "../../domain/finding/former-rule-ids.ts";
import type { RuleId } from "../../domain/finding/practice.ts";
import { defaultProofDays } from "../../domain/profile/proof-days.ts";
import { Failure } from "../../domain/failure.ts";
import type { Span } from "../../domain/finding/span.ts";
import { formerKeysIn, toBudgets } from "./config-budgets.ts";
import { toFleet } from "./config-fleet.ts";
import { configShape } from "./config-shape.ts";
import { toWorkload } from "./config-workload.ts";
import { toDays } from "../../text/age.ts";
import { defined } from "../../text/defined.ts";
import { withinTime } from "../bounded/time-limit.ts";
import { limits } from "../files/limits.ts";
import { atFolder } from "../files/read-named.ts";
import { refusalFailure } from "../files/refused.ts";
import { yamlProblem, yamlValue } from "./yaml-value.ts";

/**
 * Reads `hullproof.yaml`; messages call it `displayPath`. A missing file is an empty configuration; any other error
 * is `bad-config` with its line.
 */
export async function readConfig(file: string, displayPath = file): Promise<Config> {
  const read = atFolder(dirname(file), (beneath) => beneath.read(basename(file), limits.config));
  if (!("refused" in read)) return { ...parseConfig(displayPath, read.bytes.toString("utf8"), dirname(file)), file };
  if (read.refused === "missing") return emptyConfig;
  throw refusalFailure(displayPath, read);
}

/** `folder` is the base of host paths. */
export function parseConfig(file: string, text: string, folder = ""): Config {
  return withinTime(parseMs, file, () => parse(file, text, folder));
}

/** Milliseconds: nested aliases and thousands of entries cost more than any real file. */
const parseMs = 3_000;
const hint =
  "The schema is docs/schema/hullproof.schema.json; examples/app-python/hullproof.yaml is a working example.";

function parse(file: string, text: string, folder: string): Config {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const wrong = document.errors[0];
  if (wrong !== undefined) {
    const at = lines.linePos(wrong.pos[0]);
    throw new Failure("bad-config", `${file}:${at.line}:${at.col}: ${yamlProblem(wrong)}`, { hint });
  }
  const parsed = configShape.safeParse(
    yamlValue(document, 100, (problem) => new Failure("bad-config", `${file}: ${problem}`, { hint })) ?? {},
  );
  if (parsed.success) {
    return { ...toConfig(parsed.data, folder, (index) => spanOf(document, ["ignores", index])), text };
  }
  const { path, message } = mostTellingProblem(parsed.error.issues);
  const at = placeOf(document, path, lines);
  throw new Failure(
    "bad-config",
    `${at === undefined ? file : `${file}:${at.line}:${at.col}`}: ${path.join(".") || "the file"}: ${message}`,
    { hint },
  );
}

interface Problem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** The most specific problem: a misspelled key explains the missing field; of a union, the branch that matches best. */
function mostTellingProblem(issues: readonly z.core.$ZodIssue[]): Problem {
  const issue = issues.find(({ code }) => code === "unrecognized_keys") ?? issues[0];
  if (issue === undefined) return { path: [], message: "invalid" };
  if (issue.code === "unrecognized_keys")
    return { path: [...issue.path, ...issue.keys.slice(0, 1)], message: "no such key" };
  if (issue.code !== "invalid_union") return { path: issue.path, message: issue.message };
  const branches = issue.errors.map(mostTellingProblem).sort((a, b) => b.path.length - a.path.length);
  const [first] = branches;
  return { path: [...issue.path, ...(first?.path ?? [])], message: first?.message ?? issue.message };
}

/** From the node's first character to the end of its value. */
function spanOf(document: Document.Parsed, path: readonly PropertyKey[]): Span {
  const node = document.getIn(path, true);
  const [start = 0, end = 0] = isNode(node) ? (node.range ?? []) : [];
  return { start, end };
}

/** Location of the value at `path`, or of the nearest enclosing value in the file. */
function placeOf(
  document: Document.Parsed,
  path: readonly PropertyKey[],
  lines: LineCounter,
): { line: number; col: number } | undefined {
  for (let length = path.length; length >= 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]);
  }
  return undefined;
}

function byCurrentId<Setting>(settings: Readonly<Record<string, Setting>>): Readonly<Record<string, Setting>> {
  return Object.fromEntries(Object.entries(settings).map(([id, setting]) => [currentRuleId(id), setting]));
}

function toConfig(data: z.infer<typeof configShape>, folder: string, ignoreSpan: (index: number) => Span): Config {
  const {
    workload: raw,
    build,
    ignores,
    vulnerabilities,
    policy,
    proof,
    budgets,
    registries,
    advisories,
    base,
    fleet,
    ...rest
  } = data;
  return {
    ...rest,
    rules: byCurrentId(rest.rules),
    paths: rest.paths.map((one) => ({ ...one, rules: byCurrentId(one.rules) })),
    policy: defined({
      ...policy,
      enforce: policy.enforce?.map(currentRuleId),
      rules: policy.rules?.map((one) => ({ ...defined(one), id: one.id as RuleId })),
    }),
    proof: { days: toDays(proof.proveAgainAfter) ?? defaultProofDays },
    budgets: toBudgets(budgets),
    formerKeys: formerKeysIn(budgets),
    build: defined(build),
    base: defined(base),
    ...(registries && { registries: defined(registries) }),
    ...(advisories && { advisories: defined(advisories) }),
    ...(fleet && { fleet: toFleet(fleet) }),
    vulnerabilities: { ignore: vulnerabilities.ignore.map((one) => defined(one)) },
    ignores: ignores.map((one, index) => ({ ...defined(one), rule: currentRuleId(one.rule), span: ignoreSpan(index) })),
    ...(raw && { workload: toWorkload(raw, folder) }),
  };
}
