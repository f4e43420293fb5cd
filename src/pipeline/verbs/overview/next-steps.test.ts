import { expect, it } from "vitest";
import { nextSteps } from "./next-steps.ts";

const none = { error: 0, warning: 0, info: 0 };
const noFixes = { safe: 0, proven: 0, suggested: 0 };
const common = {
  here: [],
  tally: none,
  mostSevere: [],
  fixes: noFixes,
  hasEngine: true,
  refused: new Set<string>(),
  serviceOf: () => undefined as string | undefined,
};
const dockerfile = { kind: "dockerfile", paths: ["Dockerfile"] } as const;
const compose = { kind: "compose", paths: ["compose.yaml"] } as const;
const below = { kind: "dockerfile", paths: ["services/a b/Dockerfile", "services/c/Dockerfile"] } as const;
const commands = (asked: Partial<Parameters<typeof nextSteps>[0]>) =>
  nextSteps({ ...common, ...asked }).map(({ command }) => command);

it.each([
  [
    "findings with fixes and an engine",
    {
      here: [dockerfile],
      mostSevere: [],
      tally: { ...none, error: 1 },
      fixes: { ...noFixes, safe: 2 },
      hasEngine: true,
    },
    ["hullproof check", "hullproof fix .", "hullproof harden"],
  ],
  [
    "findings with fixes, without an engine",
    {
      here: [dockerfile],
      mostSevere: [],
      tally: { ...none, error: 1 },
      fixes: { ...noFixes, safe: 2 },
      hasEngine: false,
    },
    ["hullproof check", "hullproof fix .", "hullproof check IMAGE"],
  ],
  [
    "a clean Dockerfile",
    { here: [dockerfile], mostSevere: [], tally: none, fixes: noFixes, hasEngine: true },
    ["hullproof harden", "hullproof audit", "hullproof check IMAGE"],
  ],
  [
    "nothing at all",
    { here: [], mostSevere: [], tally: none, fixes: noFixes, hasEngine: false },
    ["hullproof check IMAGE", "hullproof scan IMAGE", "hullproof --help"],
  ],
])("returns three steps for %s", (_, asked, expected) => {
  expect(commands(asked)).toEqual(expected);
});

it.each([
  ["the folder's own Dockerfile, whatever else is there", [dockerfile, compose], [], "hullproof harden"],
  ["a Compose file", [compose], [], "hullproof harden"],
  ["a Compose file beside Dockerfiles below", [below, compose], [], "hullproof harden"],
  [
    "a Compose file by another name",
    [{ kind: "compose", paths: ["compose.prod.yaml"] }],
    [],
    "hullproof harden compose.prod.yaml",
  ],
  [
    "the default Compose file, not the first by name",
    [{ kind: "compose", paths: ["a.compose.yaml", "compose.yaml"] }],
    [],
    "hullproof harden",
  ],
  [
    "the first default of two",
    [{ kind: "compose", paths: ["compose.dev.yaml", "docker-compose.yml", "docker-compose.yaml"] }],
    [],
    "hullproof harden",
  ],
  [
    "another where the default can't be read",
    [{ kind: "compose", paths: ["compose.yaml", "x.compose.yaml"] }],
    ["compose.yaml"],
    "hullproof harden x.compose.yaml",
  ],
  ["the first Dockerfile below", [below], [], "hullproof harden 'services/a b/Dockerfile'"],
  ["one that can be read", [below], ["services/a b/Dockerfile"], "hullproof harden services/c/Dockerfile"],
  [
    "the Compose file next to an unreadable Dockerfile",
    [dockerfile, compose],
    ["Dockerfile"],
    "hullproof harden compose.yaml",
  ],
  ["nothing where nothing can be read", [dockerfile], ["Dockerfile"], undefined],
  ["a project below", [{ kind: "compose", paths: ["a/compose.yaml"] }], [], "hullproof harden a/compose.yaml"],
  [
    "the nearest, not that of tests",
    [{ kind: "compose", paths: ["a/b/compose.yaml", "c/compose.yaml", "tests/compose.yaml"] }],
    [],
    "hullproof harden c/compose.yaml",
  ],
] as const)("passes %s to harden", (_, here, refused, expected) => {
  const found = commands({ here, refused: new Set(refused) }).find((one) => one.startsWith("hullproof harden"));
  expect(found).toBe(expected);
});

it("names a likely service where the project does not determine it", () => {
  const harden = (paths: readonly string[], more: readonly (typeof dockerfile)[] = []) =>
    commands({ here: [{ kind: "compose", paths }, ...more], serviceOf: () => "my web" }).find((one) =>
      one.startsWith("hullproof harden"),
    );
  expect(harden(["compose.yaml"])).toBe("hullproof harden --service 'my web'");
  expect(harden(["prod.compose.yaml"])).toBe("hullproof harden --service 'my web' prod.compose.yaml");
  expect(harden(["compose.yaml"], [dockerfile])).toBe("hullproof harden");
});

it.each([
  [{ safe: 0, proven: 22, suggested: 38 }, "0 safe fixes, 22 after a build, 38 suggestions; writes nothing"],
  [{ safe: 1, proven: 0, suggested: 0 }, "1 safe fix; writes nothing"],
  [{ safe: 0, proven: 0, suggested: 1 }, "0 safe fixes, 1 suggestion; writes nothing"],
])("counts fixes of %j by class", (fixes, expected) => {
  const step = nextSteps({ ...common, fixes }).find(({ command }) => command === "hullproof fix .");
  expect(step?.what).toBe(expected);
});
