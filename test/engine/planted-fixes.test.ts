// Fixes that are wrong on purpose: each must be refused with a reason that says what it did, and a right one beside them kept.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { joinRuns } from "../../src/edits/edit.ts";
import type { Edit, Fix } from "../../src/domain/finding/fix.ts";
import type { RuleId } from "../../src/domain/finding/practice.ts";
import { locate } from "../../src/text/locate.ts";
import { checkDockerfile } from "../../src/pipeline/judge/check-text.ts";
import type { TargetResult } from "../../src/pipeline/rule-runs/target-result.ts";
import type { Context } from "../../src/pipeline/context.ts";
import { openProver, type ProvenFixes } from "../../src/pipeline/fixes/fix-proven.ts";
import { readProject } from "../../src/pipeline/image-build/project.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import { parseDockerfile } from "../../src/formats/dockerfile/parse.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { folderOf } from "../cli/run-cli.ts";
import { tinyImage } from "../images/tiny.ts";
import { long } from "../long.ts";
import { objectsOf } from "./fixture.ts";
import { declareWorkload } from "../../src/pipeline/workload/workload-for.ts";

const dockerfile = [
  `FROM ${tinyImage}`,
  "WORKDIR /srv",
  "RUN touch needed",
  "RUN touch seen",
  "RUN test -d /srv",
  "RUN grep -q nobody /etc/passwd || true",
  "RUN cd /var && touch made",
  "RUN echo here > /srv/here",
  "RUN pwd > /srv/place",
  "RUN echo a > /srv/a",
  "RUN echo b > /srv/b",
  "EXPOSE 8080",
  'CMD ["httpd", "-f", "-p", "8080", "-h", "/srv"]',
  "",
].join("\n");
const config =
  "workload:\n  ready: { http: { port: 8080, path: /a } }\n  steps: [{ name: needed, http: { port: 8080, path: /needed } }]\n  stop: { signal: SIGKILL, exitCodes: [137] }\n  restart: false\n";

interface Plant {
  readonly rule: RuleId;
  readonly find: string;
  readonly put: string;
  readonly delta?: readonly string[];
  readonly applicability?: Fix["applicability"];
  /** The reason that it is dropped for. */
  readonly refused: RegExp;
}

const each: readonly Plant[] = [
  {
    rule: "cleanup/drops-what-is-needed",
    find: "RUN touch needed\n",
    put: "",
    delta: ["/srv/needed"],
    refused: /^behaves otherwise: needed: status 404/,
  },
  {
    rule: "cleanup/drops-what-it-hides",
    find: "RUN touch seen\n",
    put: "",
    applicability: "safe",
    refused: /^changes what it does not declare: \/srv\/seen$/,
  },
  {
    rule: "layers/masks-a-failure",
    find: "RUN test -d /srv\nRUN grep",
    put: "RUN test -d /srv && grep",
    refused: /when `test -d \/srv` fails, /,
  },
  {
    rule: "layers/leaks-cd",
    find: "touch made\nRUN echo here",
    put: "touch made && echo here",
    refused: /`echo here` runs in \/var in place of \/srv/,
  },
  {
    rule: "build/does-not-build",
    find: "EXPOSE 8080",
    put: "EXPOSE 8080\nRUN false",
    refused: /^does not build: .*RUN false/,
  },
  {
    rule: "build/other-settings",
    find: 'CMD ["httpd", ',
    put: 'CMD ["httpd", "-v", ',
    refused: /^changes what it does not declare: config: Cmd$/,
  },
];
/** The first three are caught by a run of the container, by comparing images and by making a command fail. */
const plants = long ? each : each.slice(0, 3);

function planted(text: string): TargetResult["run"]["fixes"] {
  const one = (rule: RuleId, edits: readonly [Edit, ...Edit[]], more: Partial<Fix> = {}) => ({
    rule,
    fix: { title: rule, applicability: "proven" as const, delta: [], ...more, edits },
    finding: {
      rule,
      practice: "build" as const,
      severity: "info" as const,
      message: rule,
      target: "Dockerfile",
      location: locate("Dockerfile", text, edits[0].span),
      also: [],
      evidence: [],
    },
  });
  const wrong = plants.flatMap(({ rule, find, put, delta = [], applicability = "proven" }) => {
    const start = text.indexOf(find);
    if (start === -1 || (put !== "" && text.includes(put))) return [];
    const edit = { file: "Dockerfile", span: { start, end: start + find.length }, text: put };
    return [one(rule, [edit], { delta, applicability })];
  });
  const source = { ...parseDockerfile("Dockerfile", text), file: "Dockerfile" };
  const [a, b] = source.instructions.filter(({ args }) => /^echo [ab] > \/srv\/[ab]$/.test(args));
  const edits = a && b && joinRuns(source, a, b);
  return [...wrong, ...(edits ? [one("layers/right", edits)] : [])];
}

describe("planted fixes", () => {
  let session: EngineSession;
  let result: ProvenFixes;
  beforeAll(async () => {
    session = await openEngineSession(await connect());
    await using folder = await folderOf({ Dockerfile: dockerfile, "hullproof.yaml": config });
    const context: Context = {
      cwd: folder.path,
      today: "2026-01-01",
      version: "0.0.0",
      progress: () => {},
      run: () => Promise.resolve(session),
    };
    const project = await readProject(".", context);
    const declared = await declareWorkload(project.config, context);
    const check = (text: string): TargetResult => {
      const checked = checkDockerfile("Dockerfile", text, project.config, context);
      return { ...checked, run: { ...checked.run, fixes: planted(text) } };
    };
    const prove = await openProver(project, { allowed: ["safe", "proven"], check, measure: true, declared }, context);
    result = await prove();
  });
  afterAll(async () => {
    await session[Symbol.asyncDispose]();
    expect(await objectsOf(session.engine, session.id)).toEqual([]);
  });

  it.each(plants)("$rule is refused, and the reason says what it did", ({ rule, refused: reason }) => {
    const outcome = result.outcomes.find((one) => one.rule === rule);
    expect(outcome).toMatchObject({ outcome: "dropped", reason: expect.stringMatching(reason) as string });
  });

  it("the right one beside them is kept, and is worth a layer", () => {
    const [right, ...more] = result.outcomes.filter(({ outcome }) => outcome === "applied");
    expect(more).toEqual([]);
    expect(right).toMatchObject({ rule: "layers/right" });
    expect(result.effects.get(right?.key ?? "")).toMatchObject({ layers: -1, packages: 0, rules: ["layers/right"] });
    const fixed = dockerfile.replace("/srv/a\nRUN echo b", "/srv/a && \\\n    echo b");
    expect(result.fixed.text).toBe(fixed);
  });
});
