import { readDnfCall } from "./dnf-words.ts";
import { definePackageManager } from "../package-manager.ts";
import { rpmConsent } from "./rpm-consent.ts";
import { rpmUnsigned } from "./unsigned.ts";

export default definePackageManager({
  name: "microdnf",
  programs: ["microdnf"],
  read: readDnfCall,
  consent: rpmConsent,
  layerCache: { paths: ["/var/cache/yum", "/var/cache/dnf", "/var/cache/libdnf5"], clean: "microdnf clean all" },
  system: "archive",
  unverified: rpmUnsigned(/^microdnf$/),
});
