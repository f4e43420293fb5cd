import { buildCommand } from "@stricli/core";
import { Failure } from "../domain/failure.ts";
import { guardText } from "../reports/content/guard-text.ts";
import type { CliContext } from "./cli-context.ts";
import { allowRulesFlag, switchFlag } from "./flags.ts";
import { openSession } from "./session.ts";

export const lspCommand = buildCommand<{ readonly stdio: boolean; readonly allowRules: boolean }, [], CliContext>({
  docs: {
    brief: "Language server for editors: findings while you type, safe fixes, hovers",
    fullDescription: [
      "Speaks the Language Server Protocol on stdin and stdout, and is started by an editor: docs/guide/editors.md has its settings for VS Code,",
      "Neovim, Helix, Zed and JetBrains. It judges what stands in the editor, saved or not: Dockerfiles, Compose files, Kubernetes manifests,",
      "Quadlet units, and run lines in Markdown, scripts, makefiles, CI files and units. It starts no engine, opens no connection and runs nothing of a repository,",
      "but with --allow-rules the rules of the workspace's hullproof.yaml: an editor passes that in workspaces that you trust, and in no others.",
      "",
      "Example:  hullproof lsp --stdio",
      "",
      "Exit 0: the editor shut it down. 1: it left without a word.",
    ].join("\n"),
  },
  parameters: {
    flags: { stdio: switchFlag("As many editors call it; there is no other way."), allowRules: allowRulesFlag },
  },
  async func({ allowRules }) {
    const { openInput } = this;
    if (openInput === undefined)
      throw new Failure("bad-usage", "there is no standard input to speak on", { hint: "An editor starts it." });
    const { serveLsp } = await import("../servers/lsp/serve-lsp.ts");
    await using session = openSession(this, {
      quiet: true,
      progress: "none",
      bases: "auto",
      shellcheck: "auto",
      allowRules,
    });
    const isShut = await serveLsp({
      input: openInput(),
      write: (text) => this.process.stdout.write(text, "json"),
      guard: (json) => guardText(json, "json"),
      log: (message) => this.process.stderr.write(`hullproof: ${message}\n`),
      context: session.context,
    });
    if (!isShut) this.process.exitCode = 1;
  },
});
