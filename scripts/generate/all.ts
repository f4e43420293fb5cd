import { globSync } from "node:fs";
import { join } from "node:path";
import type { Rule } from "../../src/rules/rule.ts";
import { domainTypes } from "./domain-types.ts";
import { configReference } from "./config-reference.ts";
import { configSchema } from "./config-schema.ts";
import {
  advisoriesSchemaFile,
  emitSchemaFile,
  fixSchemaFile,
  profileSchemaFile,
  progressSchemaFile,
  reportSchema,
  reportShapeFile,
} from "./report-schema.ts";
import { dialectList } from "./dialect-list.ts";
import { enginesPageFile } from "./engines-page.ts";
import { fleetApi } from "./fleet-api.ts";
import { formatIndex } from "./format-index.ts";
import { indexFiles } from "./index-files.ts";
import { lawTable, lintConfig } from "./lint-config.ts";
import { manField, manPages } from "./man-pages.ts";
import { inflateModule } from "./inflate-module.ts";
import { proofPage } from "./proof-page.ts";
import { ruleFiles, ruleIdOf } from "./rule-index.ts";
import { tutorialFile } from "./tutorial.ts";
import { podCoverage } from "./pod-coverage.ts";
import { premisePage } from "./premise-page.ts";
import { ruleOverview, rulePage, runCoverage } from "./rule-pages.ts";

export interface GeneratedFile {
  /** Relative to the repository. */
  readonly path: string;
  readonly text: string;
}

/** Everything that is written from something else, as it should be now. Rules are read from the folder, not from the index. */
export async function generatedFiles(root: string): Promise<GeneratedFile[]> {
  const files = ruleFiles(root);
  const rules = await Promise.all(
    files.map(async (file) => ((await import(join(root, "src/rules", file))) as { default: Rule }).default),
  );
  return [
    ...indexFiles(root),
    ...rules.map((rule, at) => rulePage(rule, files[at] ?? "")),
    ruleOverview(rules),
    runCoverage(rules),
    podCoverage(rules),
    premisePage(rules),
    lintConfig(root),
    lawTable(root),
    ...proofPage(root),
    await formatIndex(root),
    ...domainTypes(),
    reportSchema(),
    reportShapeFile(),
    profileSchemaFile(),
    progressSchemaFile(),
    emitSchemaFile(),
    fixSchemaFile(),
    advisoriesSchemaFile(),
    fleetApi(),
    configSchema(),
    configReference(),
    dialectList(),
    ...manPages(),
    manField(root),
    await inflateModule(root),
    await enginesPageFile(),
    await tutorialFile(root),
  ];
}

/** Pages of rules that no longer exist. */
export function staleRulePages(root: string): string[] {
  const wanted = new Set(ruleFiles(root).map((file) => `docs/rules/${ruleIdOf(file)}.md`));
  return globSync("docs/rules/*/*.md", { cwd: root })
    .filter((path) => !wanted.has(path))
    .sort();
}
