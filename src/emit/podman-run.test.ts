import { expect, it, test } from "vitest";
import { fullProfile, sampleProfile } from "../../test/emit/sample-profile.ts";
import { sampleProvenOn } from "../../test/emit/proven-on.ts";
import type { Profile } from "../domain/profile/profile.ts";
import compose from "./compose.ts";
import dockerRun from "./docker-run.ts";
import podmanRun from "./podman-run.ts";

const textOf = (profile: Profile): string => podmanRun.emit(profile).files[0]?.text ?? "";

test("a line for Podman's own client", () => {
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
      "  --read-only-tmpfs=false \\",
      "  --tmpfs /dev/shm:rw,noexec,nosuid,nodev,size=64m,mode=1777,notmpcopyup \\",
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
])("a tmpfs %s is made as that, without the options that Podman refuses", (_, mount, options) => {
  const profile = { ...sampleProfile, user: { uid: 1000, gid: 1001 } };
  const tmpfs = [{ path: "/tmp", sizeBytes: 65536, uid: 0, gid: 0, mode: "1777", inodes: 99, ...mount }];
  const { losses, files } = podmanRun.emit({ ...profile, tmpfs });
  expect(files[0]?.text).toContain(`--tmpfs /tmp:rw,noexec,nosuid,nodev,size=64k${options} `);
  expect(losses.map(({ code }) => code)).not.toContain("tmpfs-owner");
});

test("a tmpfs of anyone else is a loss by name", () => {
  const tmpfs = [{ path: "/tmp", sizeBytes: 65536, uid: 7, gid: 1001, mode: "700" }];
  const { losses } = podmanRun.emit({ ...sampleProfile, user: { uid: 1000, gid: 1001 }, tmpfs });
  expect(losses).toContainEqual(
    expect.objectContaining({ kind: "differs", code: "tmpfs-owner", wanted: "/tmp of 7:1001" }),
  );
});

test("/run, /tmp and /var/tmp stay read-only only where the root is", () => {
  expect(textOf({ ...sampleProfile, readOnlyRootfs: true })).toContain("--read-only-tmpfs=false");
  expect(textOf({ ...sampleProfile, readOnlyRootfs: false })).not.toContain("--read-only");
});

test("a range of groups is one word", () => {
  const sysctls = { "net.ipv4.ping_group_range": "0 65535" };
  for (const { emit } of [podmanRun, dockerRun])
    expect(emit({ ...sampleProfile, sysctls }).files[0]?.text).toContain(
      "--sysctl 'net.ipv4.ping_group_range=0 65535'",
    );
});

test("an image that Podman itself proved keeps its name", () => {
  const image = { ...sampleProfile.image, name: "team/app:1" };
  expect(textOf({ ...sampleProfile, image })).toContain(" docker.io/team/app:1");
  const engine = { name: "Podman Engine", version: "5.4.2" };
  expect(textOf({ ...sampleProfile, image, provenOn: { ...sampleProvenOn, engine } })).toContain(" team/app:1");
});

const { prepared: _, ...unprepared } = fullProfile;
const full: Profile = { ...unprepared, volumes: [] };

test.each(["podman", "podman@5.4.2"])(
  "docker's clients at %s: what it refuses is a loss, with the way that works",
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
  "docker's clients at %j lose nothing",
  (engines) => {
    for (const { emit } of [dockerRun, compose]) expect(emit(full, { engines }).losses).toEqual([]);
  },
);
