import { readDnfCall } from "./dnf-words.ts";
import { definePackageManager } from "../package-manager.ts";
import { rpmConsent } from "./rpm-consent.ts";
import { rpmUnsigned } from "./unsigned.ts";

export default definePackageManager({
  name: "tdnf",
  programs: ["tdnf"],
  read: readDnfCall,
  consent: rpmConsent,
  layerCache: { paths: ["/var/cache/tdnf"], clean: "tdnf clean all" },
  system: "archive",
  unverified: rpmUnsigned(/^tdnf$/),
  milderUpgrade: "upgrade",
  purlType: "rpm",
  upgrade: {
    isOf: ({ id = "" }) => /^(?:photon|azurelinux|mariner)$/.test(id),
    command: (names) => `tdnf upgrade -y ${names}`,
  },
});
