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

  const plugin = (readOnly: boolean) =>
    manifest({
      apiVersion: "apps/v1",
      kind: "DaemonSet",
      metadata: { name: "nfs" },
      spec: {
        selector: { matchLabels: { app: "nfs" } },
        template: {
          metadata: { labels: { app: "nfs" } },
          spec: {
            containers: [
              {
                name: "nfs",
                image: "example/nfsplugin:4.12",
                securityContext: { privileged: true },
                volumeMounts: [{ name: "pods", mountPath: "/var/lib/kubelet/pods", readOnly }],
              },
            ],
            volumes: [{ name: "pods", hostPath: { path: "/var/lib/kubelet/pods" } }],
          },
        },
      },
    });
  it("counts in a pod, unless the mount is read-only", () => {
    expect(levels(plugin(false), "capabilities/privileged")).toEqual(["warning"]);
    expect(levels(plugin(true), "capabilities/privileged")).toEqual(["error"]);
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
