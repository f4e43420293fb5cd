import { buildApplication, buildRouteMap, text_en, type Application } from "@stricli/core";
import type { CliContext } from "./cli-context.ts";
import { auditCommand } from "./audit.ts";
import { advisoriesRoutes } from "./advisories/routes.ts";
import { baseCommand } from "./base.ts";
import { baselineCommand } from "./baseline.ts";
import { checkCommand } from "./check.ts";
import { completionsCommand } from "./completions.ts";
import { emitCommand } from "./emit.ts";
import { explainCommand } from "./explain.ts";
import { fixCommand } from "./fix.ts";
import { hardenCommand } from "./harden.ts";
import { initCommand } from "./init.ts";
import { inspectCommand } from "./inspect.ts";
import { learnCommand } from "./learn.ts";
import { lspCommand } from "./lsp.ts";
import { mcpCommand } from "./mcp.ts";
import { overviewCommand } from "./overview.ts";
import { rulesCommand } from "./rules.ts";
import { scanCommand } from "./scan.ts";
import { tell } from "./tell.ts";
import { verifyCommand } from "./verify.ts";
import { viewCommand } from "./view.ts";

const routes = buildRouteMap({
  docs: { brief: "Containers hardened, with proof: find, fix, build, run, learn, emit, run again, show the evidence" },
  routes: {
    check: checkCommand,
    fix: fixCommand,
    harden: hardenCommand,
    base: baseCommand,
    inspect: inspectCommand,
    scan: scanCommand,
    learn: learnCommand,
    verify: verifyCommand,
    emit: emitCommand,
    audit: auditCommand,
    view: viewCommand,
    baseline: baselineCommand,
    advisories: advisoriesRoutes,
    explain: explainCommand,
    rules: rulesCommand,
    lsp: lspCommand,
    mcp: mcpCommand,
    completions: completionsCommand,
    overview: overviewCommand,
    init: initCommand,
  },
});

/** The command line: its verbs, and how errors are reported. */
export function buildApp(version: string): Application<CliContext> {
  return buildApplication(routes, {
    name: "hullproof",
    versionInfo: { currentVersion: version },
    scanner: { caseStyle: "allow-kebab-for-camel", allowArgumentEscapeSequence: true },
    documentation: { caseStyle: "convert-camel-to-kebab", disableAnsiColor: true },
    determineExitCode: () => 2,
    localization: {
      text: {
        ...text_en,
        exceptionWhileRunningCommand: (error) => tell(error, process.env),
        exceptionWhileLoadingCommandFunction: (error) => tell(error, process.env),
        exceptionWhileParsingArguments: (error, colour) =>
          `${text_en.exceptionWhileParsingArguments.call(text_en, error, colour)}\n  \`hullproof COMMAND --help\` shows what is possible.`,
      },
    },
  });
}
