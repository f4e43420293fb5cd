import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runtimeProfile } from "./runtime-profile.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-test-apparmor-"));
});
afterAll(() => rm(folder, { recursive: true }));

const podman = { sameKernel: true, runtime: "crun", securityOptions: ["name=seccomp", "name=apparmor"] };
const ask = async (info: typeof podman, profiles: string) => {
  const file = join(folder, "profiles");
  await writeFile(file, profiles);
  return runtimeProfile(info, file);
};

test("names a profile of crun", async () => {
  expect(await ask(podman, "runc (unconfined)\ncrun (unconfined)\ncontainers-default-0.69.1 (enforce)\n")).toContain(
    "no-new-privileges",
  );
});

test.each<[string, typeof podman, string]>([
  ["no such profile", podman, "containers-default-0.62.2 (enforce)\nnot-crun (enforce)\n"],
  ["another runtime", { ...podman, runtime: "runc" }, "crun (unconfined)\n"],
  [
    "rootless, where containers are unconfined",
    { ...podman, securityOptions: ["name=apparmor", "name=rootless"] },
    "crun (unconfined)\n",
  ],
  ["no AppArmor", { ...podman, securityOptions: [] }, "crun (unconfined)\n"],
  ["an engine elsewhere", { ...podman, sameKernel: false }, "crun (unconfined)\n"],
])("reports nothing: %s", async (_, info, profiles) => {
  expect(await ask(info, profiles)).toBeUndefined();
});

test("returns nothing for an unreadable list", async () => {
  expect(await runtimeProfile(podman, join(folder, "none"))).toBeUndefined();
});
