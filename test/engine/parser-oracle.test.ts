import { execFile, execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { acceptedFiles, acceptedLines, refusedFiles, refusedLines } from "../docker-answers.ts";

const env = { ...process.env, BUILDX_EXPERIMENTAL: "1" };
const [program, ...words] = buildxWords();
const buildx = hasBuildx();
if (!buildx) console.warn("Docker's own answers are not asked for: `docker buildx build --print` is missing.");

/** The plug-in itself where the client says where it lies: through `docker` three programs start for each of some 250 answers. */
function buildxWords(): [program: string, ...words: string[]] {
  const format = '{{range .ClientInfo.Plugins}}{{if eq .Name "buildx"}}{{.Path}}{{end}}{{end}}';
  try {
    const path = execFileSync("docker", ["info", "--format", format], { encoding: "utf8" }).trim();
    if (path.startsWith("/")) return [path];
  } catch {
    // An older client doesn't say it.
  }
  return ["docker", "buildx"];
}

function hasBuildx(): boolean {
  try {
    return execFileSync(program, [...words, "build", "--help"], { env, encoding: "utf8" }).includes("--print");
  } catch {
    return false;
  }
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
  await mkdir(join(folder, "context"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** Docker's error, or undefined when it takes the file. It is told to outline the build, and builds nothing. */
async function answer(text: string, number: number): Promise<string | undefined> {
  // An engine of this age crashes on a file without any.
  if (!/^\W*FROM\b/im.test(text)) throw new Error(`no FROM: ${text}`);
  const file = join(folder, `${number}.Dockerfile`);
  await writeFile(file, text);
  const args = [...words, "build", "--print=outline", "-f", file, join(folder, "context")];
  const ask = () =>
    new Promise<string | undefined>((resolve) => {
      execFile(program, args, { env, timeout: 60_000 }, (error, _, told) => {
        resolve(error === null ? undefined : (/^ERROR: .*/m.exec(told)?.[0] ?? `no answer: ${told}`));
      });
    });
  // buildx 0.13 now and then ends in a race of its own instead of an answer.
  let answered = await ask();
  for (let more = 3; more > 0 && answered?.startsWith("no answer") === true; more--) answered = await ask();
  return answered;
}

/** Answers to all texts, four at a time. */
async function answers(texts: readonly string[]): Promise<ReadonlyMap<string, string | undefined>> {
  const found = new Map<string, string | undefined>();
  const waiting = texts.entries();
  const worker = async (): Promise<void> => {
    for (const [number, text] of waiting) found.set(text, await answer(text, number));
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
  return found;
}

const after = (line: string): string => `FROM scratch\n${line}\n`;

describe.skipIf(!buildx)("the table of Docker's answers is Docker's", () => {
  test("it takes what is said to be taken", async () => {
    const texts = [after(acceptedLines.join("\n")), ...acceptedFiles];
    const refused = [...(await answers(texts))].filter(([, error]) => error !== undefined);
    expect(refused).toEqual([]);
  });

  test("it refuses what is said to be refused", async () => {
    const told = await answers([...refusedLines.map(after), ...refusedFiles]);
    expect([...told].filter(([, error]) => error?.startsWith("ERROR: ") !== true)).toEqual([]);
    // A registry that cannot be reached is no refusal.
    expect([...told].filter(([, error]) => /failed to do request|no such host/.test(error ?? ""))).toEqual([]);
  });
});
