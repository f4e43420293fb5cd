import { expect, it } from "vitest";
import { nextSteps } from "./next-steps.ts";

const none = { error: 0, warning: 0, info: 0 };
const dockerfile = { kind: "dockerfile", paths: ["Dockerfile"] } as const;
const commands = (asked: Parameters<typeof nextSteps>[0]) => nextSteps(asked).map(({ command }) => command);

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
