// An editor and a client that writes bytes of its own, for the tests of the language server.
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { onTestFinished } from "vitest";
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type CodeAction,
  type Hover,
  type PublishDiagnosticsParams,
  type TextDocumentEdit,
} from "vscode-languageserver-protocol/node";
import { contentLength, framed } from "../src/servers/rpc/content-length.ts";
import { folderOf } from "./cli/run-cli.ts";
import { program } from "./cli/program.ts";

export const bad = `FROM python:3.8-slim
MAINTAINER me
ENV A 1
RUN apt-get update && apt-get install -y curl
WORKDIR app
CMD python app.py
`;
const everything = { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } };

function start(
  env: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, [program, "lsp", "--stdio", ...args], { env: { ...process.env, ...env } });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

export const ended = async (child: ChildProcessWithoutNullStreams): Promise<unknown> =>
  child.exitCode === null ? (await once(child, "exit"))[0] : child.exitCode;

/** An editor with one folder. */
export async function editor(
  files: Readonly<Record<string, string>>,
  more: object = {},
  env: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
) {
  const folder = await folderOf(files);
  onTestFinished(() => folder[Symbol.asyncDispose]());
  const child = start(env, args);
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  onTestFinished(() => connection.dispose());
  const published: PublishDiagnosticsParams[] = [];
  let heard = Promise.withResolvers<void>();
  connection.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
    published.push(params);
    heard.resolve();
    heard = Promise.withResolvers();
  });
  connection.onRequest("client/registerCapability", () => null);
  connection.listen();
  const uriOf = (name: string) => pathToFileURL(join(folder.path, name)).href;
  await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: pathToFileURL(folder.path).href,
    capabilities: {
      workspace: { workspaceEdit: { documentChanges: true }, didChangeWatchedFiles: { dynamicRegistration: true } },
    },
    ...more,
  });
  await connection.sendNotification("initialized", {});
  return {
    folder,
    child,
    connection,
    published,
    uriOf,
    open: (name: string, text: string, languageId = "dockerfile") =>
      connection.sendNotification("textDocument/didOpen", {
        textDocument: { uri: uriOf(name), languageId, version: 1, text },
      }),
    change: (name: string, version: number, ...contentChanges: readonly object[]) =>
      connection.sendNotification("textDocument/didChange", {
        textDocument: { uri: uriOf(name), version },
        contentChanges,
      }),
    /** The diagnostics of a version, once they come. */
    of: async (name: string, version: number): Promise<PublishDiagnosticsParams["diagnostics"]> => {
      for (;;) {
        const found = published.find((one) => one.uri === uriOf(name) && one.version === version);
        if (found !== undefined) return found.diagnostics;
        await heard.promise;
      }
    },
    actions: (name: string, only?: readonly string[]) =>
      connection.sendRequest<CodeAction[]>("textDocument/codeAction", {
        textDocument: { uri: uriOf(name) },
        range: everything,
        context: { diagnostics: [], ...(only && { only }) },
      }),
    /** Its Markdown; empty where there is none. */
    hover: async (name: string, line: number, character: number): Promise<string> => {
      const asked = { textDocument: { uri: uriOf(name) }, position: { line, character } };
      const found = await connection.sendRequest<Hover | null>("textDocument/hover", asked);
      return found === null ? "" : (found.contents as { readonly value: string }).value;
    },
    leave: async () => {
      await connection.sendRequest("shutdown");
      await connection.sendNotification("exit");
      return ended(child);
    },
  };
}

/** As an editor makes them, by the text that it has. */
export function applied(text: string, action: CodeAction | undefined): string {
  const [change] = (action?.edit?.documentChanges ?? []) as TextDocumentEdit[];
  const starts = [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map(({ index, 0: end }) => index + end.length)];
  const edits = (change?.edits ?? []) as { range: typeof everything; newText: string }[];
  return edits
    .map(({ range: { start: from, end: to }, newText }) => ({
      start: (starts[from.line] ?? text.length) + from.character,
      end: (starts[to.line] ?? text.length) + to.character,
      newText,
    }))
    .toSorted((one, other) => other.start - one.start)
    .reduce((all, { start: from, end: to, newText }) => all.slice(0, from) + newText + all.slice(to), text);
}

/** A client that writes bytes of its own and hears answers. */
export function byHand() {
  const child = start();
  const decode = contentLength();
  const answers: Record<string, unknown>[] = [];
  let heard = Promise.withResolvers<void>();
  child.stdout.on("data", (chunk: Buffer) => {
    for (const one of decode(chunk))
      answers.push(JSON.parse((one as { text: string }).text) as Record<string, unknown>);
    heard.resolve();
    heard = Promise.withResolvers();
  });
  return {
    child,
    answers,
    say: (...messages: readonly (object | string)[]) =>
      child.stdin.write(
        messages
          .map((one) => (typeof one === "string" ? one : framed(JSON.stringify({ jsonrpc: "2.0", ...one }))))
          .join(""),
      ),
    next: async (): Promise<Record<string, unknown>> => {
      while (answers.length === 0) await heard.promise;
      return answers.shift() as Record<string, unknown>;
    },
  };
}
