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
import { fleetRoutes } from "./fleet/routes.ts";
import { hardenCommand } from "./harden.ts";
import { initCommand } from "./init.ts";
import { inspectCommand } from "./inspect.ts";
import { learnCommand } from "./learn.ts";
import { lspCommand } from "./lsp.ts";
import { mcpCommand } from "./mcp.ts";
import { overviewCommand } from "./overview.ts";
import { rulesCommand } from "./rules.ts";
import { scanCommand } from "./scan.ts";
import { formatError } from "./format-error.ts";
import { verifyCommand } from "./verify.ts";
import { viewCommand } from "./view.ts";

const routes = buildRouteMap({
  docs: {
    brief: "Containers hardened, with proof: find, fix, build, run, learn, emit, run again, show the evidence",
    fullDescription: [
      "Containers hardened, with proof: find, fix, build, run, learn, emit, run again, show the evidence",
      "",
      "`hullproof` alone looks at this folder and says what to do next; `hullproof COMMAND --help` has the flags of a command, and an example.",
    ].join("\n"),
  },
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
    fleet: fleetRoutes,
    explain: explainCommand,
    rules: rulesCommand,
    lsp: lspCommand,
    mcp: mcpCommand,
    completions: completionsCommand,
    overview: overviewCommand,
    init: initCommand,
  },
});

/** Help for all verbs. */
export function asksForAll([first]: readonly string[]): boolean {
  return first === "--help" || first === "-h";
}

/** The command line: its verbs and its error reporting. The help of all verbs (`brief`) lists no flags, since each verb has its own help. */
export function buildApp(version: string, brief = false): Application<CliContext> {
  return buildApplication(routes, {
    name: "hullproof",
    versionInfo: { currentVersion: version },
    scanner: { caseStyle: "allow-kebab-for-camel", allowArgumentEscapeSequence: true },
    documentation: { caseStyle: "convert-camel-to-kebab", disableAnsiColor: true, onlyRequiredInUsageLine: brief },
    determineExitCode: () => 2,
    localization: {
      text: {
        ...text_en,
        exceptionWhileRunningCommand: (error) => formatError(error, process.env),
        exceptionWhileLoadingCommandFunction: (error) => formatError(error, process.env),
        exceptionWhileParsingArguments: (error, colour) =>
          `${text_en.exceptionWhileParsingArguments.call(text_en, error, colour)}\n  \`hullproof COMMAND --help\` shows what is possible.`,
      },
    },
  });
}
