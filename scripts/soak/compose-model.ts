// `node scripts/soak/compose-model.ts --compose 2.26=PROGRAM --compose 5.6=PROGRAM [--generated N] [--answers FILE] [--over FILE] [--reasons] FOLDER...`:
// every Compose file below the folders, and N generated projects, read here and by each docker compose; `--over` is layered onto every file. Prints every difference, with --reasons refusals in other words too, and figures.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { composeVersions, type ComposeVersion } from "../../src/formats/compose/compose-version.ts";
import { askCompose, askOurs, type Answer, type Asked } from "../../test/compose/answers.ts";
import { compareAnswers, reasonOf } from "../../test/compose/compare-answers.ts";
import { composeProject } from "../../test/compose/compose-projects.ts";
import { filesBelow } from "./files-below.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    compose: { type: "string", multiple: true, default: [] },
    generated: { type: "string", default: "0" },
    from: { type: "string", default: "0" },
    over: { type: "string", multiple: true, default: [] },
    answers: { type: "string" },
    reasons: { type: "boolean", default: false },
  },
});

interface Case {
  readonly id: string;
  readonly asked: Asked;
}

const programs = values.compose.map((one): [ComposeVersion, string] => {
  const [version, program = ""] = one.split("=");
  const known = composeVersions.find((name) => name === version);
  if (known === undefined || program === "")
    throw new Error(`--compose ${one}: write ${composeVersions.join(" or ")}, = and a program`);
  return [known, resolve(program)];
});

/** The programs' answers to what lies below the folders; a second run asks only hullproof. */
const kept = new Map<string, Answer>(
  values.answers !== undefined && existsSync(values.answers)
    ? (JSON.parse(readFileSync(values.answers, "utf8")) as [string, Answer][])
    : [],
);

function keep(): void {
  if (values.answers !== undefined) writeFileSync(values.answers, JSON.stringify([...kept]));
}

const isComposeFile = (name: string): boolean => /compose.*\.ya?ml$/i.test(name);

const scratch = mkdtempSync(join(tmpdir(), "hullproof-soak-"));

function generated(seed: number): Case {
  const cwd = join(scratch, String(seed));
  const { tree, ...request } = composeProject(seed);
  for (const [name, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
  return { id: `generated ${seed}`, asked: { cwd, ...request } };
}

const cases: Case[] = [
  ...positionals.flatMap((folder) =>
    filesBelow(resolve(folder))
      .filter((file) => isComposeFile(basename(file)))
      .map((file): Case => ({
        id: file,
        asked: { cwd: dirname(file), files: [basename(file), ...values.over.map((one) => resolve(one))] },
      })),
  ),
  ...Array.from({ length: Number(values.generated) }, (_, at) => generated(Number(values.from) + at)),
];

interface Figures {
  equal: number;
  refused: number;
  same: number;
  alike: number;
  apart: number;
  differs: number;
}

for (const [version, program] of programs) {
  const figures: Figures = { equal: 0, refused: 0, same: 0, alike: 0, apart: 0, differs: 0 };
  let slowest = 0;
  const rest = [...cases];
  const worker = async (): Promise<void> => {
    for (let one = rest.shift(); one !== undefined; one = rest.shift()) {
      const key = `${version} ${one.id}`;
      const began = performance.now();
      let ours: Answer;
      try {
        ours = askOurs(version, one.asked);
      } catch (error) {
        figures.differs++;
        console.log(
          `${version} ${one.id}: CRASH ${String((error as Error).stack)
            .split("\n")
            .slice(0, 3)
            .join(" | ")}`,
        );
        continue;
      }
      slowest = Math.max(slowest, performance.now() - began);
      const theirs = kept.get(key) ?? (await askCompose(program, one.asked));
      if (!one.id.startsWith("generated")) kept.set(key, theirs);
      if (rest.length % 200 === 0) keep();
      const found = compareAnswers(theirs, ours);
      figures[found.kind]++;
      if (found.kind === "differs") console.log(`${version} ${one.id}: ${found.where}`);
      if (found.kind !== "refused") continue;
      if (found.reason !== "other") figures[found.reason]++;
      else if (values.reasons && "refused" in theirs && "refused" in ours)
        console.log(
          `${version} ${one.id}: refused for\n    ${reasonOf(theirs.refused)}\n    ${reasonOf(ours.refused)}`,
        );
    }
  };
  await Promise.all([worker(), worker()]);
  const { equal, refused, same, alike, apart, differs } = figures;
  console.log(
    `compose ${version}: ${cases.length} projects: ${equal} equal models, ${refused} refused by both (${same} for the same reason, ${alike} by the same rule at another place), ` +
      `${apart} name files elsewhere, ${differs} differ; slowest read ${slowest.toFixed(0)} ms`,
  );
}
rmSync(scratch, { recursive: true });
keep();
