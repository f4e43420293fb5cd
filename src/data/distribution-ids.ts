import { ownValue } from "../domain/own-value.ts";

/** Ids of os-release(5) by the names that tools give distributions: those of Trivy's `types.OSType`, of Grype, and of vendors. */
const ids: Readonly<Record<string, string>> = {
  "debian gnu/linux": "debian",
  "alpine linux": "alpine",
  redhat: "rhel",
  "red hat enterprise linux": "rhel",
  alma: "almalinux",
  "alma linux": "almalinux",
  "rocky linux": "rocky",
  rockylinux: "rocky",
  amazon: "amzn",
  "amazon linux": "amzn",
  amazonlinux: "amzn",
  oracle: "ol",
  oraclelinux: "ol",
  "oracle linux": "ol",
  suse: "sles",
  "suse linux enterprise server": "sles",
  slem: "sl-micro",
  "suse linux enterprise micro": "sl-micro",
  "opensuse.leap": "opensuse-leap",
  "opensuse.tumbleweed": "opensuse-tumbleweed",
  "cbl-mariner": "mariner",
  "cbl mariner": "mariner",
  cblmariner: "mariner",
  "common base linux mariner": "mariner",
  "azure linux": "azurelinux",
  "azure-linux": "azurelinux",
  "microsoft azure linux": "azurelinux",
  "photon os": "photon",
  "vmware photon os": "photon",
};

/** The id of os-release(5), in lower case; a name that is not known is taken for one. */
export function distributionId(name: string): string {
  const word = name.trim().toLowerCase();
  return ownValue(ids, word) ?? word.replaceAll(/\s+/g, "-");
}
