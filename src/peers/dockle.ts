import { writtenText } from "../facts/dockerfile/body-text.ts";
import { tagFault } from "../rules/base-image/tag-fault.ts";
import type { Peer } from "./peer.ts";
import { isAptDistUpgrade } from "./shared/apt-dist-upgrade.ts";
import { bareArguments } from "./shared/bare-arguments.ts";
import { downloadsByAdd, inFinalStage, inFinishedImage, isStartUser } from "./shared/instructions.ts";

export default {
  dockerfile: {
    "dockle/CIS-DI-0001": { "non-root/last-user-root": isStartUser },
    "dockle/CIS-DI-0006": { "limits/no-healthcheck": inFinalStage },
    "dockle/CIS-DI-0007": {
      "updates/update-alone": (input) =>
        !input.instruction.onbuild && inFinishedImage(input) && isApt(input.about.call?.manager),
    },
    "dockle/CIS-DI-0009": { "vulnerabilities/unverified-download": downloadsByAdd },
    "dockle/CIS-DI-0010": {
      // It looks into the image for files, and at the environment of the finished image.
      "secrets/copied-from-context": () => false,
      "secrets/in-arg-or-env"(input) {
        const { keyword, onbuild } = input.instruction;
        return keyword === "ENV" && !onbuild && isSecretName(input.about.secret?.name) && inFinishedImage(input);
      },
    },
    "dockle/DKL-DI-0001": {
      "non-root/sudo": (input) => saysSudo(writtenText(input.dockerfile, input.instruction)),
      "non-root/installs-sudo": (input) => saysSudo(writtenText(input.dockerfile, input.instruction)),
    },
    "dockle/DKL-DI-0002": {
      "capabilities/system-volume": ({ instruction, about: { paths } }) =>
        !instruction.onbuild && areSystemFolders(paths),
    },
    "dockle/DKL-DI-0003": {
      "updates/dist-upgrade": ({ instruction, about: { call } }) =>
        !instruction.onbuild && isAptDistUpgrade(call) && call.manager !== "aptitude",
    },
    "dockle/DKL-DI-0004": {
      "cleanup/apk-cache": ({ stage, instruction, about: { call } }) =>
        !instruction.onbuild &&
        inFinalStage({ stage }) &&
        call !== undefined &&
        !bareArguments(call.command).includes("--no-cache"),
    },
    "dockle/DKL-DI-0005": {
      "cleanup/apt-lists": (input) => !input.instruction.onbuild && inFinishedImage(input),
    },
    "dockle/DKL-DI-0006": {
      "base-image/floating-tag": ({ stage }) => stage === undefined || tagFault(stage.base) !== "moving",
    },
  },
  image: {
    "dockle/CIS-DI-0006": {
      // It asks whether it is set at all; NONE is a decision.
      "limits/image-no-healthcheck": ({ facts }) => (facts.configuration?.healthcheck ?? []).length === 0,
    },
    "dockle/CIS-DI-0007": { "updates/image-update-alone": ({ about: { ran } }) => isApt(ran?.manager) },
    "dockle/CIS-DI-0010": {
      // Of the configuration it looks at the environment; of a file, at the name.
      "secrets/in-image-config": ({ setting }) => isSecretName(/^Config\.Env\.(.*)$/s.exec(setting)?.[1]),
      "secrets/in-image-file": ({ path }) => secretFiles.test(path),
    },
    "dockle/DKL-DI-0001": {
      // It reads the history, not the files.
      "non-root/sudo-in-image": ({ evidence }) => evidence.some(({ kind }) => kind === "layer"),
    },
    "dockle/DKL-DI-0002": { "capabilities/image-system-volume": ({ about: { paths } }) => areSystemFolders(paths) },
    "dockle/DKL-DI-0003": {
      "updates/image-dist-upgrade": ({ about: { ran } }) =>
        ran?.manager.startsWith("apt") === true && ran.verb === "dist-upgrade",
    },
    "dockle/DKL-DI-0004": {
      "cleanup/package-cache": ({ about: { paths = [] } }) =>
        paths.some((path) => /^\/(?:var\/cache|etc)\/apk/.test(path)),
    },
    "dockle/DKL-DI-0005": {
      "cleanup/package-lists": ({ about: { paths = [] } }) => paths.includes("/var/lib/apt/lists"),
    },
    "dockle/DKL-LI-0002": {
      // It compares numbers only.
      "non-root/duplicate-account"({ evidence }) {
        const numbers = evidence.map((one) =>
          one.kind === "setting" ? /^[ug]id (\d+)/.exec(one.value)?.[1] : undefined,
        );
        return new Set(numbers).size === 1;
      },
    },
    "dockle/DKL-LI-0003": {
      "cleanup/vcs-folder": ({ about: { paths } }) => areOfWorkspaces(paths),
      "cleanup/workspace-files": ({ about: { paths } }) => areOfWorkspaces(paths),
    },
  },
} satisfies Peer;

function isApt(manager: string | undefined): boolean {
  return manager === "apt" || manager === "apt-get";
}

/** It looks for the word. */
function saysSudo(text: string): boolean {
  return text.split(/\s|&&/).includes("sudo");
}

/** It knows the three folders, and nothing in them. */
function areSystemFolders(paths: readonly string[] = []): boolean {
  return paths.every((path) => /^\/(?:sys|dev|proc)$/.test(path));
}

function areOfWorkspaces(paths: readonly string[] = []): boolean {
  return paths.some((path) => /\/(?:\.git|\.vscode|\.idea|\.DS_Store)$/.test(path));
}

function isSecretName(name: string | undefined): boolean {
  return name !== undefined && /pass|secret|key|access|token/i.test(name) && !/^GPG_KEYS?$/.test(name);
}

/** Its names of files (goodwithtech/dockle, pkg/assessor/credential). */
const secretFiles =
  /\/(?:credentials?(?:\.json)?|password\.txt|id_(?:rsa|dsa|ecdsa|ed25519)|secret_token\.rb|carrierwave\.rb|omniauth\.rb|settings\.py|database\.yml|credentials\.xml|[^/]*\.(?:secret|ovpn|private_key))$/;
