import { expect, it } from "vitest";
import { readManifest } from "../../formats/kubernetes/read-manifest.ts";
import { podOf } from "../../formats/kubernetes/pods-of.ts";
import { ofPod } from "./read-pod.ts";

const text = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    metadata:
      annotations: {container.apparmor.security.beta.kubernetes.io/app: localhost/mine}
    spec:
      hostPID: true
      hostUsers: false
      terminationGracePeriodSeconds: 5
      securityContext:
        runAsUser: 1000
        runAsGroup: 3000
        runAsNonRoot: true
        supplementalGroups: [4, 5]
        seccompProfile: {type: RuntimeDefault}
        sysctls: [{name: net.core.somaxconn, value: "128"}]
        seLinuxOptions: {type: container_t, level: "s0:c1"}
      initContainers:
      - name: once
        image: busybox
      - name: proxy
        image: envoy
        restartPolicy: Always
        securityContext: {seccompProfile: {type: Localhost, localhostProfile: p/x.json}}
      containers:
      - name: app
        image: ghcr.io/team/app:1
        command: [/app, "$(PORT)"]
        args: ["$$HOME", "$(TOKEN)"]
        env:
        - {name: PORT, value: "8080"}
        - {name: PASSWORD, value: pa$$word}
        - name: TOKEN
          valueFrom: {secretKeyRef: {name: s, key: k}}
        - {name: URL, value: "http://x:$(PORT)/$(TOKEN)"}
        envFrom: [{configMapRef: {name: conf}}, {secretRef: {name: sec}}]
        ports: [{containerPort: 8080}, {containerPort: 80, hostPort: 80, hostIP: 127.0.0.1}]
        resources: {limits: {memory: 64Mi, cpu: 250m}, requests: {memory: 32Mi}}
        readinessProbe: {httpGet: {port: 8080}}
        securityContext:
          runAsUser: 0
          privileged: false
          allowPrivilegeEscalation: false
          readOnlyRootFilesystem: true
          procMount: Unmasked
          capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}
        volumeMounts:
        - {name: host, mountPath: /h, readOnly: true, mountPropagation: Bidirectional}
        - {name: tmp, mountPath: /tmp}
        - {name: disk, mountPath: /d}
        - {name: claim, mountPath: /c}
        - {name: conf, mountPath: /conf}
        - {name: gone, mountPath: /gone}
      volumes:
      - {name: host, hostPath: {path: /var/run/docker.sock}}
      - {name: tmp, emptyDir: {medium: Memory, sizeLimit: 1Mi}}
      - {name: disk, emptyDir: {}}
      - {name: claim, persistentVolumeClaim: {claimName: data}}
      - {name: conf, configMap: {name: conf}}
`;

function containers() {
  const [object] = readManifest("d.yaml", text).objects;
  const pod = object && podOf(object);
  if (pod === undefined) throw new Error("no pod");
  const [once, proxy, app] = ofPod(pod, "d.yaml");
  if (once === undefined || proxy === undefined || app === undefined) throw new Error("not all containers");
  return { once, proxy, app };
}

it("prefers container over pod settings", () => {
  const { once, proxy, app } = containers();
  expect([once.user?.value, proxy.user?.value, app.user?.value]).toEqual(["1000:3000", "1000:3000", "0:3000"]);
  expect(app.user?.pointer).toBe("spec.template.spec.containers[0].securityContext.runAsUser");
  expect(once.user?.pointer).toBe("spec.template.spec.securityContext.runAsUser");
  expect([once.seccomp?.value, proxy.seccomp?.value, app.seccomp?.value]).toEqual([
    "RuntimeDefault",
    "p/x.json",
    "RuntimeDefault",
  ]);
  expect([once.serves, proxy.serves, app.serves]).toEqual([true, true, true]);
  expect([once.ends, proxy.ends, app.ends]).toEqual([true, undefined, undefined]);
  expect(app).toMatchObject({
    dialect: "kubernetes",
    name: "app",
    image: { value: "ghcr.io/team/app:1" },
    privileged: { value: false },
    noNewPrivileges: { value: true },
    readOnly: { value: true },
    unmasked: { value: true },
    appArmor: { value: "mine" },
    pid: { value: "host" },
    userns: { value: "private" },
    memoryBytes: { value: 67108864 },
    memoryReservationBytes: { value: 33554432 },
    cpus: { value: 0.25 },
    health: { value: "on" },
    stopSeconds: { value: 5 },
  });
  expect(once.noNewPrivileges).toBeUndefined();
  expect(app.network).toBeUndefined();
  expect(app.groups.map(({ value }) => value)).toEqual(["4", "5"]);
  expect(app.labels.map(({ value }) => value)).toEqual(["type:container_t", "level:s0:c1"]);
  expect(app.capDrop.map(({ value }) => value)).toEqual(["ALL"]);
  expect(app.capAdd.map(({ value }) => value)).toEqual(["NET_BIND_SERVICE"]);
  expect(app.sysctls.map(({ value }) => value)).toEqual([{ name: "net.core.somaxconn", value: "128" }]);
});

it("publishes only host ports and mounts the pod's volumes", () => {
  const { app } = containers();
  expect(app.ports.map(({ value }) => value)).toEqual([
    { hostIp: "127.0.0.1", published: "80", target: "80", protocol: "tcp" },
  ]);
  expect(app.mounts.map(({ value }) => value)).toEqual([
    { type: "bind", source: "/var/run/docker.sock", path: "/h", readOnly: true, propagation: "rshared" },
    { type: "tmpfs", path: "/tmp", options: "size=1Mi", readOnly: false },
    { type: "volume", path: "/d", readOnly: false },
    { type: "volume", source: "data", path: "/c", readOnly: false },
    { type: "other", path: "/conf", readOnly: true },
    { type: "other", path: "/gone", readOnly: false },
  ]);
});

it("expands variables and omits values from other objects", () => {
  const { app } = containers();
  expect(app.env.map(({ value }) => value)).toEqual([
    { name: "PORT", value: "8080" },
    { name: "PASSWORD", value: "pa$word" },
    { name: "TOKEN" },
    { name: "URL" },
  ]);
  expect(app.envFiles.map(({ value }) => value)).toEqual(["configmap/conf", "secret/sec"]);
  expect(app.entrypoint?.value).toEqual(["/app", "8080"]);
  expect(app.command?.value).toEqual(["$HOME", "$(TOKEN)"]);
});

it("locates values in the text", () => {
  const { app } = containers();
  const textOf = (said: (typeof app)["user"] | (typeof app)["memoryBytes"]): string => {
    if (said === undefined || !("span" in said.at)) throw new Error("not in a text");
    return text.slice(said.at.span.start, said.at.span.end);
  };
  expect(textOf(app.user)).toBe("0");
  expect(textOf(app.memoryBytes)).toBe("64Mi");
});
