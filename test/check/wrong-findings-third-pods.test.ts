// A third set of findings that were wrong in public repositories: pods. What stays silent, and beside it what is reported as before.
import { describe, expect, it } from "vitest";
import { podsFact } from "../../src/facts/pod-security/pods-fact.ts";
import { readManifest } from "../../src/formats/kubernetes/read-manifest.ts";
import podApparmor from "../../src/rules/capabilities/isolation/pod-apparmor.ts";
import podProcMount from "../../src/rules/capabilities/isolation/pod-proc-mount.ts";
import podSelinux from "../../src/rules/capabilities/isolation/pod-selinux.ts";
import podMayBeRoot from "../../src/rules/non-root/pod-may-be-root.ts";
import { messages, type Check } from "../rule-messages.ts";

/** Of a pod with these fields of its spec, in the flow style of YAML. */
function inSpec(rule: Check, spec: string): readonly string[] {
  const text = `apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { ${spec} }\n`;
  return messages(rule, { pods: podsFact(readManifest("pod.yaml", text), 34) });
}
const security = (context: string): string => `securityContext: { ${context} }`;
const one = (name: string, context: string): string => `{ name: ${name}, image: "x:1", ${security(context)} }`;
const containers = (...contexts: readonly string[]): string =>
  `containers: [${contexts.map((context, at) => one(`c${at}`, context)).join(", ")}]`;

describe("capabilities/pod-proc-mount", () => {
  it.each([
    containers("procMount: Unmasked"),
    `${containers("")}, initContainers: [${one("i", "procMount: Unmasked")}]`,
    `${containers("")}, ephemeralContainers: [${one("e", "procMount: Unmasked")}]`,
    `hostUsers: true, ${containers("procMount: Unmasked")}`,
  ])("claims the settings of the kernel and no memory: %s", (spec) => {
    const [message, ...others] = inSpec(podProcMount, spec);
    expect(others).toEqual([]);
    expect(message).toMatch(/ sets procMount: Unmasked: root in it may change the node's kernel settings$/);
  });
});

const unconfined = "appArmorProfile: { type: Unconfined }";
const confined = "appArmorProfile: { type: RuntimeDefault }";
const ofPod = security(unconfined);
describe("capabilities/pod-apparmor", () => {
  it.each([
    `${ofPod}, ${containers(confined)}`,
    `${ofPod}, ${containers(confined, confined)}`,
    `${ofPod}, ${containers("appArmorProfile: { type: Localhost, localhostProfile: a }")}`,
    `${ofPod}, ${containers(confined)}, initContainers: [${one("i", confined)}]`,
    `${ofPod}, ${containers(confined)}, ephemeralContainers: [${one("e", confined)}]`,
    `${ofPod}, initContainers: [{ name: s, image: "x:1", restartPolicy: Always, ${security(confined)} }], ${containers(confined)}`,
    `${security("appArmorProfile: { type: unconfined }")}, ${containers(confined)}`,
    containers(confined),
  ])("is silent where each container has a profile: %s", (spec) => {
    expect(inSpec(podApparmor, spec)).toEqual([]);
  });
  it.each([
    `${ofPod}, ${containers("")}`,
    `${ofPod}, ${containers(confined, "")}`,
    `${ofPod}, ${containers(confined)}, initContainers: [${one("i", "")}]`,
    `${ofPod}, ${containers(confined)}, ephemeralContainers: [${one("e", "runAsUser: 1")}]`,
    `${ofPod}, ${containers(unconfined)}`,
    `${security(confined)}, ${containers(unconfined)}`,
    containers(unconfined),
    `${ofPod}, containers: [{ name: a, image: "x:1" }]`,
  ])("reports once %s", (spec) => {
    expect(inSpec(podApparmor, spec)).toHaveLength(1);
  });
});

const type = (name: string): string => `seLinuxOptions: { type: ${name} }`;
describe("capabilities/pod-selinux", () => {
  it.each([
    containers(type("svirt_lxc_net_t")),
    containers(type("svirt_sandbox_file_t")),
    containers(type("container_file_t")),
    containers(type("container_t")),
    `${security(type("svirt_lxc_net_t"))}, ${containers("")}`,
    `${security(type("spc_t"))}, ${containers(type("container_t"))}`,
    `${security(type("spc_t"))}, ${containers("seLinuxOptions: { level: s0 }")}`,
    containers("seLinuxOptions: { level: s1:c234, type: svirt_lxc_net_t }"),
  ])("is silent on what containers get anyway: %s", (spec) => {
    expect(inSpec(podSelinux, spec)).toEqual([]);
  });
  it.each([
    containers(type("spc_t")),
    containers(type("unconfined_t")),
    containers(type("container_runtime_t")),
    containers(type("sysadm_t")),
    `${security(type("spc_t"))}, ${containers("")}`,
    `${security(type("spc_t"))}, ${containers("", type("container_t"))}`,
    containers(type("svirt_t")),
    containers(type("container_logreader_t")),
  ])("says of others that they reach further: %s", (spec) => {
    expect(inSpec(podSelinux, spec)).toEqual([expect.stringContaining("beyond what containers may")]);
  });
  it.each(["role: object_r", "role: sysadm_r", "user: system_u", "user: sysadm_u"])(
    "says of a user and a role that Pod Security refuses them: %s",
    (part) => {
      const said = [expect.stringMatching(/: Pod Security refuses it at the level baseline$/)];
      expect(inSpec(podSelinux, containers(`seLinuxOptions: { ${part}, type: svirt_sandbox_file_t }`))).toEqual(said);
      expect(inSpec(podSelinux, `${security(`seLinuxOptions: { ${part} }`)}, ${containers("")}`)).toEqual(said);
    },
  );
});

const root = "runAsUser: 0 starts it as root, and uid 0 of the container is root of the node's kernel";
const image = "the image decides, and uid 0 of the container is root of the node's kernel";
describe("non-root/pod-may-be-root", () => {
  it.each([
    [containers("runAsUser: 0, runAsNonRoot: false"), `: ${root}`],
    [containers("runAsUser: 0"), `: ${root}`],
    [`${security("runAsUser: 0")}, ${containers("")}`, `: ${root}`],
    [`${security("runAsUser: 0, runAsNonRoot: false")}, ${containers("")}`, `: ${root}`],
    [`${security("runAsNonRoot: false")}, ${containers("runAsUser: 0")}`, `: ${root}`],
    [`${security("runAsUser: 5")}, ${containers("runAsUser: 0")}`, `: ${root}`],
    [containers("runAsUser: 5"), `: without runAsUser: 5 ${image}`],
    [
      `${security("runAsUser: 0")}, ${containers("runAsUser: 5, runAsNonRoot: false")}`,
      `: without runAsUser: 5 ${image}`,
    ],
    [
      `hostUsers: false, ${containers("runAsUser: 0")}`,
      ": runAsUser: 0 starts it as root, and uid 0 is root of all that",
    ],
    [`os: { name: windows }, ${containers("runAsUser: 0")}`, ": its user may be an administrator"],
    [containers(""), `: ${image}`],
    [containers("runAsNonRoot: false"), `: ${image}`],
    [`${security("runAsNonRoot: false")}, ${containers("runAsUser: 0", "")}`, `: ${image}`],
  ])("says who decides on the user: %s", (spec, said) => {
    expect(inSpec(podMayBeRoot, spec)).toEqual([expect.stringContaining(said)]);
  });
  it("is silent where no root may be", () => {
    expect(inSpec(podMayBeRoot, `${security("runAsNonRoot: true")}, ${containers("runAsUser: 0")}`)).toEqual([]);
  });
});
