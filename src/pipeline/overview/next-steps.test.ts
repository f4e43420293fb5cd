import { expect, it } from "vitest";
import { nextSteps } from "./next-steps.ts";

const none = { error: 0, warning: 0, info: 0 };
const common = { here: [], tally: none, mostSevere: [], fixes: 0, hasEngine: true, refused: new Set<string>() };
const dockerfile = { kind: "dockerfile", paths: ["Dockerfile"] } as const;
const compose = { kind: "compose", paths: ["compose.yaml"] } as const;
const below = { kind: "dockerfile", paths: ["services/a b/Dockerfile", "services/c/Dockerfile"] } as const;
const commands = (asked: Partial<Parameters<typeof nextSteps>[0]>) =>
  nextSteps({ ...common, ...asked }).map(({ command }) => command);

it.each([
  [
    "findings with fixes and an engine",
    { here: [dockerfile], mostSevere: [], tally: { ...none, error: 1 }, fixes: 2, hasEngine: true },
    ["hullproof check", "hullproof fix .", "hullproof harden"],
  ],
  [
    "the same without an engine: nothing that needs one",
    { here: [dockerfile], mostSevere: [], tally: { ...none, error: 1 }, fixes: 2, hasEngine: false },
    ["hullproof check", "hullproof fix .", "hullproof check IMAGE"],
  ],
  [
    "a clean Dockerfile",
    { here: [dockerfile], mostSevere: [], tally: none, fixes: 0, hasEngine: true },
    ["hullproof harden", "hullproof audit", "hullproof check IMAGE"],
  ],
  [
    "nothing at all",
    { here: [], mostSevere: [], tally: none, fixes: 0, hasEngine: false },
    ["hullproof check IMAGE", "hullproof scan IMAGE", "hullproof --help"],
  ],
])("three steps for %s", (_, asked, expected) => {
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
  ["the first Dockerfile below", [below], [], "hullproof harden 'services/a b/Dockerfile'"],
  ["one that can be read", [below], ["services/a b/Dockerfile"], "hullproof harden services/c/Dockerfile"],
  [
    "the Compose file beside a Dockerfile that can't be read",
    [dockerfile, compose],
    ["Dockerfile"],
    "hullproof harden compose.yaml",
  ],
  ["nothing where nothing can be read", [dockerfile], ["Dockerfile"], undefined],
  ["nothing where only a project below is", [{ kind: "compose", paths: ["a/compose.yaml"] }], [], undefined],
] as const)("harden takes %s", (_, here, refused, expected) => {
  const found = commands({ here, refused: new Set(refused) }).find((one) => one.startsWith("hullproof harden"));
  expect(found).toBe(expected);
});
