import { basename, dirname, isAbsolute } from "node:path";
import * as vscode from "vscode";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";

let client: LanguageClient | undefined;

/** Called by VS Code in folders that the user trusts, and in no others. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  context.subscriptions.push(vscode.commands.registerCommand("hullproof.prove", prove));
  const command = program();
  if (command === undefined) return;
  client = new LanguageClient(
    "hullproof",
    "hullproof",
    // The library adds --stdio.
    { command, args: ["lsp", ...allowRules()], transport: TransportKind.stdio },
    {
      documentSelector: ["dockerfile", "dockercompose", "yaml", "markdown", "shellscript"].map((language) => ({
        scheme: "file",
        language,
      })),
      initializationOptions: { commands: ["hullproof.prove"] },
    },
  );
  try {
    await client.start();
  } catch {
    void vscode.window.showErrorMessage(
      `hullproof did not start: ${command}. Install it, or name it in the setting hullproof.path.`,
    );
  }
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

/** Rules of a workspace are code: they are run where the user trusts it, and has said in their own settings that they may be. */
function allowRules(): readonly string[] {
  const wanted = vscode.workspace.getConfiguration("hullproof").get<boolean>("allowRules") === true;
  return wanted && vscode.workspace.isTrusted ? ["--allow-rules"] : [];
}

/** A relative path would be one of the folder that is open, whose program is not the user's. */
function program(): string | undefined {
  const path = vscode.workspace.getConfiguration("hullproof").get<string>("path") ?? "hullproof";
  if (isAbsolute(path) || basename(path) === path) return path;
  void vscode.window.showErrorMessage(`hullproof.path is ${path}: give a name of PATH or an absolute path.`);
  return undefined;
}

/** Runs `hullproof harden` on a Dockerfile's folder as a task, once the user agreed: without a shell, so that no name in it is a command. */
async function prove(given?: string): Promise<void> {
  const path = given ?? vscode.window.activeTextEditor?.document.uri.fsPath;
  const command = program();
  if (path === undefined || command === undefined) return;
  const folder = dirname(path);
  const go = "Build and run";
  const answer = await vscode.window.showWarningMessage(
    `Build ${folder} with the container engine and run its containers?`,
    { modal: true, detail: "The commands of its Dockerfile run. It takes minutes and writes .hullproof beside it." },
    go,
  );
  if (answer !== go) return;
  const run = new vscode.ProcessExecution(command, ["harden", "--", folder]);
  await vscode.tasks.executeTask(
    new vscode.Task({ type: "hullproof" }, vscode.TaskScope.Workspace, `harden ${basename(folder)}`, "hullproof", run),
  );
}
