// What `emit --to kubernetes` writes, and what its patch makes of a Deployment that exists, started by Podman and looked at from inside. Podman plays a subset
// (5.4 to 6.0, pkg/specgen/generate/kube): it takes no size of an emptyDir, expands no variable and leaves `$$`, and has no sidecars.
import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { parse, stringify } from "yaml";
import type { Profile } from "../../src/domain/profile/profile.ts";
import { emitKubernetesPatch } from "../../src/dialects/kubernetes/emit/kubernetes-patch.ts";
import kubernetes, { emitKubernetes } from "../../src/dialects/kubernetes/emit/kubernetes.ts";
import { ofPod } from "../../src/dialects/kubernetes/read-pod.ts";
import { podSecurity } from "../../src/facts/pod-security/pod-security.ts";
import { podOf } from "../../src/formats/kubernetes/pods-of.ts";
import { readManifest } from "../../src/formats/kubernetes/read-manifest.ts";
import { strictFields } from "../../src/formats/kubernetes/strict-fields.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { intoManifest } from "../../src/pipeline/emit/into/into-manifest.ts";
import { deploymentWithEverything } from "../emit/deployment-with-everything.ts";
import { sampleProfile } from "../emit/sample-profile.ts";
import { ensureTinyImage, tinyImage } from "../images/tiny.ts";
import { ownPodman } from "./own-podman.ts";
import { patched } from "./strategic-merge.ts";

const run = promisify(execFile);
const profile: Profile = {
  ...sampleProfile,
  image: { ...sampleProfile.image, name: tinyImage },
  user: { uid: 1000, gid: 1001 },
  capabilities: { required: ["NET_BIND_SERVICE"], soft: [], unused: [] },
  tmpfs: [{ path: "/scratch", mode: "700", uid: 1000, gid: 1001, sizeBytes: 1048576 }],
  volumes: [],
  sysctls: { "net.ipv4.ip_unprivileged_port_start": "80" },
  memoryBytes: 32 * 1048576,
  workload: { ...sampleProfile.workload, env: { TZ: "UTC" }, command: ["sleep", "300"] },
};
const app = "hullproof-test-tiny";

/** Of a process: capability sets, seccomp, no_new_privs, ids; its mounts and limits. */
async function seen(podman: (...args: readonly string[]) => Promise<string>, container: string) {
  const status = await podman("exec", container, "cat", "/proc/1/status");
  const field = (name: string): string => new RegExp(`^${name}:\\s*(.*)$`, "m").exec(status)?.[1]?.trim() ?? "";
  const mounts = await podman("exec", container, "cat", "/proc/1/mounts");
  const env = (await podman("exec", container, "cat", "/proc/1/environ")).split("\0");
  const options = (path: string): string => mounts.split("\n").find((line) => line.split(" ")[1] === path) ?? "";
  const [inspected] = JSON.parse(await podman("inspect", container));
  return {
    uid: field("Uid").split(/\s+/)[0],
    gid: field("Gid").split(/\s+/)[0],
    effective: field("CapEff"),
    bounding: field("CapBnd"),
    noNewPrivileges: field("NoNewPrivs"),
    seccomp: field("Seccomp"),
    root: /\bro\b/.test(options("/").split(" ")[3] ?? "") ? "read-only" : "writable",
    options,
    env,
    memory: inspected.HostConfig.Memory as number,
    cpus: (inspected.HostConfig.CpuQuota as number) / (inspected.HostConfig.CpuPeriod as number),
  };
}

async function image(podman: (...args: readonly string[]) => Promise<string>, folder: string) {
  await ensureTinyImage(await connect({}));
  const archive = join(folder, "image.tar");
  await run("docker", ["save", "--output", archive, tinyImage]);
  await podman("load", "--input", archive);
}

/** Mode 2 is a filter; which calls it lets through is not what is looked at here. */
const filter = JSON.stringify({
  defaultAction: "SCMP_ACT_ALLOW",
  syscalls: [{ names: ["kexec_load"], action: "SCMP_ACT_ERRNO" }],
});

test("the emitted manifest runs as the profile says, but for what is named as lost", async ({ skip }) => {
  await using own = await ownPodman();
  if ("missing" in own) return skip(own.missing);
  const { podman, folder } = own;
  await image(podman, folder);
  await mkdir(join(folder, "seccomp", "hullproof"), { recursive: true });
  const list = { defaultAction: "SCMP_ACT_ERRNO", defaultErrnoRet: 1, architectures: [], syscalls: [] } as const;
  const withList = { ...profile, seccomp: list };
  const text = emitKubernetes(withList);
  const place = /localhostProfile: (.*)$/m.exec(text)?.[1] ?? "";
  await writeFile(join(folder, "seccomp", place), filter);
  const file = join(folder, "kubernetes.yaml");
  await writeFile(file, text);
  await podman("kube", "play", "--network", "none", "--seccomp-profile-root", join(folder, "seccomp"), file);
  const { losses } = kubernetes.emit(withList);
  const lost = losses.map(({ field }) => field);
  const name = /^ {2}name: (.*)$/m.exec(text)?.[1] ?? "";
  const inside = await seen(podman, `${name}-pod-${name}`);
  expect(inside).toMatchObject({
    uid: "1000",
    gid: "1001",
    bounding: "0000000000000400",
    noNewPrivileges: "1",
    seccomp: "2",
    root: "read-only",
    memory: profile.memoryBytes,
    cpus: profile.cpus,
  });
  expect(inside.options("/scratch")).toMatch(/^tmpfs \/scratch tmpfs rw/);
  expect(text).toContain("sizeLimit: 1Mi");
  expect(lost).toEqual(expect.arrayContaining(["tmpfs[0].mode", "tmpfs[0].exec", "tmpfs[0].inodes", "pids"]));
  await podman("exec", `${name}-pod-${name}`, "sh", "-c", "echo x > /scratch/x");
  const sysctl = await podman("exec", `${name}-pod-${name}`, "cat", "/proc/sys/net/ipv4/ip_unprivileged_port_start");
  expect(sysctl.trim()).toBe("80");
});

const deployment = (name: string) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${app}}
spec:
  selector: {matchLabels: {app: shop}}
  template:
    metadata: {labels: {app: shop}}
    spec:
      securityContext: {runAsUser: 2000, runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
      initContainers:
        - name: proxy
          image: ${tinyImage}
          restartPolicy: Always
          command: [sleep, "300"]
          securityContext: &tight {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
      containers:
        - name: ${name}
          image: old:1
          env: [{name: PASSWORD, value: "pa$$word"}]
          securityContext: {privileged: true, runAsUser: 0}
        - name: side
          image: ${tinyImage}
          command: [sleep, "300"]
          securityContext: {<<: *tight, runAsUser: 1234}
`;

test("a patched Deployment: one container is hardened, the others and what was there stay", async ({ skip }) => {
  await using own = await ownPodman();
  if ("missing" in own) return skip(own.missing);
  const { podman, folder } = own;
  await image(podman, folder);
  const patch = parse(emitKubernetesPatch(profile));
  const { name } = patch.spec.template.spec.containers[0];
  const object = patched(parse(deployment(name), { merge: true }), patch);
  const text = stringify(object);
  const [read] = readManifest("patched.yaml", text).objects;
  const pod = read && podOf(read);
  if (read === undefined || pod === undefined) throw new Error("the patched Deployment is none");
  expect(strictFields(read, 35)).toEqual([]);
  expect(podSecurity(pod, "patched.yaml", "restricted", 35)).toEqual([]);
  expect(pod.containers.map(({ role }) => role)).toEqual(["sidecar", "main", "main"]);
  // The sidecar starts beside the others.
  const { spec } = object.spec.template;
  spec.containers.push(...spec.initContainers.map((one: object) => ({ ...one, restartPolicy: undefined })));
  delete spec.initContainers;
  const file = join(folder, "patched.yaml");
  await writeFile(file, stringify(object));
  await podman("kube", "play", "--network", "none", file);
  const main = await seen(podman, `${app}-pod-${name}`);
  expect(main).toMatchObject({
    uid: "1000",
    gid: "1001",
    bounding: "0000000000000400",
    noNewPrivileges: "1",
    seccomp: "2",
    root: "read-only",
    memory: profile.memoryBytes,
  });
  expect(main.env).toContain("PASSWORD=pa$$word");
  const [, container] = ofPod(pod, "patched.yaml");
  expect(container?.env.map(({ value }) => value)).toContainEqual({ name: "PASSWORD", value: "pa$word" });
  expect(main.options("/scratch")).toMatch(/^tmpfs \/scratch tmpfs rw/);
  const side = await seen(podman, `${app}-pod-side`);
  expect(side).toMatchObject({ uid: "1234", bounding: "0000000000000000", noNewPrivileges: "1", root: "writable" });
  expect(await seen(podman, `${app}-pod-proxy`)).toMatchObject({ uid: "2000", bounding: "0000000000000000" });
});

test("a Deployment that exists, after `--into`, runs one container as the profile says and the other as before", async ({
  skip,
}) => {
  await using own = await ownPodman();
  if ("missing" in own) return skip(own.missing);
  const { podman, folder } = own;
  await image(podman, folder);
  // Podman has no sidecars: it would wait for this one to end. It starts what lies here, and `$$` stays for it.
  const text = deploymentWithEverything
    .replace(/ {6}initContainers:[^]*? {6}containers:/, "      containers:")
    .replace("sample/app:1", tinyImage)
    .replace("side:1", tinyImage)
    .replaceAll(/( +)image: (.*)/g, `$1image: $2\n$1imagePullPolicy: Never\n$1command: [sleep, "300"]`);
  const { text: edited } = intoManifest({ file: "web.yaml", text }, profile, {
    minor: 35,
    version: "1.35",
    container: "app",
  });
  await writeFile(join(folder, "web.yaml"), edited);
  await podman("kube", "play", "--network", "none", join(folder, "web.yaml"));
  const names = (await podman("ps", "--format", "{{.Names}}")).split("\n");
  const [learned, side] = ["app", "side"].map((name) => names.find((one) => one.endsWith(`-${name}`)) ?? "");
  const of = await seen(podman, learned ?? "");
  expect(of).toMatchObject({
    uid: "1000",
    gid: "1001",
    noNewPrivileges: "1",
    root: "read-only",
    memory: 32 * 1048576,
    cpus: 0.5,
  });
  expect(of.bounding).toBe("0000000000000400");
  expect(of.options("/scratch")).toContain("tmpfs");
  const other = await seen(podman, side ?? "");
  expect(other).toMatchObject({ uid: "20000", root: "writable", memory: 0, bounding: "0000000000000000" });
});
