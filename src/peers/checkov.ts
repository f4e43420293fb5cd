import { tagFault } from "../rules/base-image/tag-fault.ts";
import { moreUpdatesThanInstalls, saysUpdate } from "./checkov/count-updates.ts";
import { textRead } from "./checkov/text-read.ts";
import { tlsChecks } from "./checkov/tls-checks.ts";
import type { InDockerfile, Peer } from "./peer.ts";
import { mountsPath, sharesNamespace } from "./shared/containers.ts";
import { equalNames } from "./shared/equal-names.ts";
import { downloadsByAdd, isLastUserOfFile, noneInFile, wordAt } from "./shared/instructions.ts";

export default {
  dockerfile: {
    "checkov/CKV_DOCKER_1": {
      // It compares the word as written, and knows no range.
      "capabilities/exposed-ssh": (input) => /^22(\/tcp)?$/.test(wordAt(input)),
    },
    "checkov/CKV_DOCKER_2": { "limits/no-healthcheck": noneInFile("HEALTHCHECK") },
    "checkov/CKV_DOCKER_3": { "non-root/no-user": noneInFile("USER") },
    "checkov/CKV_DOCKER_4": { "vulnerabilities/unverified-download": downloadsByAdd },
    "checkov/CKV_DOCKER_5": {
      // It counts words in the whole file.
      "updates/update-alone": (input) =>
        !input.instruction.onbuild && moreUpdatesThanInstalls(input.dockerfile) && saysUpdate.test(textOf(input)),
    },
    "checkov/CKV_DOCKER_7": {
      // It asks only whether a `:` stands somewhere.
      "base-image/floating-tag"({ stage }) {
        if (stage === undefined) return false;
        const { text } = stage.base;
        const fault = tagFault(stage.base);
        return fault === "none" ? !text.includes(":") : fault === "latest" && text.endsWith(":latest");
      },
    },
    "checkov/CKV_DOCKER_8": {
      "non-root/last-user-root": (input) => input.instruction.args === "root" && isLastUserOfFile(input),
    },
    "checkov/CKV_DOCKER_9": {
      "build/apt-for-people": (input) => !input.instruction.onbuild && /(?:^| )apt /.test(textOf(input)),
    },
    "checkov/CKV_DOCKER_10": {
      // What it takes for an absolute path.
      "build/relative-workdir": ({ instruction }) =>
        !/^"?((\/[A-Za-z0-9-_+]*)|([A-Za-z0-9-_+]:\\.*)|(\$[{}A-Za-z0-9-_+].*))/.test(instruction.args),
    },
    "checkov/CKV_DOCKER_11": {
      "build/duplicate-stage-name": ({ dockerfile, instruction }) =>
        equalNames(dockerfile).get(instruction)?.small === true,
    },
    "checkov/CKV2_DOCKER_1": {
      // It looks for the word, also where it is a package.
      "non-root/sudo": (input) => saysSudo(input) || (!input.instruction.onbuild && textOf(input).startsWith("sudo ")),
      "non-root/installs-sudo": saysSudo,
    },
    ...tlsChecks,
    "checkov/CKV2_DOCKER_17": {
      // It reads text: the word with a blank before or behind it.
      "secrets/password-in-build"(input) {
        if (input.instruction.onbuild) return false;
        const text = textOf(input);
        return text.startsWith("chpasswd ") || text.includes(" chpasswd ") || text.endsWith(" chpasswd");
      },
    },
  },
  containers: {
    "checkov/CKV_K8S_17": { "capabilities/host-namespace": sharesNamespace("pid") },
    "checkov/CKV_K8S_18": { "capabilities/host-namespace": sharesNamespace("ipc") },
    "checkov/CKV_K8S_19": { "capabilities/host-namespace": sharesNamespace("network") },
    "checkov/CKV_K8S_27": { "capabilities/docker-socket": mountsPath("/var/run/docker.sock") },
  },
} satisfies Peer;

function textOf({ dockerfile, instruction }: InDockerfile): string {
  return textRead(dockerfile, instruction);
}

function saysSudo(input: InDockerfile): boolean {
  return !input.instruction.onbuild && textOf(input).includes(" sudo ");
}
