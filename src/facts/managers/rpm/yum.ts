import { readDnfCall } from "./dnf-words.ts";
import { definePackageManager } from "../package-manager.ts";
import { rpmConsent } from "./rpm-consent.ts";
import { dnfUnverified } from "./unsigned.ts";

export default definePackageManager({
  name: "yum",
  programs: ["yum"],
  read: readDnfCall,
  consent: { ...rpmConsent, manual: "yum(8)" },
  // Fedora 41 has dnf 5 by this name.
  layerCache: { paths: ["/var/cache/yum", "/var/cache/dnf", "/var/cache/libdnf5"], clean: "yum clean all" },
  system: "archive",
  unverified: dnfUnverified(/^yum(?:-config-manager)?$/, /^yum(?:-config-manager)?$/),
  milderUpgrade: "upgrade",
  purlType: "rpm",
  upgrade: {
    // dnf came with RHEL 8 and Amazon Linux 2023.
    isOf: ({ id = "", idLike = [], versionId = "" }) =>
      (id === "amzn" && versionId === "2") || ([id, ...idLike].includes("rhel") && /^[67](?:\.|$)/.test(versionId)),
    command: (names) => `yum upgrade -y ${names}`,
  },
});
