// An agent's client, the official one, and one that writes lines of its own, for the tests of the server for agents.
import { spawn } from "node:child_process";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { onTestFinished } from "vitest";
import { folderOf } from "./cli/run-cli.ts";
import { program } from "./cli/program.ts";

export const bad =
  "FROM python:3.8-slim\nMAINTAINER me\nENV A 1\nRUN apt-get update && apt-get install -y curl\nCMD python app.py\n";

interface Session {
  /** What a person answers; without it the client can't ask. */
  readonly answer?: "accept" | "decline" | "cancel";
  readonly mode?: "legacy" | { readonly pin: string };
  readonly args?: readonly string[];
}

/** An agent's client with a folder as root; it has no engine to reach. */
export async function agent(
  files: Readonly<Record<string, string>>,
  { answer, mode = "legacy", args = [] }: Session = {},
) {
  const folder = await folderOf(files);
  onTestFinished(() => folder[Symbol.asyncDispose]());
  const client = new Client(
    { name: "test", version: "0" },
    { capabilities: answer === undefined ? {} : { elicitation: { form: {} } }, versionNegotiation: { mode } },
  );
  const questions: string[] = [];
  if (answer !== undefined)
    client.setRequestHandler("elicitation/create", (request) => {
      questions.push(request.params.message);
      return { action: answer, ...(answer === "accept" && { content: {} }) };
    });
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [program, "mcp", ...args],
      cwd: folder.path,
      stderr: "ignore",
      env: {
        ...(process.env as Record<string, string>),
        DOCKER_HOST: "unix:///nonexistent/docker.sock",
      },
    }),
  );
  onTestFinished(() => client.close());
  return {
    folder,
    client,
    questions,
    call: async (name: string, given: Readonly<Record<string, unknown>> = {}) => {
      const result = await client.callTool({ name, arguments: given });
      const [content] = result.content as { readonly text: string }[];
      return { text: content?.text ?? "", isError: result.isError === true };
    },
  };
}

export function byHand(args: readonly string[] = []) {
  const child = spawn(process.execPath, [program, "mcp", ...args]);
  onTestFinished(() => void child.kill("SIGKILL"));
  let text = "";
  let heard = Promise.withResolvers<void>();
  child.stdout.on("data", (chunk) => {
    text += String(chunk);
    heard.resolve();
    heard = Promise.withResolvers();
  });
  return {
    child,
    say: (...messages: readonly (object | string)[]) =>
      child.stdin.write(
        messages
          .map((one) => `${typeof one === "string" ? one : JSON.stringify({ jsonrpc: "2.0", ...one })}\n`)
          .join(""),
      ),
    next: async (): Promise<Record<string, unknown>> => {
      while (!text.includes("\n")) await heard.promise;
      const end = text.indexOf("\n");
      const line = text.slice(0, end);
      text = text.slice(end + 1);
      return JSON.parse(line) as Record<string, unknown>;
    },
  };
}
