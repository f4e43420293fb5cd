import { parse } from "node:path";
import { z } from "zod";
import { environmentFor } from "../../programs/environment.ts";
import { isLocated, locateProgram, whyRefused, type Search } from "../../programs/locate-program.ts";
import { runToEnd } from "../../programs/run-to-end.ts";
import type { RegistryCredential } from "../image-source.ts";

const answerShape = z.object({ Username: z.string(), Secret: z.string() });
const maxAnswerBytes = 1_048_576;
/** Some contact a cloud's servers first. */
const patienceMs = 30_000;

/**
 * Runs `docker-credential-NAME get` for a server (docker/docker-credential-helpers, README): the server is passed on
 * standard input, and the result is JSON. Undefined if the helper has no credential for it. Throws `Error` with a
 * reason. Uses no shell, and no program that a target or another user can write.
 */
export async function askCredentialHelper(
  name: string,
  server: string,
  search: Search,
  limitMs = patienceMs,
): Promise<RegistryCredential | undefined> {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) throw new Error(`${name} is not the name of a credential helper`);
  const program = `docker-credential-${name}`;
  const { code, output } = await run(program, server, search, limitMs);
  if (code !== 0) {
    const errorText = output.trim().split("\n")[0]?.slice(0, 200) ?? "";
    if (/credentials not found/i.test(errorText)) return undefined;
    throw new Error(`${program} failed${errorText === "" ? "" : `: ${errorText}`}`);
  }
  let json: unknown;
  try {
    json = JSON.parse(output);
  } catch {
    // Not printed: it may contain the secret.
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

async function run(program: string, input: string, search: Search, limitMs: number) {
  const helperProgram = locateProgram(program, search);
  if (!isLocated(helperProgram)) throw new Error(`${program} ${whyRefused(helperProgram) ?? "is not installed"}`);
  const end = await runToEnd(helperProgram, ["get"], {
    env: environmentFor("credential-helper", search),
    // The root folder: only root can create a file there that would be read as configuration.
    cwd: parse(process.execPath).root,
    input: `${input}\n`,
    timeoutMs: limitMs,
    maxOutputBytes: maxAnswerBytes,
  });
  switch (end.how) {
    case "exited":
      return { code: end.code, output: end.stdout };
    case "timed-out":
      throw new Error(`${program} did not answer within ${limitMs / 1000} s`);
    case "too-long":
      throw new Error(`${program} answered with more than ${maxAnswerBytes} bytes`);
    case "not-started":
      throw new Error(`${program}: ${end.error.message}`);
    case "killed":
    case "too-big":
    case "aborted":
      return { code: -1, output: end.stdout };
  }
}
