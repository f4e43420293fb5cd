import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { patched } from "../../../../test/engine/strategic-merge.ts";
import { fullProfile, hostileWitness, sampleProfile } from "../../../../test/emit/sample-profile.ts";
import type { Profile } from "../../../domain/profile/profile.ts";
import { ofPod } from "../read-pod.ts";
import { podSecurity } from "../../../facts/pod-security/pod-security.ts";
import { podOf } from "../../../formats/kubernetes/pods-of.ts";
import { readManifest } from "../../../formats/kubernetes/read-manifest.ts";
import { strictFields } from "../../../formats/kubernetes/strict-fields.ts";
import { isHarmless } from "../../../secrets/env-by-name.ts";
import kubernetesPatch, { emitKubernetesPatch } from "./kubernetes-patch.ts";
import kubernetes, { emitKubernetes } from "./kubernetes.ts";

/** What a reader of manifests makes of it; fails where the API would refuse a field. */
function readBack(text: string, minor = 35) {
  const { objects, problems } = readManifest("kubernetes.yaml", text);
  const refused = objects.flatMap((object) => strictFields(object, minor));
  expect([...problems, ...refused]).toEqual([]);
  const [object] = objects;
  const pod = object && podOf(object);
  const [container] = pod ? ofPod(pod, "kubernetes.yaml") : [];
  if (pod === undefined || container === undefined) throw new Error("no container");
  return { pod, container };
}

const codes = (profile: Profile, version = "1.35") =>
  kubernetes.emit(profile, { version }).losses.map(({ kind, code }) => `${kind} ${code}`);
const bare: Profile = {
  ...sampleProfile,
  capabilities: { ...sampleProfile.capabilities, required: [] },
  sysctls: {},
  volumes: [],
  tmpfs: [],
};

describe("emitKubernetes", () => {
  it("is read back as the profile, which the restricted level allows", () => {
    const { pod, container } = readBack(emitKubernetes(bare));
    expect(podSecurity(pod, "kubernetes.yaml", "restricted", 35)).toEqual([]);
    expect(container).toMatchObject({
      name: "app",
      image: { value: "sample/app:hardened" },
      user: { value: "10001:10001" },
      capDrop: [{ value: "ALL" }],
      capAdd: [],
      noNewPrivileges: { value: true },
      readOnly: { value: true },
      seccomp: { value: "RuntimeDefault" },
      memoryBytes: { value: 48 * 1048576 },
      cpus: { value: 0.5 },
      health: { value: "on" },
    });
  });

  it("uses an emptyDir for an anonymous volume, unless that would hide image files", () => {
    const empty = { ...bare, anonymousVolumes: [{ path: "/var/spool/q" }] };
    const { container } = readBack(emitKubernetes(empty));
    expect(container.readOnly?.value).toBe(true);
    expect(container.mounts.map(({ value }) => value)).toEqual([
      { type: "volume", path: "/var/spool/q", readOnly: false },
    ]);
    expect(emitKubernetes(empty)).toContain(`fsGroup: ${empty.user.gid}`);
    expect(codes(empty)).toContain("weaker volume-mode");
    const seeded = { ...bare, anonymousVolumes: [{ path: "/var/lib/app", imageFiles: true as const }] };
    const writable = readBack(emitKubernetes(seeded)).container;
    expect([writable.readOnly?.value, writable.mounts]).toEqual([false, []]);
    expect(codes(seeded)).toContain("weaker root-with-image-files");
    expect(emitKubernetes(seeded)).not.toContain("fsGroup");
    // A patch could take away a claim that is there, with its data.
    const patch = kubernetesPatch.emit(empty, {});
    expect(patch.files[0]?.text).not.toContain('/var/spool/q"');
    expect(patch.losses.filter(({ field }) => field === "anonymousVolumes")).toMatchObject([
      { kind: "moved", code: "volume-of-its-own" },
    ]);
  });

  it("writes optional settings of a profile, and reports losses", () => {
    const text = emitKubernetes(fullProfile);
    const { container } = readBack(text);
    expect(container.capAdd.map(({ value }) => value)).toEqual(["SETGID", "SETUID"]);
    expect(container.seccomp?.value).toBe("hullproof/app.json");
    expect(container.mounts.map(({ value }) => value)).toEqual([
      { type: "tmpfs", path: "/tmp", options: "size=64Mi", readOnly: false },
      { type: "volume", source: "data", path: "/var/lib/app", readOnly: false },
    ]);
    expect(container.sysctls.map(({ value }) => value)).toEqual([{ name: "net.core.somaxconn", value: "128" }]);
    expect(codes(fullProfile)).toEqual(
      [
        "moved seccomp-file",
        "weaker tmpfs-mode",
        "weaker tmpfs-exec",
        "weaker tmpfs-inodes",
        "differs tmpfs-kept",
        "moved claim",
        "differs volume-not-seeded",
        "moved prepared-mount-point",
        "dropped pids",
        "dropped ulimit",
        "dropped device",
        "dropped init",
        "weaker network-none",
        "moved unsafe-sysctl",
        "moved secret-env",
      ].toSorted((a, b) => codes(fullProfile).indexOf(a) - codes(fullProfile).indexOf(b)),
    );
    const [, policy] = parseAllDocuments(text).map((document) => document.toJS());
    expect(policy).toMatchObject({ kind: "NetworkPolicy", spec: { policyTypes: ["Ingress", "Egress"] } });
    expect(text).toContain(
      "# Before the first start:\n#   seccomp.json lies on every node as /var/lib/kubelet/seccomp/",
    );
  });

  it("writes for the requested version", () => {
    expect(emitKubernetes(bare, { version: "1.32" })).not.toContain("supplementalGroupsPolicy: Strict");
    readBack(emitKubernetes(bare, { version: "1.25" }), 25);
    expect(codes(bare, "1.32")).toContain("weaker image-groups");
    const sysctl = { ...bare, sysctls: { "net.ipv4.tcp_rmem": "4096 87380 6291456" } };
    expect(codes(sysctl, "1.31")).toContain("moved unsafe-sysctl");
    expect(codes(sysctl, "1.32")).not.toContain("moved unsafe-sysctl");
  });

  it("requests a user namespace only if the proof had one", () => {
    const machine = { userNamespaces: true, rootless: false } as Profile["provenOn"];
    if (machine === undefined) throw new Error("never");
    const proven = {
      ...bare,
      provenOn: { ...machine, date: "2026-11-28", engine: {}, runtime: {}, image: {}, cgroup: {}, accessControl: [] },
    } as unknown as Profile;
    expect(readBack(emitKubernetes(proven)).container.userns?.value).toBe("private");
    expect(readBack(emitKubernetes({ ...proven, network: "host" })).container.userns).toBeUndefined();
    expect(readBack(emitKubernetes(proven, { version: "1.32" })).container.userns).toBeUndefined();
    expect(readBack(emitKubernetes(bare)).container.userns).toBeUndefined();
  });

  it("omits and reports what the API refuses together with SYS_ADMIN", () => {
    const admin: Profile = { ...bare, capabilities: { ...bare.capabilities, required: ["SYS_ADMIN"] } };
    expect(readBack(emitKubernetes(admin)).container.noNewPrivileges).toBeUndefined();
    expect(codes(admin)).toContain("weaker escalation-with-sys-admin");
  });

  it("probes readiness with the workload's headers, and not at all if one is secret", () => {
    const withHeaders = (headers: Readonly<Record<string, string>>) => {
      const ready = { kind: "http", port: 8080, path: "/", status: 200, headers } as const;
      return emitKubernetes({ ...bare, workload: { ...bare.workload, ready } });
    };
    expect(withHeaders({ host: "shop.example" })).toContain('- { name: "host", value: "shop.example" }');
    expect(withHeaders({ Authorization: "Basic eDp5" })).not.toMatch(/readinessProbe|Basic/);
  });

  it("writes a root user, writable paths, and the size of /dev/shm", () => {
    const root: Profile = { ...bare, user: { uid: 0, gid: 0 }, readOnlyRootfs: false, shmBytes: 1 << 20 };
    const { container, pod } = readBack(emitKubernetes(root));
    expect(container.user?.value).toBe("0:0");
    expect(container.readOnly?.value).toBe(false);
    expect(container.mounts.map(({ value }) => value)).toEqual([
      { type: "tmpfs", path: "/dev/shm", options: "size=1Mi", readOnly: false },
    ]);
    expect(pod.spec.entries.has("securityContext")).toBe(true);
    expect(emitKubernetes(root)).not.toContain("fsGroup");
  });

  it("starts the workload's command, with and without an entrypoint", () => {
    const words = (entrypoint: string[] | undefined, command: string[] | undefined) => {
      const workload = { ...bare.workload, ...(entrypoint && { entrypoint }), ...(command && { command }) };
      const { container } = readBack(emitKubernetes({ ...bare, workload }));
      return [container.entrypoint?.value, container.command?.value];
    };
    expect(words(["/app"], ["a", "$HOME"])).toEqual([["/app"], ["a", "$HOME"]]);
    expect(words(undefined, ["a"])).toEqual([undefined, ["a"]]);
    expect(words([], ["sh", "-c", "$(x)"])).toEqual([["sh", "-c", "$(x)"], undefined]);
    expect(words([], undefined)).toEqual([undefined, undefined]);
  });

  it("keeps container output inside its comment", () => {
    for (const emit of [emitKubernetes, emitKubernetesPatch]) {
      const text = emit(sampleProfile, { witnesses: [hostileWitness] });
      expect(parse(text)).toEqual(parse(emit(sampleProfile)));
      expect(text).toContain("# SETUID: without it t7 and t8 broke: failed switching");
      for (const control of ["\u001b", "\u202e"]) expect(text).not.toContain(control);
    }
  });

  it("writes any value, path and limit so that it reads back the same", () => {
    const text = fc.string({ unit: "grapheme" });
    fc.assert(
      fc.property(
        text,
        text,
        fc.integer({ min: 6291456, max: 2 ** 40 }),
        fc.integer({ min: 1, max: 64000 }),
        (value, rest, memoryBytes, milli) => {
          const path = `/${rest.replaceAll(":", "")}`;
          const profile: Profile = {
            ...bare,
            memoryBytes,
            cpus: milli / 1000,
            tmpfs: [{ path, mode: "700", uid: 1, gid: 2, sizeBytes: 4096 }],
            volumes: [{ name: "Data_1.x", path: "/d", readOnly: true }],
            workload: { ...bare.workload, env: { KEY: value }, command: [value] },
          };
          const { container } = readBack(emitKubernetes(profile));
          expect(container.env.map((one) => one.value)).toEqual([
            isHarmless("KEY", value) ? { name: "KEY", value } : { name: "KEY" },
          ]);
          expect(container.command?.value).toEqual([value]);
          expect(container.memoryBytes?.value).toBe(memoryBytes);
          expect(container.cpus?.value).toBeCloseTo(milli / 1000, 6);
          expect(container.mounts.map((one) => one.value)).toEqual([
            { type: "tmpfs", path, options: "size=4Ki", readOnly: false },
            { type: "volume", source: "data-1-x", path: "/d", readOnly: true },
          ]);
        },
      ),
    );
  });
});

describe("emitKubernetesPatch", () => {
  it("removes privileges that the profile does not grant, and keeps the object's volumes, secrets and probes", () => {
    const { spec } = parse(emitKubernetesPatch(sampleProfile)).spec.template;
    expect(spec).toMatchObject({
      hostPID: null,
      hostIPC: null,
      hostNetwork: null,
      automountServiceAccountToken: false,
    });
    const [container] = spec.containers;
    expect(container).toMatchObject({
      name: "app",
      env: [{ name: "TZ", value: "Europe/Moscow", valueFrom: null }],
      securityContext: { privileged: null, procMount: null, runAsUser: 10001 },
      volumeMounts: [{ name: "tmpfs-tmp", mountPath: "/tmp" }],
    });
    expect(container).not.toHaveProperty("readinessProbe");
    expect(spec.volumes).toEqual([{ name: "tmpfs-tmp", emptyDir: { medium: "Memory", sizeLimit: "64Mi" } }]);
    expect(parse(emitKubernetesPatch({ ...sampleProfile, network: "host" })).spec.template.spec.hostNetwork).toBe(true);
  });

  it("replaces the mount at a tmpfs's path completely", () => {
    const { containers, volumes } = parse(emitKubernetesPatch(sampleProfile)).spec.template.spec;
    const old = { mountPath: "/tmp", name: "old", subPath: "a", readOnly: true, mountPropagation: "Bidirectional" };
    const object = { containers: [{ name: "app", volumeMounts: [old] }], volumes: [] };
    expect(patched(object, { containers, volumes })["containers"][0].volumeMounts).toEqual([
      { mountPath: "/tmp", name: "tmpfs-tmp" },
    ]);
  });

  it("omits the refusal of escalation with SYS_ADMIN, which the API refuses together", () => {
    const text = emitKubernetesPatch({
      ...sampleProfile,
      capabilities: { required: ["SYS_ADMIN"], soft: [], unused: [] },
    });
    const [{ securityContext }] = parse(text).spec.template.spec.containers;
    expect(securityContext).toHaveProperty("allowPrivilegeEscalation", null);
  });

  it.each<[string, Partial<Profile>, readonly string[]]>([
    ["a user with mounts", {}, []],
    ["a user without mounts", { tmpfs: [], volumes: [] }, ["user.gid left-fs-group"]],
    ["root", { user: { uid: 0, gid: 0 } }, ["user.gid left-fs-group"]],
  ])("reports what it leaves to the object as a loss: %s", (_, more, groups) => {
    const { losses } = kubernetesPatch.emit({ ...sampleProfile, ...more });
    const left = losses.filter(({ code }) => code.startsWith("left-"));
    expect(left.map(({ field, code }) => `${field} ${code}`)).toEqual([
      ...groups,
      "devices left-devices",
      "network left-containers",
      "ports left-host-ports",
      "volumes left-mounts",
      "workload.command left-command",
    ]);
  });

  it("reports no network as a loss: a patch creates no NetworkPolicy", () => {
    const { files, losses } = kubernetesPatch.emit({ ...sampleProfile, network: "none" });
    expect(losses.find(({ code }) => code === "network-none")).toMatchObject({ kind: "dropped" });
    expect(files[0]?.text).not.toContain("kind: NetworkPolicy");
  });
});
