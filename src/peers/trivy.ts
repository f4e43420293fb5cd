import { copyFrom, copyPaths, withoutQuotes } from "../facts/dockerfile/copy-paths.ts";
import { userOf } from "../facts/dockerfile/user-word.ts";
import { isAptDistUpgrade } from "./shared/apt-dist-upgrade.ts";
import { hasAptOption, isAptInstallRead } from "./shared/apt-options.ts";
import { bareArguments } from "./shared/bare-arguments.ts";
import { bothDownloaders } from "./shared/both-downloaders.ts";
import { hasRights, mountsPath, sharesNamespace } from "./shared/containers.ts";
import { equalNames } from "./shared/equal-names.ts";
import { hasKeyword, inFinalStage, isLastUserOfFile, isSinglePort, noneInFile, wordAt } from "./shared/instructions.ts";
import { isPlain } from "./shared/is-plain.ts";
import { hasCommand, lineCommands } from "./shared/line-commands.ts";
import type { Peer } from "./peer.ts";
import { hasFloatingTag } from "./trivy/has-floating-tag.ts";
import { keepsRpmCache, keepsYumCache, keepsZypperCache } from "./trivy/keeps-rpm-cache.ts";
import { isSecretName } from "./trivy/secret-names.ts";
import { takesRecommends } from "./trivy/takes-recommends.ts";
import { textRead, valuesRead } from "./trivy/text-read.ts";
import { updatesAlone } from "./trivy/updates-alone.ts";

export default {
  dockerfile: {
    "trivy/DS-0001": { "base-image/floating-tag": hasFloatingTag },
    "trivy/DS-0002": {
      "non-root/last-user-root": (input) =>
        /^(root|0)$/.test(userOf(input.instruction.args)[0]) && isLastUserOfFile(input),
      "non-root/no-user": noneInFile("USER"),
    },
    "trivy/DS-0004": {
      // It compares the word as written, and knows no range.
      "capabilities/exposed-ssh": (input) => /^22(\/(tcp|udp))?$/.test(wordAt(input)),
    },
    "trivy/DS-0005": {
      // It looks for a few pieces anywhere in the line.
      "build/add-instead-of-copy": ({ instruction }) =>
        !instruction.words.some(({ text }) => /\.tar|https?:\/\/|git@/.test(text)),
    },
    "trivy/DS-0006": {
      // It knows no numbers.
      "build/copy-from-itself": ({ stage, instruction }) =>
        stage?.name !== undefined && copyFrom(instruction)?.name.toLowerCase() === stage.name.toLowerCase(),
    },
    "trivy/DS-0007": { "build/repeated-instruction": hasKeyword("ENTRYPOINT") },
    "trivy/DS-0008": { "build/port-out-of-range": isSinglePort },
    "trivy/DS-0009": {
      // What it takes for an absolute path.
      "build/relative-workdir": ({ instruction }) =>
        !/^["']?(\/[A-z0-9-_+]*)|([A-z0-9-_+]:\\.*)|(\$[{}A-z0-9-_+].*)/.test(instruction.args),
    },
    "trivy/DS-0010": {
      // It passes over an exec form of several words.
      "non-root/sudo"({ dockerfile, instruction }) {
        const [text = "", ...more] = valuesRead(dockerfile, instruction);
        return !instruction.onbuild && more.length === 0 && text.split("&&").some((part) => /^\s*sudo/.test(part));
      },
    },
    "trivy/DS-0011": {
      // It looks at no ADD, and takes a source that begins like this for the record of a finished layer.
      "build/copy-without-slash": ({ instruction }) =>
        instruction.keyword === "COPY" && !/^(file|multi):/.test(copyPaths(instruction)?.sources[0]?.text ?? ""),
    },
    "trivy/DS-0012": {
      "build/duplicate-stage-name": ({ dockerfile, instruction }) =>
        equalNames(dockerfile).get(instruction)?.otherwise === true,
    },
    "trivy/DS-0013": {
      "build/cd-instead-of-workdir": ({ dockerfile, instruction }) =>
        !instruction.onbuild &&
        valuesRead(dockerfile, instruction).some((value) =>
          value.split("&&").some((part, at) => (at === 0 ? part : part.trimStart()).startsWith("cd ")),
        ),
    },
    "trivy/DS-0014": {
      "build/curl-and-wget": ({ dockerfile, stage, instruction }) =>
        !instruction.onbuild && stage !== undefined && usesBothDownloaders(stage, dockerfile),
    },
    "trivy/DS-0015": { "cleanup/rpm-cache": keepsYumCache },
    "trivy/DS-0016": { "build/repeated-instruction": hasKeyword("CMD") },
    "trivy/DS-0017": { "updates/update-alone": updatesAlone },
    "trivy/DS-0019": { "cleanup/rpm-cache": keepsRpmCache(/dnf (?:in|rei)|dnf clean all/g) },
    "trivy/DS-0020": { "cleanup/rpm-cache": keepsZypperCache },
    "trivy/DS-0021": {
      // It knows `apt-get install`.
      "build/asks-for-consent": ({ instruction, about: { call } }) =>
        !instruction.onbuild &&
        call !== undefined &&
        isAptInstallRead(call) &&
        !hasAptOption(call, /^(-[a-xzA-XZ]*y[a-xzA-XZ]*|--yes|--assume-yes)$/),
    },
    "trivy/DS-0023": { "build/repeated-instruction": hasKeyword("HEALTHCHECK") },
    "trivy/DS-0024": {
      // Something has to stand between the program and the word.
      "updates/dist-upgrade"({ dockerfile, instruction, about: { call } }) {
        if (instruction.onbuild || instruction.json !== undefined || !isAptDistUpgrade(call)) return false;
        const text = textRead(instruction, dockerfile);
        const first = text.indexOf("apt-get ");
        return first !== -1 && text.lastIndexOf(" dist-upgrade") >= first + 8;
      },
    },
    "trivy/DS-0025": {
      // It wants the verb first.
      "cleanup/apk-cache"({ dockerfile, instruction: { onbuild, json }, about: { call } }) {
        if (onbuild || call === undefined) return false;
        const visible = json ? hasCommand(lineCommands(json), call.command) : isPlain(dockerfile, call.command);
        const args = bareArguments(call.command);
        return visible && !args.includes("--no-cache") && args.find((word) => !word.startsWith("-")) === "add";
      },
    },
    "trivy/DS-0026": { "limits/no-healthcheck": noneInFile("HEALTHCHECK") },
    "trivy/DS-0027": { "cleanup/rpm-cache": keepsRpmCache(/microdnf (?:re)?install|microdnf clean all/g) },
    "trivy/DS-0029": { "cleanup/recommends": takesRecommends },
    "trivy/DS-0030": {
      // It takes the text as written, asks for the slash behind the name, and has no /sys.
      "build/system-workdir": ({ instruction }) =>
        /^\/(proc|dev|boot|initrd|lost\+found)\//.test(withoutQuotes(instruction.args)),
    },
    "trivy/DS-0031": {
      "secrets/credential-command": inFinalStage,
      "secrets/credential-file": inFinalStage,
      "secrets/in-arg-or-env": ({ stage, instruction, about: { secret } }) =>
        stage?.final === true && !instruction.onbuild && isSecretName(secret?.name),
    },
  },
  containers: {
    "trivy/KSV-0006": { "capabilities/docker-socket": mountsPath("/var/run/docker.sock") },
    "trivy/KSV-0008": { "capabilities/host-namespace": sharesNamespace("ipc") },
    "trivy/KSV-0009": { "capabilities/host-namespace": sharesNamespace("network") },
    "trivy/KSV-0010": { "capabilities/host-namespace": sharesNamespace("pid") },
    "trivy/KSV-0041": { "capabilities/account-rights": hasRights("secrets") },
    "trivy/KSV-0111": { "capabilities/account-rights": hasRights("all") },
    "trivy/KSV-0121": {
      // Without what is below them.
      "capabilities/sensitive-mount": mountsPath(
        "/",
        "/boot",
        "/dev",
        "/etc",
        "/lib",
        "/proc",
        "/sys",
        "/usr",
        "/var/lib/docker",
      ),
    },
  },
  refusals: {
    "trivy/DS-0006": "reads-itself",
    "trivy/DS-0008": "port-out-of-range",
  },
} satisfies Peer;

const usesBothDownloaders = bothDownloaders(valuesRead);
