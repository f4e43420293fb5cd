// The main job on the examples: `npm run demo [-- python|typescript|all]`. Started by demo.mjs, after the set-up.
import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { Failure } from "../src/domain/failure.ts";
import { ensureBases, exampleBases } from "../test/images/bases.ts";

const exec = promisify(execFile);
const root = join(import.meta.dirname, "..");
const examples = {
  python: { folder: "examples/app-python", bases: exampleBases.python },
  typescript: { folder: "examples/app-typescript", bases: exampleBases.typescript },
} as const;
type Example = (typeof examples)[keyof typeof examples];

async function main(choice: string): Promise<number> {
  const chosen: readonly Example[] | undefined =
    choice === "all" ? Object.values(examples) : isExample(choice) ? [examples[choice]] : undefined;
  if (chosen === undefined) {
    console.error(`demo: there is no example \`${choice}\`; take python, typescript, all or fleet.`);
    return 2;
  }
  const started = performance.now();
  let worst = 0;
  const engine = await engineAnswers();
  for (const example of chosen)
    worst = Math.max(worst, await (engine ? hardenExample(example) : checkExample(example)));
  console.log(`\nThe demo took ${((performance.now() - started) / 1000).toFixed(0)} s.`);
  return worst;
}

async function hardenExample({ folder, bases }: Example): Promise<number> {
  console.log(`\nhullproof harden ${folder}
  finds what is wrong with the Dockerfile, the image and the documented run line, fixes it, builds both versions, runs
  them, learns which privileges the app really needs, and runs it again with no more than those.\n`);
  await ensureBases(bases, ({ message }) => console.log(`  ${message}`));
  // A terminal gets the live line; a log gets one line a stage.
  // Mirrors are the user's to give: naming the file gives them.
  const config = join(folder, "hullproof.yaml");
  const progress = process.stderr.isTTY ? "auto" : "plain";
  const code = await hullproof("harden", "--config", config, "--progress", progress, folder);
  const report = join(folder, ".hullproof/report.html");
  if (existsSync(join(root, report))) console.log(`\nThe whole report, with the evidence: ${report}`);
  return code;
}

async function checkExample({ folder }: Example): Promise<number> {
  console.log(`\nhullproof check ${folder}\n  finds what is wrong with the Dockerfile and the documented run lines.\n`);
  const code = await hullproof("check", "--fail-on", "never", folder);
  console.log(`
Left out, since no Docker Engine answers: building and running both versions, what is in the images (layers, packages,
pending updates), the least privileges and limits, the proof. The set-up above says how to get an engine; then run
\`npm run demo\` again.`);
  return code;
}

function hullproof(...args: string[]): Promise<number> {
  const child = spawn(process.execPath, ["src/cli.ts", ...args], { cwd: root, stdio: "inherit" });
  // The child cleans up and ends; until then this process stays, so that the prompt does not return too early.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 2));
  });
}

async function engineAnswers(): Promise<boolean> {
  return exec("docker", ["version", "--format", "{{.Server.Version}}"], { timeout: 20_000 }).then(
    ({ stdout }) => stdout.trim() !== "",
    () => false,
  );
}

function isExample(name: string): name is keyof typeof examples {
  return Object.hasOwn(examples, name);
}

try {
  process.exitCode = await main(process.argv[2] ?? "python");
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(`demo: ${error.message}\n  ${error.hint}`);
  process.exitCode = 2;
}
