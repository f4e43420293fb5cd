import { expect, test } from "vitest";
import { hostNeeds } from "./host-needs.ts";

const run = { kind: "run", name: "x", command: ["rm", "-rf", "x"], exitCode: 0, timeoutMs: 1000 } as const;
const mount = (from: string) => [{ name: "v", path: "/v", from }];

test("what reaches beyond containers is named", async () => {
  expect(await hostNeeds({ steps: [run] })).toEqual(["runs `rm -rf x` here"]);
  expect(await hostNeeds({ grants: { network: "host", capabilities: ["SYS_ADMIN", "IPC_LOCK"] } })).toEqual([
    "puts the container into the host's network",
    "grants SYS_ADMIN",
  ]);
  expect(await hostNeeds({ grants: { devices: [{ path: "/dev/sda", permissions: "r" }] } })).toHaveLength(1);
  expect(await hostNeeds({ volumes: mount("/etc") })).toEqual(["hands /etc to a container, from outside this folder"]);
  const companion = {
    name: "db",
    image: "x",
    aliases: [],
    env: {},
    ready: { kind: "health" },
    readyTimeoutMs: 1,
  } as const;
  expect(await hostNeeds({ companions: [{ ...companion, volumes: mount("../x") }] })).toHaveLength(1);
});

test("a folder beneath this one, and what only concerns containers, needs nobody's consent", async () => {
  expect(
    await hostNeeds({ volumes: [...mount("src"), ...mount("./not-there-yet"), { name: "d", path: "/d" }] }),
  ).toEqual([]);
  expect(await hostNeeds({ grants: { network: "none", capabilities: ["IPC_LOCK"] } })).toEqual([]);
});
