import { ownValue } from "../domain/own-value.ts";

/** Distribution names of other tools -> ids of os-release(5): Trivy's `types.OSType`, Grype's, and those of vendors. */
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

/** The id of os-release(5), in lower case; an unknown name counts as an id. */
export function distributionId(name: string): string {
  const word = name.trim().toLowerCase();
  return ownValue(ids, word) ?? word.replaceAll(/\s+/g, "-");
}
