import { randomBytes } from "node:crypto";
import { expect } from "vitest";
import unprovenImage from "../../../src/rules/capabilities/isolation/unproven-image.ts";
import privilegesDrift from "../../../src/rules/capabilities/isolation/drift.ts";
import limitsDrift from "../../../src/rules/limits/drift.ts";
import killedForMemory from "../../../src/rules/limits/killed-for-memory.ts";
import restartLoop from "../../../src/rules/limits/restart-loop.ts";
import unhealthy from "../../../src/rules/limits/unhealthy.ts";
import userDrift from "../../../src/rules/non-root/drift.ts";
import runningAsRoot from "../../../src/rules/non-root/running-as-root.ts";
import imageBehindTag from "../../../src/rules/updates/image-behind-tag.ts";
import { withFolder } from "./host-folder.ts";
import { docker, label, once, run, shows, started, until } from "./premise.ts";

const quiet = ["--network=none"];
const fill = ["dd", "if=/dev/zero", "of=/dev/null", "bs=64M", "count=1"];
const nameOfImage = (): string => `hullproof-test/premise-${randomBytes(4).toString("hex")}`;
const inspect = async (id: string, field: string): Promise<string> =>
  (await docker("inspect", "--format", `{{json ${field}}}`, id)).said.trim();

/** What a name starts, and what a container of before goes on with, once its tag was moved. */
const moved = once(async () => {
  const name = `${nameOfImage()}:1`;
  await using base = await started(quiet, "sleep 60");
  const commit = async (value: string) => await docker("commit", "--change", `ENV VERSION=${value}`, base.id, name);
  const start = async () => (await docker("run", "-d", "--label", label, ...quiet, name, "sleep", "60")).said.trim();
  const version = async (id: string) => (await docker("exec", id, "sh", "-c", "echo $VERSION")).said.trim();
  await commit("1");
  const [first, image] = [await start(), await inspect(name, ".Id")];
  await commit("2");
  const second = await start();
  try {
    expect([await version(first), await version(second)]).toEqual(["1", "2"]);
    expect(await inspect(first, ".Image")).not.toBe(await inspect(second, ".Image"));
  } finally {
    await docker("rm", "--force", first, second);
    await docker("rmi", name, JSON.parse(image) as string);
  }
});

shows(imageBehindTag, moved);
shows(unprovenImage, moved);

shows(runningAsRoot, async () => {
  await withFolder(async (folder) => {
    folder.openToAll();
    for (const [file, ...user] of [["of-root"], ["of-1000", "--user=1000"]] as const)
      await run([...user, "-v", `${folder.path}:/given`], `echo x > /given/${file}`);
    expect([folder.ownerOf("of-root"), folder.ownerOf("of-1000")]).toEqual([0, 1000]);
  });
});

shows(killedForMemory, async () => {
  await using limited = await started([...quiet, "--memory=16m", "--memory-swap=16m"], fill.join(" "));
  await using free = await started(quiet, fill.join(" "));
  for (const { id } of [limited, free]) await until(async () => (await inspect(id, ".State.Status")) === '"exited"');
  expect(await inspect(limited.id, ".State.OOMKilled")).toBe("true");
  expect(await inspect(free.id, ".State.OOMKilled")).toBe("false");
});

shows(restartLoop, async () => {
  await using failing = await started([...quiet, "--restart=always"], "exit 127");
  await using serving = await started([...quiet, "--restart=always"], "sleep 60");
  await until(async () => Number(await inspect(failing.id, ".RestartCount")) > 2);
  expect(await inspect(serving.id, ".RestartCount")).toBe("0");
});

shows(unhealthy, async () => {
  const asked = ["--health-interval=1s", "--health-retries=1"];
  await using ill = await started([...quiet, ...asked, "--health-cmd=false"], "sleep 60");
  await using well = await started([...quiet, ...asked, "--health-cmd=true"], "sleep 60");
  await until(async () => (await inspect(ill.id, ".State.Health.Status")) === '"unhealthy"');
  await until(async () => (await inspect(well.id, ".State.Health.Status")) === '"healthy"');
  expect(await inspect(ill.id, ".State.Running")).toBe("true");
});

shows(limitsDrift, async () => {
  await using container = await started([...quiet, "--memory=16m", "--memory-swap=16m"], "sleep 60");
  expect((await docker("exec", container.id, ...fill)).code).toBe(137);
  expect((await docker("update", "--memory=128m", "--memory-swap=128m", container.id)).code).toBe(0);
  expect((await docker("exec", container.id, ...fill)).code).toBe(0);
});

shows(privilegesDrift, async () => {
  await using proven = await started([...quiet, "--cap-drop=ALL"], "sleep 60");
  await using drifted = await started([...quiet, "--cap-drop=ALL", "--cap-add=NET_ADMIN"], "sleep 60");
  const down = async (id: string) => (await docker("exec", id, "busybox", "ip", "link", "set", "lo", "down")).code;
  expect(await down(proven.id)).not.toBe(0);
  expect(await down(drifted.id)).toBe(0);
});

shows(userDrift, async () => {
  const name = nameOfImage();
  await using base = await started(quiet, "echo kept > /kept; chmod 600 /kept; sleep 60");
  await until(async () => (await docker("exec", base.id, "cat", "/kept")).said === "kept\n");
  await docker("commit", "--change", "USER 1000", base.id, name);
  const read = async (...user: string[]) =>
    (await docker("run", "--rm", "--label", label, ...quiet, ...user, name, "cat", "/kept")).said;
  try {
    expect(await read()).toContain("Permission denied");
    expect(await read("--user=0")).toBe("kept\n");
  } finally {
    await docker("rmi", name);
  }
});
