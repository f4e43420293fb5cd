import { expect, test } from "vitest";
import { defaultCapabilities } from "../../../domain/profile/capability.ts";
import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import { changes } from "./changes.ts";
import { relaxationsOf } from "./relaxations.ts";

const gibibyte = 2 ** 30;
const runner = (user: string, grants = {}) =>
  ({
    imageSummary: { user },
    workload: { grants },
    session: { engine: { info: { name: "Docker Engine", cpus: 2, memoryBytes: 4 * gibibyte } } },
  }) as unknown as Parameters<typeof changes>[2];

const culprits = (restrictions: Restrictions, setting = runner("")) =>
  relaxationsOf(restrictions, "")
    .filter(({ relax }) => changes(restrictions, relax(restrictions), setting))
    .map(({ kind }) => kind);

test.each([
  ["root on an image of root", { user: "0:0" }, runner("root"), []],
  ["root on an image without USER", { user: "0:0" }, runner(""), []],
  ["root in another group", { user: "0:100" }, runner(""), ["user"]],
  ["the image's own user", { user: "1000:1000" }, runner("1000:1000"), []],
  ["another user", { user: "10001:10001" }, runner("0"), ["user"]],
  ["all dropped and all given back", { dropAll: true, addCapabilities: defaultCapabilities }, runner(""), []],
  ["one dropped", { dropAll: true, addCapabilities: defaultCapabilities.slice(1) }, runner(""), ["capabilities"]],
  [
    "what was granted is dropped too",
    { dropAll: true, addCapabilities: defaultCapabilities },
    runner("", { capabilities: ["NET_ADMIN"] }),
    ["capabilities"],
  ],
  ["more memory than there is", { memoryBytes: 8 * gibibyte }, runner(""), []],
  ["less memory", { memoryBytes: gibibyte }, runner(""), ["memoryBytes"]],
  ["all processors", { cpus: 2 }, runner(""), []],
  ["one processor", { cpus: 1 }, runner(""), ["cpus"]],
  ["no network where the deployment has none", { network: "none" }, runner("", { network: "none" }), []],
  ["an init process", { init: true }, runner(""), ["init"]],
  ["an init process where the deployment has one", { init: true }, runner("", { init: true }), []],
  ["no network", { network: "none" }, runner(""), ["network"]],
] as const)("%s", (_, restrictions, setting, kinds) => {
  expect(culprits(restrictions as Restrictions, setting)).toEqual(kinds);
});

test("counts an unknown restriction", () => {
  const before: Restrictions = { shmBytes: 8, sysctls: { "net.core.somaxconn": "9" } };
  expect(changes(before, { sysctls: { "net.core.somaxconn": "9" } }, runner(""))).toBe(true);
  expect(changes(before, { shmBytes: 8 }, runner(""))).toBe(true);
  expect(changes({ init: false, ulimits: [] }, {}, runner(""))).toBe(false);
});
