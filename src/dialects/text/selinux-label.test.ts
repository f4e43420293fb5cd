import { expect, test } from "vitest";
import { sampleProfile } from "../../../test/emit/sample-profile.ts";
import { sampleProvenOn } from "../../../test/emit/proven-on.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import { emitters } from "../index.ts";
import { selinuxLabel } from "./selinux-label.ts";
import { ofProfile } from "../print/of-profile.ts";
import { mountText } from "../print/printed-spec.ts";

const provenOn = (accessControl: readonly string[]) => ({
  ...sampleProvenOn,
  accessControl,
});
const on = (accessControl: readonly string[], from?: string): Profile => ({
  ...sampleProfile,
  provenOn: provenOn(accessControl),
  volumes: [{ name: "data", path: "/data", readOnly: true, ...(from !== undefined && { from }) }],
});
const label = (accessControl: readonly string[], from?: string) => {
  const profile = on(accessControl, from);
  return selinuxLabel(profile.volumes[0]!, profile);
};

test("labels only folders below the project", () => {
  for (const from of ["data", "./data", "deploy/conf/a.json", ".", ".conf", "a..b/c"])
    expect(label(["SELinux"], from), from).toBe("shared");
  for (const from of ["/etc", "/", "~", "~/data", "../data", "a/../../b", "data/.."])
    expect(label(["SELinux"], from), from).toBe("asked");
  expect(label(["SELinux"])).toBe("none");
});

test("labels nothing without SELinux, and counts a repeated proof under it", () => {
  for (const accessControl of [[], ["AppArmor"]])
    for (const from of ["data", "/etc", undefined]) expect(label(accessControl, from)).toBe("none");
  const later = { ...on([], "data"), alsoProvenOn: [provenOn(["SELinux"])] };
  expect(selinuxLabel(later.volumes[0]!, later)).toBe("shared");
});

test("writes labels in the engines' form", () => {
  const text = (from?: string) => {
    const profile = on(["SELinux"], from);
    const [readOnly] = profile.volumes;
    const { readOnly: _, ...writable } = readOnly!;
    return ofProfile({ ...profile, volumes: [readOnly!, writable] }).mounts?.map((mount) => mountText(mount));
  };
  expect(text("conf")).toEqual(["./conf:/data:ro,z", "./conf:/data:z"]);
  expect(text("/srv/conf")).toEqual(["/srv/conf:/data:ro", "/srv/conf:/data"]);
  expect(text()).toEqual(["data:/data:ro", "data:/data"]);
});

test.each(["docker-run", "podman-run", "compose", "quadlet"])("%s has the label, or describes the step", (name) => {
  const emitter = emitters.find((one) => one.name === name)!;
  const of = (from: string) => emitter.emit(on(["SELinux"], from));
  const text = ({ files }: ReturnType<typeof of>) => files.map((file) => file.text).join("\n");
  expect(text(of("./conf"))).toContain("./conf:/data:ro,z");
  const outside = of("/srv/conf");
  expect(text(outside)).not.toContain("ro,z");
  expect(text(outside)).toContain("with SELinux, containers may use what lies at /srv/conf");
  expect(outside.losses).toContainEqual(expect.objectContaining({ code: "selinux-label", kind: "moved" }));
});
