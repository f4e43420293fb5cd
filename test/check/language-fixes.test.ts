// Fixes of the rules about language package managers, and what must hold for all of them.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dockerfileFact } from "../../src/facts/dockerfile/stages.ts";
import { textFacts } from "../../src/facts/text-facts.ts";
import { applyEdits } from "../../src/fixes/apply.ts";
import { planFixes } from "../../src/fixes/plan.ts";
import { parseDockerfile } from "../../src/formats/dockerfile/parse.ts";
import dependencyCache from "../../src/rules/cleanup/dependency-cache.ts";
import devDependencies from "../../src/rules/cleanup/dev-dependencies.ts";
import npmCache from "../../src/rules/cleanup/npm-cache.ts";
import pipCache from "../../src/rules/cleanup/pip-cache.ts";
import yarnCache from "../../src/rules/cleanup/yarn-cache.ts";
import copyBeforeInstall from "../../src/rules/layers/copy-before-install.ts";
import type { Rule } from "../../src/rules/rule.ts";
import type { RuleRun } from "../../src/rules/run/run-rules.ts";
import { judge } from "../judge.ts";
import lockFileIgnored from "../../src/rules/updates/lock-file-ignored.ts";
import unpinnedDependencies from "../../src/rules/updates/unpinned-dependencies.ts";

const from = "FROM debian:trixie-slim\n";

function run(rules: readonly Rule[], text: string, files?: readonly string[]): RuleRun {
  const folder = { folder: ".", files: (files ?? []).map((path) => ({ path, bytes: 1 })) };
  const facts = textFacts(dockerfileFact(parseDockerfile("Dockerfile", text)), {
    today: "2026-11-24",
    ...(files && { context: () => folder }),
  });
  const result = judge(rules, { target: "Dockerfile", facts });
  const failed = result.results.find(({ verdict }) => verdict === "failed");
  if (failed !== undefined) throw new Error(failed.reason);
  return result;
}

/** `severity peer peer` of each finding. */
const found = (rule: Rule, text: string, files?: readonly string[]) =>
  run([rule], text, files).findings.map(({ severity, also }) => [severity, ...also].join(" "));

function fixed(rule: Rule, text: string, files?: readonly string[]): string {
  return applyEdits(text, planFixes(text, run([rule], text, files).fixes, ["safe", "proven", "suggested"]).edits);
}

describe("fixes", () => {
  it.each<[string, Rule, string, string]>([
    ["quotes", pipCache, `${from}RUN sh -c "pip install a"\n`, `${from}RUN sh -c "pip install --no-cache-dir a"\n`],
    [
      "lines",
      npmCache,
      `${from}RUN npm ci \\\n # why\n && ls\n`,
      `${from}RUN npm ci \\\n # why\n && ls \\\n && npm cache clean --force\n`,
    ],
    ["an exit", npmCache, `${from}RUN npm ci && exit 0\n`, `${from}RUN npm ci && exit 0\n`],
    [
      "a path",
      dependencyCache,
      `${from}RUN /opt/conda/bin/conda install -y a=1\n`,
      `${from}RUN /opt/conda/bin/conda install -y a=1 && /opt/conda/bin/conda clean --all --yes\n`,
    ],
    [
      "a group",
      dependencyCache,
      `${from}RUN uv tool install ruff@1\n`,
      `${from}RUN uv tool install --no-cache ruff@1\n`,
    ],
  ])("keep %s", (_, rule, text, expected) => {
    expect(fixed(rule, text)).toBe(expected);
    expect(fixed(rule, expected)).toBe(expected);
  });

  it.each<[string, Rule, string, string]>([
    ["npm ci", npmCache, "proven", "an .npmrc may say where"],
    ["cd a && npm ci && ls", npmCache, "proven", "an .npmrc may say where"],
    ["if [ -f package.json ]; then npm ci; fi", npmCache, "proven", "perhaps not run"],
    ["npm ci || true", npmCache, "proven", "perhaps not there"],
    ["composer install", dependencyCache, "proven", "composer.json may say where"],
    ["composer install; ls", dependencyCache, "proven", "perhaps not there"],
    ["conda install -y a=1", dependencyCache, "proven", "shares files with its environments"],
  ])("of `%s` are classed by whether it ran", (body, rule, expected) => {
    expect(run([rule], `${from}RUN ${body}\n`).fixes.map(({ fix }) => fix.applicability)).toEqual([expected]);
  });

  it.each<[string, readonly string[], string, string]>([
    ["npm install --production", ["package-lock.json"], "npm ci --production", "proven"],
    ["npm i", ["npm-shrinkwrap.json"], "npm ci", "proven"],
    ["yarn install", ["yarn.lock", ".yarnrc.yml"], "yarn install --immutable", "proven"],
    ["pnpm install --prod", ["pnpm-lock.yaml"], "pnpm install --frozen-lockfile --prod", "proven"],
    ["bun install", ["bun.lockb"], "bun install --frozen-lockfile", "proven"],
  ])("%s keeps to %j: %s", (body, locks, expected, applicability) => {
    const files = ["package.json", ...locks];
    const text = (command: string) => `${from}WORKDIR /app\nCOPY . .\nRUN ${command}\n`;
    expect(run([lockFileIgnored], text(body), files).fixes.map(({ fix }) => fix.applicability)).toEqual([
      applicability,
    ]);
    expect(fixed(lockFileIgnored, text(body), files)).toBe(text(expected));
    expect(found(lockFileIgnored, text(expected), files)).toEqual([]);
  });
});

describe("updates/lock-file-ignored", () => {
  const files = ["package.json", "package-lock.json"];
  it("says so when the lock file is not copied, and does not know how to fix it", () => {
    const result = run([lockFileIgnored], `${from}WORKDIR /a\nCOPY package.json .\nRUN npm install\n`, files);
    expect(result.findings[0]?.message).toMatch(/package-lock.json is there but is not copied/);
    expect(result.fixes).toEqual([]);
  });

  it.each([
    `${from}COPY . .\nRUN npm ci\n`,
    `${from}COPY . .\nRUN npm install -g x\n`,
    `${from}COPY . .\nRUN npm install --prefix web\n`,
    `${from}COPY . .\nRUN npm install x@1\n`,
    `${from}COPY web .\nRUN npm install\n`,
    `${from}COPY --from=a . .\nRUN npm install\n`,
    `${from}RUN npm install\nCOPY . .\n`,
  ])("%j is silent", (text) => {
    expect(found(lockFileIgnored, text, files)).toEqual([]);
  });

  it("offers no fix where the folder is not known", () => {
    expect(run([lockFileIgnored], `${from}WORKDIR $A\nCOPY . .\nRUN npm install\n`, files).fixes).toEqual([]);
  });
});

const all = [pipCache, npmCache, yarnCache, dependencyCache, devDependencies, copyBeforeInstall, unpinnedDependencies];

it("whatever is written, no rule fails, and a fixed file parses and needs no second fix of the same kind", () => {
  const word = fc.constantFrom(
    ..."pip npm yarn uv gem go conda composer install ci add i -r -g --no-cache-dir --version a a==1 @b/c@1 ./x . && ; | ( ) ' \" $A $(b) \\\n -- -".split(
      " ",
    ),
  );
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 1, maxLength: 14 }),
      fc.constantFrom("RUN ", "ONBUILD RUN "),
      (words, keyword) => {
        const text = `FROM a\n${keyword}${words.join(" ")}\nCMD ["x"]\n`;
        let once: string;
        try {
          parseDockerfile("Dockerfile", text);
        } catch {
          return;
        }
        for (const rule of all) {
          once = fixed(rule, text);
          if (once !== text) expect(fixed(rule, once)).toBe(once);
        }
      },
    ),
    { numRuns: 500 },
  );
});

it("stays quick on a file made to slow it down", () => {
  const runs = Array.from({ length: 2_000 }, (_, at) => `USER u${at}\nRUN pip install a && npm i b && yarn add c`).join(
    "\n",
  );
  const wide = `RUN ${Array.from({ length: 2_000 }, () => "(pip install a; npm i b)").join(" && \\\n")}`;
  const start = performance.now();
  expect(run(all, `${from}COPY . .\n${runs}\n${wide}\n`).findings.length).toBeGreaterThan(4_000);
  expect(performance.now() - start).toBeLessThan(15_000);
});
