import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { Failure } from "../../domain/failure.ts";
import { severities, type RuleText } from "../../domain/finding/finding.ts";
import { customFactNames, customRuleIdForm, type CustomRule } from "../../rules/custom-rule.ts";
import type { Rule } from "../../rules/rule.ts";
import { asRule } from "./as-rule.ts";
import type { RuleFile } from "./custom-rules.ts";
import { wrongExample } from "./wrong-example.ts";

const shape = z.strictObject({
  id: z.string().regex(customRuleIdForm, "a chapter, and a name that begins with own-: build/own-no-curl"),
  title: z.string().min(1).max(200),
  why: z.string().min(1).max(4_000),
  severity: z.enum(severities),
  needs: z.array(z.enum(customFactNames)).min(1),
  examples: z
    .array(
      z.strictObject({
        kind: z.enum(["dockerfile", "document", "compose", "manifest", "unit"]),
        bad: z.string().max(65_536),
        good: z.string().max(65_536),
      }),
    )
    .min(1)
    .max(50),
  check: z.custom<CustomRule["check"]>(
    (value) => typeof value === "function",
    "a generator function: *check(facts) { ... }",
  ),
});

const loaded = new Map<string, Promise<Rule>>();

/**
 * The rule that a file default-exports, held to its examples. Its code is run in this thread, which has to be one that can be ended. Throws `bad-config`.
 */
export function loadRule(file: RuleFile): Promise<Rule> {
  const known = loaded.get(file.path) ?? load(file);
  loaded.set(file.path, known);
  return known;
}

export async function loadRuleText(file: RuleFile): Promise<RuleText> {
  const { id, title, why, severity } = await loadRule(file);
  return { rule: id, title, why, severity };
}

async function load({ path, shown }: RuleFile): Promise<Rule> {
  provideOwnModule();
  const custom = parsed(shown, await imported(path, shown));
  const rule = asRule(custom);
  for (const [at, example] of custom.examples.entries()) {
    const wrong = orThrown(() => wrongExample(rule, example));
    if (wrong !== undefined) throw bad(shown, `example ${at + 1} of ${rule.id}: ${wrong}`);
  }
  return rule;
}

/** A text that no one can read is no example either. */
function orThrown(act: () => string | undefined): string | undefined {
  try {
    return act();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function imported(path: string, shown: string): Promise<unknown> {
  try {
    return ((await import(pathToFileURL(path).href)) as { readonly default?: unknown }).default;
  } catch (error) {
    const { name = "Error", message = String(error) } = error as Partial<Error>;
    throw bad(shown, `it can't be loaded: ${name}: ${message}`, error);
  }
}

function parsed(shown: string, value: unknown): CustomRule {
  if (value === undefined) throw bad(shown, "it has no default export: export default defineRule({ ... })");
  const read = shape.safeParse(value);
  // What was looked at, and not what the next look would give.
  if (read.success) {
    return { ...(read.data as unknown as CustomRule), check: (facts) => (value as CustomRule).check(facts) };
  }
  const [issue] = read.error.issues;
  const at = issue?.code === "unrecognized_keys" ? issue.keys[0] : issue?.path.join(".");
  throw bad(
    shown,
    `what it exports is no rule: ${at === undefined || at === "" ? "it" : at}: ${issue?.message ?? "?"}`,
  );
}

function bad(shown: string, problem: string, cause?: unknown): Failure {
  return new Failure("bad-config", `${shown}: ${problem}`, {
    hint: "docs/guide/own-rules.md shows a rule that works; `hullproof rules --allow-rules` loads them all.",
    cause,
  });
}

let isProvided = false;

/** `hullproof/rules` for a file in a repository where hullproof is not installed. Its types are gone when the file runs. */
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
