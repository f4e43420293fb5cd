import { expect, test } from "vitest";
import { defaultCapabilities } from "../../../domain/profile/capability.ts";
import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import { changes } from "./changes.ts";
import { liftsOf } from "./lifts.ts";

const gibibyte = 2 ** 30;
const lab = (user: string, grants = {}) =>
  ({
    imageSummary: { user },
    workload: { grants },
    session: { engine: { info: { name: "Docker Engine", cpus: 2, memoryBytes: 4 * gibibyte } } },
  }) as unknown as Parameters<typeof changes>[2];

const culprits = (restrictions: Restrictions, setting = lab("")) =>
  liftsOf(restrictions, "")
    .filter(({ lift }) => changes(restrictions, lift(restrictions), setting))
    .map(({ kind }) => kind);

test.each([
  ["root on an image of root", { user: "0:0" }, lab("root"), []],
  ["root on an image without USER", { user: "0:0" }, lab(""), []],
  ["root in another group", { user: "0:100" }, lab(""), ["user"]],
  ["the image's own user", { user: "1000:1000" }, lab("1000:1000"), []],
  ["another user", { user: "10001:10001" }, lab("0"), ["user"]],
  ["all dropped and all given back", { dropAll: true, addCapabilities: defaultCapabilities }, lab(""), []],
  ["one dropped", { dropAll: true, addCapabilities: defaultCapabilities.slice(1) }, lab(""), ["capabilities"]],
  [
    "what was granted is dropped too",
    { dropAll: true, addCapabilities: defaultCapabilities },
    lab("", { capabilities: ["NET_ADMIN"] }),
    ["capabilities"],
  ],
  ["more memory than there is", { memoryBytes: 8 * gibibyte }, lab(""), []],
  ["less memory", { memoryBytes: gibibyte }, lab(""), ["memoryBytes"]],
  ["all processors", { cpus: 2 }, lab(""), []],
  ["one processor", { cpus: 1 }, lab(""), ["cpus"]],
  ["no network where the deployment has none", { network: "none" }, lab("", { network: "none" }), []],
  ["an init process", { init: true }, lab(""), ["init"]],
  ["an init process where the deployment has one", { init: true }, lab("", { init: true }), []],
  ["no network", { network: "none" }, lab(""), ["network"]],
] as const)("%s", (_, restrictions, setting, kinds) => {
  expect(culprits(restrictions as Restrictions, setting)).toEqual(kinds);
});

test("counts an unknown restriction", () => {
  const before: Restrictions = { shmBytes: 8, sysctls: { "net.core.somaxconn": "9" } };
  expect(changes(before, { sysctls: { "net.core.somaxconn": "9" } }, lab(""))).toBe(true);
  expect(changes(before, { shmBytes: 8 }, lab(""))).toBe(true);
  expect(changes({ init: false, ulimits: [] }, {}, lab(""))).toBe(false);
});
