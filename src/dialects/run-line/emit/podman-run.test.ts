import { expect, it, test } from "vitest";
import { fullProfile, sampleProfile } from "../../../../test/emit/sample-profile.ts";
import { sampleProvenOn } from "../../../../test/emit/proven-on.ts";
import type { Profile } from "../../../domain/profile/profile.ts";
import compose from "../../compose/emit/compose.ts";
import dockerRun from "./docker-run.ts";
import podmanRun from "./podman-run.ts";
import quadlet from "../../quadlet/emit/quadlet.ts";

const textOf = (profile: Profile): string => podmanRun.emit(profile).files[0]?.text ?? "";

test("writes a line for Podman's client", () => {
  const { files, losses } = podmanRun.emit(sampleProfile);
  expect(files).toMatchObject([{ name: "podman-run.sh", executable: true }]);
  expect(
    textOf(sampleProfile)
      .split("\n")
      .filter((line) => !line.startsWith("#")),
  ).toMatchInlineSnapshot(`
    [
      "podman run \\",
      "  --detach \\",
      "  --user 10001:10001 \\",
      "  --cap-drop ALL \\",
      "  --cap-add SETGID \\",
      "  --cap-add SETUID \\",
      "  --security-opt no-new-privileges \\",
      "  --read-only \\",
      "  --tmpfs /tmp:rw,noexec,nosuid,nodev,size=64m,mode=1777,notmpcopyup \\",
      "  --memory 48m \\",
      "  --memory-swap 48m \\",
      "  --cpus 0.5 \\",
      "  --pids-limit 16 \\",
      "  --sysctl net.core.somaxconn=128 \\",
      "  --tmpfs /run:ro,nosuid,nodev \\",
      "  --tmpfs /var/tmp:ro,nosuid,nodev \\",
      "  --env PRICE \\",
      "  --env TZ=Europe/Moscow \\",
      "  --publish 127.0.0.1:8080:8080 \\",
      "  --volume data:/var/lib/app \\",
      "  docker.io/sample/app:hardened",
      "",
    ]
  `);
  expect(losses.map(({ code, target }) => `${target} ${code}`)).toMatchInlineSnapshot(`
    [
      "podman-run ambient-capabilities",
      "podman-run tmpfs-inodes",
    ]
  `);
});

it.each<[string, Partial<Profile["tmpfs"][0]>, string]>([
  ["of root", { uid: 0, gid: 0, mode: "755" }, ",mode=755,notmpcopyup"],
  ["of the user that the container runs as", { uid: 1000, gid: 1001, mode: "700" }, ",mode=700,U,notmpcopyup"],
])("writes a tmpfs %s without the options that Podman refuses", (_, mount, options) => {
  const profile = { ...sampleProfile, user: { uid: 1000, gid: 1001 } };
  const tmpfs = [{ path: "/tmp", sizeBytes: 65536, uid: 0, gid: 0, mode: "1777", inodes: 99, ...mount }];
  const { losses, files } = podmanRun.emit({ ...profile, tmpfs });
  expect(files[0]?.text).toContain(`--tmpfs /tmp:rw,noexec,nosuid,nodev,size=64k${options} `);
  expect(losses.map(({ code }) => code)).not.toContain("tmpfs-owner");
});

test("reports a tmpfs of another user as a loss by name", () => {
  const tmpfs = [{ path: "/tmp", sizeBytes: 65536, uid: 7, gid: 1001, mode: "700" }];
  const { losses } = podmanRun.emit({ ...sampleProfile, user: { uid: 1000, gid: 1001 }, tmpfs });
  expect(losses).toContainEqual(
    expect.objectContaining({ kind: "differs", code: "tmpfs-owner", wanted: "/tmp of 7:1001" }),
  );
});

/** Values of `--tmpfs`, and whether Podman's own places are off. */
function placesOf(profile: Profile): readonly string[] {
  return textOf(profile).match(/(?<=^ {2})(?:--read-only\S*|--tmpfs \S+:ro\S*|--tmpfs \/dev\/shm)/gm) ?? [];
}
const ro = (...paths: readonly string[]) => paths.map((path) => `--tmpfs ${path}:ro,nosuid,nodev`);
const tmpfsAt = (path: string) => ({ path, sizeBytes: 65536, uid: 0, gid: 0, mode: "755" });

it.each<[string, Partial<Profile>, readonly string[]]>([
  ["nothing", {}, ro("/run", "/tmp", "/var/tmp")],
  ["a tmpfs on one", { tmpfs: [tmpfsAt("/run")] }, ro("/tmp", "/var/tmp")],
  ["a tmpfs on one, with a slash", { tmpfs: [tmpfsAt("/tmp/")] }, ro("/run", "/var/tmp")],
  ["a tmpfs below one", { tmpfs: [tmpfsAt("/run/app")] }, ro("/run", "/tmp", "/var/tmp")],
  ["a tmpfs on each", { tmpfs: ["/run", "/tmp", "/var/tmp"].map(tmpfsAt) }, []],
  ["a volume below one", { volumes: [{ name: "data", path: "/tmp/data" }] }, ro("/run", "/tmp", "/var/tmp")],
  ["a volume beside them", { volumes: [{ name: "data", path: "/tmpfiles" }] }, ro("/run", "/tmp", "/var/tmp")],
])("makes /run, /tmp and /var/tmp read-only with the root, but not /dev: %s", (_, mounts, places) => {
  const profile = { ...sampleProfile, tmpfs: [], volumes: [], ...mounts };
  expect(placesOf({ ...profile, readOnlyRootfs: true })).toEqual(["--read-only", ...places]);
  expect(placesOf({ ...profile, readOnlyRootfs: false })).toEqual([]);
  for (const { emit } of [podmanRun, quadlet])
    expect(emit({ ...profile, readOnlyRootfs: true }).losses.map(({ code }) => code)).not.toContain("read-only-dev");
});

it.each(["/run", "/tmp/", "/var/tmp"])(
  "reports /dev as a loss if Podman's own mounts would hide a volume at %s",
  (path) => {
    const profile = { ...sampleProfile, tmpfs: [], volumes: [{ name: "data", path }] };
    expect(placesOf(profile)).toEqual(["--read-only", "--read-only-tmpfs=false", "--tmpfs /dev/shm"]);
    const { files } = quadlet.emit(profile);
    expect(files[0]?.text).toMatch(/^ReadOnlyTmpfs=false$/m);
    for (const { emit } of [podmanRun, quadlet]) {
      const losses = (version: string) =>
        emit(profile, { version }).losses.filter(({ code }) => code === "read-only-dev");
      expect(losses("5.4")).toEqual([expect.objectContaining({ kind: "stronger", field: "readOnlyRootfs" })]);
      expect(losses("4.6")).toEqual([]);
    }
  },
);

it.each([
  ["4.4", [], false],
  ["4.6", [], false],
  ["4.7", ["read-only-dev"], false],
  ["4.8", [], true],
  ["5.4", [], true],
] as const)("writes a unit for Podman %s with losses %j", (version, codes, places) => {
  const { files, losses } = quadlet.emit(sampleProfile, { version });
  expect(losses.map(({ code }) => code).filter((code) => code === "read-only-dev")).toEqual(codes);
  const text = files[0]?.text ?? "";
  expect(text.includes("Tmpfs=/run:ro,nosuid,nodev")).toBe(places);
  expect(text.includes("/dev/shm:rw")).toBe(!places);
  expect(text).not.toContain("ReadOnlyTmpfs=");
});

test("quotes a range of groups as one word", () => {
  const sysctls = { "net.ipv4.ping_group_range": "0 65535" };
  for (const { emit } of [podmanRun, dockerRun])
    expect(emit({ ...sampleProfile, sysctls }).files[0]?.text).toContain(
      "--sysctl 'net.ipv4.ping_group_range=0 65535'",
    );
});

test("keeps the image name of a proof on Podman", () => {
  const image = { ...sampleProfile.image, name: "team/app:1" };
  expect(textOf({ ...sampleProfile, image })).toContain(" docker.io/team/app:1");
  const engine = { name: "Podman Engine", version: "5.4.2" };
  expect(textOf({ ...sampleProfile, image, provenOn: { ...sampleProvenOn, engine } })).toContain(" team/app:1");
});

const { prepared: _, ...unprepared } = fullProfile;
const full: Profile = { ...unprepared, volumes: [] };

test.each(["podman", "podman@5.4.2"])(
  "reports what docker's clients cannot send to %s as a loss, with an alternative",
  (engine) => {
    for (const { emit } of [dockerRun, compose]) {
      const { losses } = emit(full, { engines: [engine] });
      expect(losses.filter(({ kind }) => kind === "unsupported").map(({ code }) => code)).toEqual([
        "inline-seccomp",
        ...full.tmpfs.map(() => "tmpfs-options"),
      ]);
      for (const { remedy } of losses) expect(remedy).toContain("--to podman-run");
      const { seccomp: _list, ...bare } = full;
      expect(emit({ ...bare, tmpfs: [] }, { engines: [engine] }).losses).toEqual([]);
    }
  },
);

test.each([[[]], [["docker@29"]], [["file:/podman"]], [["containerd"]], [["podmanager"]]])(
  "reports no loss for docker's clients at %j",
  (engines) => {
    for (const { emit } of [dockerRun, compose]) expect(emit(full, { engines }).losses).toEqual([]);
  },
);
