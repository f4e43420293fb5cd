import { readDnfCall } from "./dnf-words.ts";
import { definePackageManager } from "../package-manager.ts";
import { rpmConsent } from "./rpm-consent.ts";

export default definePackageManager({
  name: "yum",
  programs: ["yum"],
  read: readDnfCall,
  consent: { ...rpmConsent, manual: "yum(8)" },
  layerCache: { paths: ["/var/cache/yum", "/var/cache/dnf"], clean: "yum clean all" },
  system: "archive",
});
