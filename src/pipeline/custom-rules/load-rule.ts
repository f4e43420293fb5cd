import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { Failure } from "../../domain/failure.ts";
import { severities } from "../../domain/finding/finding.ts";
import { customFactNames, customRuleIdForm, type CustomRule } from "../../rules/custom-rule.ts";
import type { Rule } from "../../rules/rule.ts";
import { adaptRule } from "./adapt-rule.ts";
import type { CustomRuleText, RuleFile } from "../rule-runs/custom-rules.ts";
import { wrongExample } from "./wrong-example.ts";

/** Only the outer shape is validated; the parts belong to the rule. */
const part = z.exactOptional(z.record(z.string(), z.unknown()));
const parts = z.exactOptional(z.array(z.unknown()).max(1_000));
const imageExample = z.strictObject({
  os: part,
  packages: parts,
  configuration: part,
  layers: part,
  programs: parts,
  privileges: part,
});

const shape = z.strictObject({
  id: z.string().regex(customRuleIdForm, "a chapter, and a name that begins with own-: build/own-no-curl"),
  title: z.string().min(1).max(200),
  why: z.string().min(1).max(4_000),
  severity: z.enum(severities),
  needs: z.array(z.enum(customFactNames)).min(1),
  examples: z
    .array(
      z.discriminatedUnion("kind", [
        z.strictObject({
          kind: z.enum(["dockerfile", "document", "compose", "manifest", "unit"]),
          bad: z.string().max(65_536),
          good: z.string().max(65_536),
        }),
        z.strictObject({ kind: z.literal("image"), bad: imageExample, good: imageExample }),
      ]),
    )
    .min(1)
    .max(50),
  check: z.custom<CustomRule["check"]>(
    (value) => typeof value === "function",
    "a generator function: *check(facts) { ... }",
  ),
});

/** The bundle's files are scripts, in which Node's own import is experimental: bin/program.js provides the import of a module. */
const lent = (globalThis as { [slot: symbol]: unknown })[Symbol.for("hullproof.import")];
const importFile = (lent ?? ((url: string) => import(url))) as (url: string) => Promise<unknown>;

interface Loaded {
  readonly rule: Rule;
  readonly custom: CustomRule;
}

const loaded = new Map<string, Promise<Loaded>>();

/**
 * Loads the rule that a file default-exports, and tests it by its examples. Runs its code in this thread, which must be one that can be ended. Throws `bad-config`.
 */
export async function loadRule(file: RuleFile): Promise<Rule> {
  return (await loadOnce(file)).rule;
}

export async function loadRuleText(file: RuleFile): Promise<CustomRuleText> {
  const { id, title, why, severity, needs, examples } = (await loadOnce(file)).custom;
  return { rule: id, title, why, severity, needs, examples };
}

function loadOnce(file: RuleFile): Promise<Loaded> {
  const pending = loaded.get(file.path) ?? load(file);
  loaded.set(file.path, pending);
  return pending;
}

async function load({ path, shown }: RuleFile): Promise<Loaded> {
  provideOwnModule();
  const custom = parseRule(shown, await importRule(path, shown));
  const rule = adaptRule(custom);
  for (const [at, example] of custom.examples.entries()) {
    const wrong = orThrown(() => wrongExample(rule, example));
    if (wrong !== undefined) throw ruleFailure(shown, `example ${at + 1} of ${rule.id}: ${wrong}`);
  }
  return { rule, custom };
}

/** An unreadable text is an invalid example. */
function orThrown(act: () => string | undefined): string | undefined {
  try {
    return act();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function importRule(path: string, displayPath: string): Promise<unknown> {
  try {
    return ((await importFile(pathToFileURL(path).href)) as { readonly default?: unknown }).default;
  } catch (error) {
    const { name = "Error", message = String(error) } = error as Partial<Error>;
    throw ruleFailure(displayPath, `it can't be loaded: ${name}: ${message}`, error);
  }
}

function parseRule(displayPath: string, value: unknown): CustomRule {
  if (value === undefined)
    throw ruleFailure(displayPath, "it has no default export: export default defineRule({ ... })");
  const read = shape.safeParse(value);
  // Uses the validated copy, since getters may return other values later.
  if (read.success) {
    return { ...(read.data as unknown as CustomRule), check: (facts) => (value as CustomRule).check(facts) };
  }
  const [issue] = read.error.issues;
  const at = issue?.code === "unrecognized_keys" ? issue.keys[0] : issue?.path.join(".");
  throw ruleFailure(
    displayPath,
    `what it exports is no rule: ${at === undefined || at === "" ? "it" : at}: ${issue?.message ?? "?"}`,
  );
}

function ruleFailure(displayPath: string, problem: string, cause?: unknown): Failure {
  return new Failure("bad-config", `${displayPath}: ${problem}`, {
    hint: "docs/guide/own-rules.md shows a rule that works; `hullproof rules --allow-rules` loads them all.",
    cause,
  });
}

let isProvided = false;

/** Resolves `hullproof/rules` for a file in a repository without an installed hullproof. Its types are erased at run time. */
function provideOwnModule(): void {
  if (isProvided) return;
  isProvided = true;
  const url = "hullproof:rules";
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === "hullproof/rules" ? { url, format: "module", shortCircuit: true } : next(specifier, context),
    load: (address, context, next) =>
      address === url
        ? { format: "module", source: "export const defineRule = (rule) => rule;\n", shortCircuit: true }
        : next(address, context),
  });
}
