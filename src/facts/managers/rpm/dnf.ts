import { readDnfCall } from "./dnf-words.ts";
import { definePackageManager } from "../package-manager.ts";
import { rpmConsent } from "./rpm-consent.ts";
import { dnfUnverified } from "./unsigned.ts";

export default definePackageManager({
  name: "dnf",
  programs: ["dnf", "dnf5", "dnf-3"],
  read: readDnfCall,
  consent: rpmConsent,
  layerCache: { paths: ["/var/cache/dnf", "/var/cache/libdnf5"], clean: "dnf clean all" },
  system: "archive",
  unverified: dnfUnverified(/^dnf(?:5|-config-manager)?$/, /^dnf5?(?:-config-manager)?$/),
  milderUpgrade: "upgrade",
  purlType: "rpm",
  upgrade: { command: (names) => `dnf upgrade -y ${names}` },
});
