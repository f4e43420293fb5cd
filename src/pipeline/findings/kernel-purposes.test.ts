import { describe, expect, it } from "vitest";
import { levels, manifest, of, withImage } from "../../../test/check/checked-text.ts";

const modules = "volumes: ['/lib/modules:/lib/modules:ro']";

describe("privileged, beside a mount that shows its purpose", () => {
  it.each([
    ["example/netfilter:1.64", modules],
    ["example/vpn", "volumes: ['/usr/lib/modules/:/lib/modules']"],
    ["alpine:3.23", modules],
    ["${VPN_IMAGE}", modules],
    ["example/gpu-plugin:1", "volumes: ['/var/lib/kubelet/device-plugins:/var/lib/kubelet/device-plugins']"],
    ["example/csi-nfs:4", "volumes: ['/var/lib/kubelet/pods:/var/lib/kubelet/pods:rshared']"],
    ["example/csi-nfs:4", "volumes: ['/var/lib/kubelet/plugins/nfs.csi.k8s.io:/csi']"],
  ])("is a warning that names the mount: %s with %s", (image, line) => {
    const [finding] = of(withImage(image, `privileged: true\n    ${line}`), "capabilities/privileged");
    expect([finding?.severity, finding?.message]).toEqual([
      "warning",
      expect.stringMatching(/its mount of `.*` shows/),
    ]);
  });

  it.each([
    ["example/shop:2", "volumes: ['./lib/modules:/lib/modules']"],
    ["example/shop:2", "volumes: ['modules:/lib/modules']"],
    ["example/shop:2", "volumes: ['/lib/modules-of-shop:/lib/modules']"],
    ["example/shop:2", "volumes: ['/lib:/lib:ro']"],
    ["example/shop:2", "volumes: ['/:/host']"],
    ["example/shop:2", "volumes: ['/dev:/dev']"],
    ["example/logs:2", "volumes: ['/var/lib/kubelet/pods:/pods:ro']"],
    ["example/shop:2", "volumes: ['/var/lib/kubelet-backup:/backup']"],
    ["postgres:18", modules],
    ["docker.io/library/php:8.5-apache", modules],
    ["rabbitmq:${TAG}", modules],
  ])("is an error for %s with %s", (image, line) => {
    expect(levels(withImage(image, `privileged: true\n    ${line}`), "capabilities/privileged")).toEqual(["error"]);
  });

  it("counts in a pod, unless the mount is read-only", () => {
    const levelOf = (readOnly: boolean) =>
      levels(pods({ mounts: { "/var/lib/kubelet/pods": readOnly } }), "capabilities/privileged");
    expect([levelOf(false), levelOf(true)]).toEqual([["warning"], ["error"]]);
  });
});

interface Driver {
  readonly kind?: string;
  readonly image?: string;
  readonly privileged?: boolean;
  /** Folders of the host, read-only or not. */
  readonly mounts: Readonly<Record<string, boolean>>;
}
const pods = ({ kind = "DaemonSet", image = "example/nfsplugin:4.12", privileged = true, mounts }: Driver) => {
  const folders = Object.entries(mounts).map(([path, readOnly], index) => ({ name: `v${index}`, path, readOnly }));
  return manifest({
    apiVersion: "apps/v1",
    kind,
    metadata: { name: "nfs" },
    spec: {
      selector: { matchLabels: { app: "nfs" } },
      template: {
        metadata: { labels: { app: "nfs" } },
        spec: {
          containers: [
            {
              name: "nfs",
              image,
              securityContext: { privileged },
              volumeMounts: folders.map(({ name, path, readOnly }) => ({ name, mountPath: path, readOnly })),
            },
          ],
          volumes: folders.map(({ name, path }) => ({ name, hostPath: { path } })),
        },
      },
    },
  });
};

type DriverCase = [of: string, folder: string, more: Partial<Driver>, rule: string];

describe("the host's folders in a driver's part on each node", () => {
  const pluginFolders = ["/var/lib/kubelet/plugins", "/var/lib/kubelet/device-plugins", "/lib/modules"];
  const mount = "capabilities/sensitive-mount";
  const socket = "capabilities/docker-socket";
  const withFolder = (folder: string, more: Partial<Driver> = {}, plugin = "/var/lib/kubelet/plugins") =>
    pods({ ...more, mounts: { [plugin]: false, [folder]: false } });
  it.each([
    ...["/dev", "/sys", "/proc", "/"].map((at) => [at, mount]),
    ...["/run", "/var/run/docker.sock", "/run/containerd"].map((at) => [at, socket]),
  ])("%s is a warning that names the driver", (folder, rule) => {
    for (const plugin of pluginFolders) {
      const [finding] = of(withFolder(folder, {}, plugin), rule);
      expect([finding?.severity, finding?.message]).toEqual([
        "warning",
        expect.stringMatching(/its mount of `.*` shows/),
      ]);
    }
  });

  it.each<DriverCase>([
    ["a controller", "/sys", { kind: "Deployment" }, mount],
    ["a controller", "/run", { kind: "StatefulSet" }, socket],
    ["a database", "/sys", { image: "postgres:18" }, mount],
    ["no privileged container", "/sys", { privileged: false }, mount],
    ["no privileged container", "/var/run/docker.sock", { privileged: false }, socket],
    ...["/lib", "/usr/sbin", "/bin", "/usr", "/etc", "/var/lib"].map((at): DriverCase => [
      "a driver that could read",
      at,
      {},
      mount,
    ]),
    ["no driver", "/sys", { mounts: { "/sys": false } }, mount],
    ["an agent that reads them", "/sys", { mounts: { "/var/lib/kubelet/pods": true, "/sys": false } }, mount],
  ])("is an error of %s: %s", (_, folder, more, rule) => {
    const { mounts = { "/var/lib/kubelet/plugins": false, [folder]: false } } = more;
    expect(levels(pods({ ...more, mounts }), rule)).toEqual(["error"]);
  });
});

describe("SYS_MODULE", () => {
  it.each([
    ["linuxserver/wireguard", `cap_add: [NET_ADMIN, SYS_MODULE]\n    ${modules}`, "warning"],
    ["example/wg-easy:15", `cap_add: [CAP_SYS_MODULE]\n    ${modules}`, "warning"],
    ["example/wg-easy:15", "cap_add: [SYS_MODULE]", "error"],
    ["example/csi-nfs:4", "cap_add: [SYS_MODULE]\n    volumes: ['/var/lib/kubelet/pods:/pods']", "error"],
    ["nginx:1.29", `cap_add: [SYS_MODULE]\n    ${modules}`, "error"],
    ["example/vpn", `cap_add: [SYS_ADMIN]\n    ${modules}`, "error"],
    ["example/vpn", `cap_add: [ALL]\n    ${modules}`, "error"],
  ])("of %s with %s is: %s", (image, lines, severity) => {
    expect(levels(withImage(image, lines), "capabilities/dangerous-capability")).toContain(severity);
    if (severity === "warning")
      expect(levels(withImage(image, lines), "capabilities/dangerous-capability")).not.toContain("error");
  });
});
