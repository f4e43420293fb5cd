import { spawn } from "node:child_process";
import { z } from "zod";
import type { RegistryCredential } from "../image.ts";

const answerShape = z.object({ Username: z.string(), Secret: z.string() });
const maxAnswerBytes = 1_048_576;
/** Some ask a cloud's servers first. */
const patienceMs = 30_000;

/**
 * Ask `docker-credential-NAME get` for a server (docker/docker-credential-helpers, README): the server goes in on standard input, JSON comes out.
 * Undefined when the helper has nothing for it. Throws `Error` with a reason. No shell is involved.
 */
export async function askCredentialHelper(
  name: string,
  server: string,
  env: NodeJS.ProcessEnv,
  limitMs = patienceMs,
): Promise<RegistryCredential | undefined> {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) throw new Error(`${name} is no name of a credential helper`);
  const program = `docker-credential-${name}`;
  const { code, output } = await run(program, server, env, limitMs);
  if (code !== 0) {
    const said = output.trim().split("\n")[0]?.slice(0, 200) ?? "";
    if (/credentials not found/i.test(said)) return undefined;
    throw new Error(`${program} failed${said === "" ? "" : `: ${said}`}`);
  }
  let json: unknown;
  try {
    json = JSON.parse(output);
  } catch {
    // Not shown: it may hold the secret.
    throw new Error(`what ${program} answered is not JSON`);
  }
  const answer = answerShape.safeParse(json);
  if (!answer.success) throw new Error(`what ${program} answered has no Username and Secret`);
  const { Username: username, Secret: secret } = answer.data;
  if (secret === "") return undefined;
  return username === "<token>"
    ? { kind: "identity", token: secret }
    : { kind: "password", username, password: secret };
}

function run(program: string, input: string, env: NodeJS.ProcessEnv, limitMs: number) {
  const { promise, resolve, reject } = Promise.withResolvers<{
    readonly code: number | null;
    readonly output: string;
  }>();
  const child = spawn(program, ["get"], { env, stdio: ["pipe", "pipe", "ignore"], windowsHide: true });
  const chunks: Buffer[] = [];
  let bytes = 0;
  const giveUp = (why: string): void => {
    reject(new Error(`${program} ${why}`));
    child.kill("SIGKILL");
    child.stdout.destroy();
  };
  const timer = setTimeout(() => giveUp(`did not answer within ${limitMs / 1000} s`), limitMs);
  child.on("error", (error: NodeJS.ErrnoException) => {
    clearTimeout(timer);
    reject(new Error(error.code === "ENOENT" ? `${program} is not installed` : `${program}: ${error.message}`));
  });
  child.stdout.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxAnswerBytes) giveUp(`answered with more than ${maxAnswerBytes} bytes`);
    else chunks.push(chunk);
  });
  child.on("close", (code) => {
    clearTimeout(timer);
    resolve({ code, output: Buffer.concat(chunks).toString("utf8") });
  });
  // A helper that ends without reading its input breaks the pipe; its exit code tells the rest.
  child.stdin.on("error", () => {});
  child.stdin.end(`${input}\n`);
  return promise;
}
