import { expect } from "vitest";
import { capabilities as names } from "../../../src/domain/profile/capability.ts";
import { capabilityGrades } from "../../../src/rules/capabilities/capabilities/capability-grades.ts";
import alreadyGranted from "../../../src/rules/capabilities/capabilities/already-granted.ts";
import dangerousCapability from "../../../src/rules/capabilities/capabilities/dangerous-capability.ts";
import droppedAndAdded from "../../../src/rules/capabilities/capabilities/dropped-and-added.ts";
import neverGranted from "../../../src/rules/capabilities/capabilities/never-granted.ts";
import newPrivileges from "../../../src/rules/capabilities/isolation/new-privileges.ts";
import noEffectWhenPrivileged from "../../../src/rules/capabilities/capabilities/no-effect-when-privileged.ts";
import notDropped from "../../../src/rules/capabilities/capabilities/not-dropped.ts";
import privileged from "../../../src/rules/capabilities/isolation/privileged.ts";
import seccompOff from "../../../src/rules/capabilities/isolation/seccomp-off.ts";
import unusedByUser from "../../../src/rules/capabilities/capabilities/unused-by-user.ts";
import rootGroup from "../../../src/rules/non-root/root-group.ts";
import rootUserFlag from "../../../src/rules/non-root/root-user-flag.ts";
import { capabilities, run, shows, status } from "./premise.ts";
import { withFolder } from "./host-folder.ts";

/** Bits of `CapEff`: capabilities(7), include/uapi/linux/capability.h. */
const defaults = 0xa80425fbn;
const netAdmin = 1n << 12n;
const netRaw = 1n << 13n;

shows(neverGranted, async () => {
  const plain = await capabilities([]);
  expect(await capabilities(["--cap-drop=SYS_PTRACE"])).toBe(plain);
  expect(await capabilities(["--cap-drop=NET_RAW"])).toBe(plain & ~netRaw);
});

shows(notDropped, async () => {
  expect(await capabilities([])).toBe(defaults);
  expect(await capabilities(["--cap-drop=ALL"])).toBe(0n);
});

shows(privileged, async () => {
  const held = await capabilities(["--privileged"]);
  expect(held & defaults).toBe(defaults);
  // SYS_ADMIN, SYS_MODULE, SYS_RAWIO
  for (const bit of [21n, 16n, 17n]) expect(held & (1n << bit)).not.toBe(0n);
  const nodes = async (flags: readonly string[]) => Number((await run(flags, "ls /dev | wc -l")).said);
  expect(await nodes(["--privileged"])).toBeGreaterThan(await nodes([]));
  expect(await status(["--privileged"], "Seccomp")).toBe("0");
});

shows(seccompOff, async () => {
  expect(await status([], "Seccomp")).toBe("2");
  expect(await status(["--security-opt=seccomp=unconfined"], "Seccomp")).toBe("0");
});

shows(newPrivileges, async () => {
  // The root of this passwd file has no password, so that a setuid su is enough.
  const script =
    "printf 'root::0:0::/:/bin/sh\\napp:x:1000:1000::/:/bin/sh\\n' > /etc/passwd; cp /bin/busybox /bin/setuid-su; chmod 4755 /bin/setuid-su; " +
    "ln -s setuid-su /bin/su; busybox su app -c 'busybox id -u; /bin/su root -c \"busybox id -u\"'";
  expect((await run([], script)).said).toBe("1000\n0\n");
  expect((await run(["--security-opt=no-new-privileges=false"], script)).said).toBe("1000\n0\n");
  expect((await run(["--security-opt=no-new-privileges"], script)).said).toMatch(/^1000\nsu: must be suid/);
});

shows(rootUserFlag, async () => {
  await withFolder(async (folder) => {
    const write = async (user: string) =>
      (await run([`--user=${user}`, "-v", `${folder.path}:/given`], `id -u; echo x > /given/of-${user}`)).said.trim();
    folder.openToAll();
    expect(await write("0")).toBe("0");
    expect(await write("1000")).toBe("1000");
    expect(folder.ownerOf("of-0")).toBe(0);
    expect(folder.ownerOf("of-1000")).toBe(1000);
  });
});

shows(droppedAndAdded, async () => {
  expect((await capabilities(["--cap-drop=NET_RAW", "--cap-add=NET_RAW"])) & netRaw).toBe(netRaw);
});

shows(alreadyGranted, async () => {
  expect(await capabilities(["--cap-add=NET_BIND_SERVICE"])).toBe(await capabilities([]));
});

shows(noEffectWhenPrivileged, async () => {
  const all = await capabilities(["--privileged"]);
  expect(await capabilities(["--privileged", "--cap-drop=ALL"])).toBe(all);
  expect(await capabilities(["--privileged", "--cap-add=SYS_TIME"])).toBe(all);
});

shows(unusedByUser, async () => {
  const flags = ["--cap-add=NET_ADMIN"];
  expect(await capabilities(["--user=1000", ...flags])).toBe(0n);
  expect((await capabilities(flags)) & netAdmin).toBe(netAdmin);
});

shows(dangerousCapability, async () => {
  const graded = Object.keys(capabilityGrades);
  const bits = graded.reduce((sum, name) => sum | (1n << BigInt(names.findIndex((one) => one === name))), 0n);
  const all = await capabilities(["--cap-add=ALL"]);
  const [plain, added] = [await capabilities([]), await capabilities(graded.map((name) => `--cap-add=${name}`))];
  expect(plain & bits).toBe(0n);
  // An engine that lacks a capability itself has none to give.
  expect(added).toBe(plain | (bits & all));
  expect(all & defaults).toBe(defaults);
  const down = "busybox ip link set lo down && echo down";
  expect((await run(["--cap-add=NET_ADMIN"], down)).said).toBe("down\n");
  expect((await run([], down)).said).toContain("Operation not permitted");
});

shows(rootGroup, async () => {
  await withFolder(async (folder) => {
    folder.openToAll();
    const given = ["-v", `${folder.path}:/given`];
    await run(given, "echo x > /given/shared; chmod 660 /given/shared");
    const write = async (...flags: string[]) =>
      (await run([...given, "--user=1000:1000", ...flags], "echo y >> /given/shared && echo written")).said;
    expect(await write()).toContain("Permission denied");
    expect(await write("--group-add=0")).toBe("written\n");
  });
});
