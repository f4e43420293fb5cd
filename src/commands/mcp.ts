import { buildCommand } from "@stricli/core";
import { Failure } from "../domain/failure.ts";
import { guardText } from "../reports/content/guard-text.ts";
import type { CliContext } from "./cli-context.ts";
import { switchFlag } from "./flags.ts";

export const mcpCommand = buildCommand<{ readonly allowEngine: boolean }, string[], CliContext>({
  docs: {
    brief: "Server for coding agents (MCP): check, explain, plan, scan, inspect, emit, and prove with consent",
    fullDescription: [
      "Speaks the Model Context Protocol (2026-07-28, and 2024-11-05 to 2025-11-25) on stdin and stdout, and is started by an agent: docs/guide/agents.md.",
      "Its tools write nothing and start nothing, but `prove`: that builds and runs a folder on the engine, and each call asks the person first, unless",
      "--allow-engine says that it may. Only files beneath ROOT are read; default: the current folder.",
      "",
      "Example:  hullproof mcp",
      "          hullproof mcp --allow-engine services/shop",
      "",
      "Exit 0: the agent left.",
    ].join("\n"),
  },
  parameters: {
    positional: {
      kind: "array",
      parameter: { brief: "Folder whose files may be read", parse: String, placeholder: "ROOT" },
    },
    flags: { allowEngine: switchFlag("`prove` may build and run without asking.") },
  },
  async func({ allowEngine }, ...roots) {
    const { openInput, runVerb, cwd, version, signal } = this;
    if (openInput === undefined || runVerb === undefined)
      throw new Failure("bad-usage", "there is no standard input to speak on", { hint: "An agent starts it." });
    const { serveMcp } = await import("../servers/mcp/serve-mcp.ts");
    await serveMcp({
      input: openInput(),
      write: (text) => this.process.stdout.write(text, "json"),
      guard: (json) => guardText(json, "json"),
      log: (message) => this.process.stderr.write(`hullproof: ${message}\n`),
      roots: roots.length > 0 ? roots : ["."],
      cwd,
      version,
      allowEngine,
      runVerb,
      signal,
    });
  },
});
