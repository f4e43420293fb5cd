import { unsigned } from "../rules/vulnerabilities/tls-switches.ts";
import type { Peer } from "./peer.ts";
import { sharesNamespace } from "./shared/containers.ts";
import { downloadsByAdd, inFinalStage, isStartUser, wordAt } from "./shared/instructions.ts";

export default {
  dockerfile: {
    "cis-docker/4.1": { "non-root/last-user-root": isStartUser },
    "cis-docker/4.6": { "limits/no-healthcheck": inFinalStage },
    "cis-docker/4.7": {
      "updates/update-alone": ({ instruction, about: { call } }) => !instruction.onbuild && isApt(call),
    },
    "cis-docker/4.9": { "vulnerabilities/unverified-download": downloadsByAdd },
    "cis-docker/4.10": {
      // It speaks of secrets, and a name may be one by chance.
      "secrets/in-arg-or-env": ({ about: { secret } }) => secret?.sure === true,
    },
    "cis-docker/5.7": {
      // SSH is a service of TCP.
      "capabilities/exposed-ssh": (input) => wordAt(input) !== "22/udp",
    },
  },
  image: {
    "cis-docker/4.7": { "updates/image-update-alone": ({ about: { ran } }) => isApt(ran) },
    "cis-docker/4.11": {
      // It speaks of signatures.
      "vulnerabilities/image-tls-off": ({ about }) => about.effect === unsigned,
    },
    "cis-docker/5.7": {
      "capabilities/login-server": ({ about }) => about.program === "sshd",
      "capabilities/image-port": ({ about }) => about.program === "sshd",
    },
  },
  containers: {
    "cis-docker/5.10": { "capabilities/host-namespace": sharesNamespace("network") },
    "cis-docker/5.16": { "capabilities/host-namespace": sharesNamespace("pid") },
    "cis-docker/5.17": { "capabilities/host-namespace": sharesNamespace("ipc") },
    "cis-docker/5.21": { "capabilities/host-namespace": sharesNamespace("uts") },
    "cis-docker/5.31": { "capabilities/host-namespace": sharesNamespace("userns") },
  },
} satisfies Peer;

function isApt(used: { readonly manager: string } | undefined): boolean {
  return used?.manager === "apt" || used?.manager === "apt-get";
}
