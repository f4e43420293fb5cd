import { spawn, spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { program } from "./program.ts";
import { root, type CliResult } from "./run-cli.ts";

/** This user may mount in a namespace of its own, which ends with the test's process. */
export const canMount =
  spawnSync("unshare", ["-m", "sh", "-c", "mount -t tmpfs none /mnt"], { stdio: "ignore" }).status === 0;

/**
 * The command as started from a shell, after `setup`, in mounts of its own where those are to be had. `$M` in it is an empty folder. `after` is a
 * command whose output comes as `after`, once the command has ended.
 */
export async function shellCli(
  setup: string,
  args: readonly string[],
  cwd: string,
  after = "",
  env: NodeJS.ProcessEnv = {},
): Promise<CliResult & { readonly after: string }> {
  const folder = await mkdtemp(join(tmpdir(), "hullproof-fault-"));
  const words = args.map((word) => (word.includes("$M") ? `"${word}"` : `'${word}'`)).join(" ");
  // Its streams end where nothing that the setup spoils can reach them.
  const script = `M=${folder}/m; mkdir $M; exec 3>${folder}/after; ${setup}\n"$NODE" "$CLI" ${words}; code=$?; (${after || ":"}) >&3; exit $code`;
  const [command, ...first] = canMount ? ["unshare", "-m", "bash"] : ["bash"];
  try {
    const done = await run(command ?? "bash", [...first, "-c", script], cwd, {
      NODE: process.execPath,
      CLI: program,
      ...env,
    });
    return { ...done, after: await readFile(join(folder, "after"), "utf8") };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const hasPython = spawnSync("python3", ["-c", "import fcntl"], { stdio: "ignore" }).status === 0;

/** The command with a small pipe as its standard output; the first line of `stdout` is its exit code. */
export const slowReader = hasPython
  ? (mode: string, args: readonly string[], cwd: string): Promise<CliResult> =>
      run("python3", [join(root, "test/cli/slow-reader.py"), mode, process.execPath, program, ...args], cwd, {})
  : undefined;

function run(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, NO_COLOR: "1", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}
