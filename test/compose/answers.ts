import { readComposeModel } from "../../src/sources/compose/read-compose-model.ts";
import type { ComposeVersion } from "../../src/formats/compose/compose-version.ts";
import { runProgram } from "../../scripts/run-program.ts";

/** What is said of a project: its model, or why there is none. */
export type Answer =
  | { readonly model: unknown; readonly notes?: readonly string[] }
  | { readonly refused: string; readonly notes?: readonly string[] };

export interface Asked {
  readonly cwd: string;
  readonly files: readonly string[];
  readonly profiles?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** What both sides see of the environment. */
const bare = { HOME: "/nowhere", PATH: process.env["PATH"] ?? "" };

/** The answer of `docker compose config --format json`, which needs no engine; nothing is fetched. */
export async function askCompose(program: string, asked: Asked): Promise<Answer> {
  const args = [
    ...asked.files.flatMap((name) => ["-f", name]),
    ...(asked.profiles ?? []).flatMap((name) => ["--profile", name]),
    "config",
    "--format",
    "json",
  ];
  const env = {
    ...bare,
    ...asked.env,
    // Short-lived and one of many.
    GOMAXPROCS: "1",
    GOGC: "off",
    GOMEMLIMIT: "1GiB",
    COMPOSE_EXPERIMENTAL_OCI_REMOTE: "0",
    COMPOSE_EXPERIMENTAL_GIT_REMOTE: "0",
  };
  const { code, stdout, stderr } = await runProgram(program, args, { cwd: asked.cwd, env, timeoutMs: 30_000 });
  if (code === undefined) return { refused: "no answer within 30 s" };
  const said = stderr
    .split("\n")
    .filter((line) => !/level=warning/.test(line))
    .join("\n");
  if (code !== 0) return { refused: said.trim() };
  try {
    return { model: JSON.parse(stdout) as unknown };
  } catch {
    return { refused: `no JSON: ${stdout.slice(0, 200)}` };
  }
}

export function askOurs(compose: ComposeVersion, asked: Asked): Answer {
  try {
    const { model, notes } = readComposeModel({
      cwd: asked.cwd,
      files: asked.files,
      profiles: asked.profiles ?? [],
      envFiles: [],
      env: { ...bare, ...asked.env },
      showValues: true,
      compose,
    });
    return { model, notes };
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "Failure") throw error;
    return { refused: error.message };
  }
}
