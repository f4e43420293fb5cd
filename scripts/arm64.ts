// `npm run arm64 [-- ARGUMENTS OF VITEST]`: what needs no engine, by Node for arm64 under qemu-user: one image read by both processors, then the unit tests.
// Emulated, some twenty times slower. Needs root, Linux 6.7, qemu-user and mmdebstrap.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { promisify } from "node:util";
import { compareReading } from "./arm64/compare-reading.ts";
import { emulatedArm64 } from "./arm64/emulated.ts";
import { openLab } from "./matrix/harness/lab.ts";

const exec = promisify(execFile);
const root = join(import.meta.dirname, "..");
const controller = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.once(signal, () => controller.abort(new Error(`ended by ${signal}`)));

const say = (text: string): void => void process.stderr.write(`arm64: ${text}\n`);
process.exitCode = await main().catch((error: unknown) => {
  if (!controller.signal.aborted) throw error;
  say((controller.signal.reason as Error).message);
  return 2;
});

async function main(): Promise<number> {
  await using lab = await openLab(root, controller.signal, say);
  const arm = await emulatedArm64(lab);
  if ("missing" in arm) {
    say(arm.missing);
    return 2;
  }
  const differs = await compareReading(lab, arm);
  console.log(
    differs === undefined ? "One image is read alike by both processors." : `An image is read differently: ${differs}`,
  );

  // A copy, since the modules of this checkout hold programs for this processor.
  const copy = join(lab.folder, "copy");
  await exec("git", ["clone", "--quiet", root, copy]);
  say("installing the modules for arm64");
  const words = [
    "ci",
    "--cpu=arm64",
    "--os=linux",
    "--libc=glibc",
    "--ignore-scripts",
    "--no-audit",
    "--loglevel=error",
  ];
  await exec("npm", words, { cwd: copy, maxBuffer: 64 * 1024 * 1024 });
  // What tests start runs the bundle, as here.
  await exec("cp", ["--recursive", join(root, "dist"), join(copy, "dist")]);
  const vitest = [join(copy, "node_modules/vitest/vitest.mjs"), "run", "--root", copy, "--project", "unit"];
  const limits = ["--testTimeout", "600000", "--hookTimeout", "600000"];
  const [program, ...first] = [...arm.enter, arm.node];
  const tests = spawn(program, [...first, ...vitest, ...limits, ...process.argv.slice(2)], {
    cwd: copy,
    env: arm.env,
    stdio: "inherit",
    signal: controller.signal,
  });
  const [code] = (await once(tests, "exit")) as [number | null];
  return differs === undefined ? (code ?? 1) : 1;
}
