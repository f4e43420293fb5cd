import { basename, dirname, relative, sep } from "node:path";
import type { Context } from "../../pipeline/context.ts";
import { imageAt } from "../../pipeline/editor/image-at.ts";
import { imageKnown } from "../../pipeline/editor/image-known.ts";
import { proofBeside } from "../../pipeline/editor/proof-beside.ts";
import { ruleWords } from "../../pipeline/editor/rule-text.ts";
import { escapeReport } from "../../reports/content/escape-report.ts";
import { listAt, member, textAt, type Json } from "../rpc/json.ts";
import { codes, RpcError, type RpcConnection } from "../rpc/rpc-connection.ts";
import { codeActions, fixAllKind } from "./code-actions.ts";
import { openDiagnostics, type Diagnostics } from "./diagnostics.ts";
import { openDocuments, pathOf, type OpenDocument } from "./documents.ts";
import { findingHover, imageHover } from "./hover.ts";
import { openJudge, type JudgedDocument } from "./judge.ts";
import { proofTitle } from "./lenses.ts";
import { positionIn, rangeIn } from "./positions.ts";
import { watchParent } from "./watch-parent.ts";

export interface LanguageServer {
  request(method: string, params: unknown, signal: AbortSignal): Promise<unknown>;
  notified(method: string, params: unknown): void;
  /** Whether the editor sent `shutdown` before `exit`. */
  saidGoodbye(): boolean;
  close(): void;
}

/** Files whose changes affect findings elsewhere. */
const watchedGlobs = ["**/hullproof.yaml", "**/.dockerignore", "**/.hullproof/profile.json"];

/** The language server, independent of its transport. It starts no engine and runs nothing from a repository. */
export function openLanguageServer(options: {
  readonly peer: RpcConnection;
  readonly context: Context;
  readonly end: () => void;
}): LanguageServer {
  const { peer, context, end } = options;
  const documents = openDocuments();
  let state: "new" | "running" | "shut" = "new";
  let capabilities: unknown;
  let commands: readonly unknown[] = [];
  let roots: readonly string[] = [];
  let unwatch = (): void => {};

  const rootOf = (path: string): string =>
    roots
      .filter((root) => path.startsWith(root.endsWith(sep) ? root : root + sep))
      .toSorted((a, b) => b.length - a.length)[0] ?? dirname(path);
  const contextOf = (path: string, signal?: AbortSignal): Context => ({
    ...context,
    cwd: rootOf(path),
    buffers: documents.buffers(),
    ...(signal && { signal: context.signal === undefined ? signal : AbortSignal.any([context.signal, signal]) }),
  });
  let diagnostics: Diagnostics = openDiagnostics(peer, undefined);
  const judge = openJudge({
    current: (uri) => documents.get(uri),
    contextOf,
    done: (judged) => diagnostics.publish(judged),
  });

  function initialize(params: unknown): Json {
    capabilities = member(params, "capabilities");
    diagnostics = openDiagnostics(peer, capabilities);
    commands = listAt(params, "initializationOptions", "commands");
    const folders = listAt(params, "workspaceFolders").map((folder) => textAt(folder, "uri"));
    const folderUris = folders.length > 0 ? folders : [textAt(params, "rootUri")];
    roots = folderUris.flatMap((uri) => (uri === undefined ? [] : (pathOf(uri) ?? [])));
    unwatch = watchParent(member(params, "processId"), end);
    state = "running";
    return {
      capabilities: {
        positionEncoding: "utf-16",
        // Changes are sent as ranges.
        textDocumentSync: { openClose: true, change: 2 },
        codeActionProvider: { codeActionKinds: ["quickfix", fixAllKind] },
        ...diagnostics.capability,
        hoverProvider: true,
        codeLensProvider: {},
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
      serverInfo: { name: "hullproof", version: context.version },
    };
  }

  /** Requested only if the client supports it; without it the next change of a text shows the new findings. */
  function watchFiles(): void {
    if (member(capabilities, "workspace", "didChangeWatchedFiles", "dynamicRegistration") !== true) return;
    const watchers = watchedGlobs.map((globPattern) => ({ globPattern }));
    const registrations = [{ id: "files", method: "workspace/didChangeWatchedFiles", registerOptions: { watchers } }];
    peer.ask("client/registerCapability", { registrations }).catch(() => {});
  }

  async function actions(params: unknown): Promise<readonly Json[]> {
    const range = rangeIn(member(params, "range"));
    const judgedDocument = await judgedOf(params);
    if (judgedDocument === undefined || range === undefined) return [];
    const only = listAt(params, "context", "only").filter((one) => typeof one === "string");
    const versioned = member(capabilities, "workspace", "workspaceEdit", "documentChanges") === true;
    return codeActions(judgedDocument, { range, only, versioned }, contextOf(judgedDocument.document.path));
  }

  async function hover(params: unknown): Promise<Json> {
    const position = positionIn(member(params, "position"));
    const judgedDocument = await judgedOf(params);
    if (judgedDocument?.buffer === undefined || position === undefined) return null;
    const { document, buffer, shown } = judgedDocument;
    const offset = document.lines.offset(position);
    const image = imageAt(buffer, document.lines.text, offset);
    const knownImage = image && (await imageKnown(image.name, contextOf(document.path)));
    const findingsAtCursor = shown.filter(
      ({ range }) => document.lines.offset(range.start) <= offset && offset <= document.lines.offset(range.end),
    );
    const texts = [
      ...findingsAtCursor
        .slice(0, mostHovered)
        .map(({ finding }) => findingHover(finding, ruleWords(finding.rule), buffer.file)),
      ...(findingsAtCursor.length > mostHovered ? [`and ${findingsAtCursor.length - mostHovered} more`] : []),
      ...(knownImage === undefined ? [] : [imageHover(knownImage)]),
    ];
    return texts.length === 0
      ? null
      : { contents: { kind: "markdown", value: escapeReport(texts.join("\n\n---\n\n")) } };
  }

  async function lenses(params: unknown): Promise<readonly Json[]> {
    const judgedDocument = await judgedOf(params);
    if (judgedDocument?.buffer?.kind !== "dockerfile") return [];
    const { path, lines } = judgedDocument.document;
    const folder = contextOf(path);
    const proofState = await proofBeside(relative(folder.cwd, path), folder);
    const from = /^[ \t]*FROM\b/im.exec(lines.text)?.index ?? 0;
    const place = { ...lines.at(from) };
    // A client without the command would only report an error.
    const command = commands.includes(proveCommand) ? proveCommand : "";
    return [
      {
        range: { start: place, end: place },
        command: { title: escapeReport(proofTitle(proofState)), command, arguments: [path] },
      },
    ];
  }

  const judgedOf = async (params: unknown): Promise<JudgedDocument | undefined> =>
    judge.now(textAt(params, "textDocument", "uri") ?? "");

  function changed(document: OpenDocument | undefined): void {
    if (document === undefined) return;
    judge.soon(document.uri);
    changedWith(document);
  }
  /** Texts that are judged together with this one. */
  function changedWith(document: OpenDocument): void {
    const dependentDocuments = [...documents.all()].filter(
      (other) => other.uri !== document.uri && dependsOn(other, document),
    );
    for (const { uri } of dependentDocuments) judge.soon(uri);
    if (dependentDocuments.length > 0) diagnostics.outdated();
  }
  function changedAll(): void {
    for (const { uri } of documents.all()) judge.soon(uri);
    diagnostics.outdated();
  }

  return {
    async request(method, params) {
      if (method === "initialize" && state === "new") return initialize(params);
      // LSP 3.17, ErrorCodes.ServerNotInitialized
      if (state === "new") throw new RpcError(-32_002, "the first request is initialize");
      if (state === "shut" || method === "initialize") throw new RpcError(codes.request, `${method} comes too late`);
      const findings = method === "textDocument/diagnostic" ? diagnostics.asked(params, judge) : undefined;
      if (findings !== undefined) return findings;
      switch (method) {
        case "shutdown":
          state = "shut";
          return null;
        case "textDocument/codeAction":
          return actions(params);
        case "textDocument/hover":
          return hover(params);
        case "textDocument/codeLens":
          return lenses(params);
        default:
          throw new RpcError(codes.method, `${method} is not known here`);
      }
    },
    notified(method, params) {
      if (method === "exit") return end();
      if (method === "$/cancelRequest") return peer.cancel(member(params, "id"));
      if (state !== "running") return;
      switch (method) {
        case "initialized":
          return watchFiles();
        case "textDocument/didOpen":
          return changed(documents.open(params));
        case "textDocument/didChange":
          return changed(documents.change(params));
        case "textDocument/didClose": {
          const closed = documents.close(params);
          if (closed === undefined) return;
          judge.forget(closed.uri);
          diagnostics.closed(closed.uri);
          // The file on disk counts from now on.
          return changedWith(closed);
        }
        case "workspace/didChangeWatchedFiles":
          return changedAll();
        case "workspace/didChangeWorkspaceFolders": {
          const paths = (way: string) =>
            listAt(params, "event", way).flatMap((one) => pathOf(textAt(one, "uri") ?? "") ?? []);
          const removedRoots = new Set(paths("removed"));
          roots = [...roots.filter((root) => !removedRoots.has(root)), ...paths("added")];
          return changedAll();
        }
      }
    },
    saidGoodbye: () => state === "shut",
    close() {
      unwatch();
      for (const { uri } of documents.all()) judge.forget(uri);
    },
  };
}

/** The settings of a project are in several files of one folder, which may be open, too. */
function dependsOn(dependent: OpenDocument, changed: OpenDocument): boolean {
  if (basename(changed.path) === "hullproof.yaml") return true;
  return (
    [dependent, changed].every(({ path }) => /\.ya?ml$/.test(path)) && dirname(dependent.path) === dirname(changed.path)
  );
}

const mostHovered = 5;
/** Command of our extension: starts the command line in a terminal. */
const proveCommand = "hullproof.prove";
