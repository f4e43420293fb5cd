import { copyFrom } from "../facts/dockerfile/copy-paths.ts";
import { userOf } from "../facts/dockerfile/user-word.ts";
import { hasMount } from "../facts/managers/package-steps.ts";
import { lists } from "../facts/managers/deb/apt-lists.ts";
import { tagFault } from "../rules/base-image/tag-fault.ts";
import { shellState } from "../rules/dockerfile-quality/commands/pipefail.ts";
import { consecutiveRuns } from "../rules/layers/consecutive.ts";
import { dropsPrivileges } from "../rules/non-root/sudo-user.ts";
import { oncePer } from "../text/once-per.ts";
import { asksForConsent } from "./hadolint/asks-for-consent.ts";
import { programsRead } from "./hadolint/programs-read.ts";
import { seesPlain, writtenRead } from "./hadolint/exec-read.ts";
import { flagNames } from "./hadolint/flag-names.ts";
import { isUntagged } from "./hadolint/is-untagged.ts";
import { keepsLists } from "./hadolint/keeps-lists.ts";
import { keepsPipCache } from "./hadolint/keeps-pip-cache.ts";
import { keepsRpmCache } from "./hadolint/keeps-rpm-cache.ts";
import { keepsYarnCache } from "./hadolint/keeps-yarn-cache.ts";
import { relativeCopies } from "./hadolint/relative-copies.ts";
import { isSecretName } from "./hadolint/secret-names.ts";
import { unpinnedDependency } from "./hadolint/unpinned-dependency.ts";
import { unpinnedPackage } from "./hadolint/unpinned-package.ts";
import { setsHighUid } from "./hadolint/sets-high-uid.ts";
import type { InDockerfile, Peer } from "./peer.ts";
import { isAptDistUpgrade } from "./shared/apt-dist-upgrade.ts";
import { bareArguments } from "./shared/bare-arguments.ts";
import { equalNames } from "./shared/equal-names.ts";
import { hasKeyword, isPlainPort } from "./shared/instructions.ts";
import { shellsAbove } from "./shared/shells-above.ts";

export default {
  dockerfile: {
    "hadolint/DL3000": {
      // What it takes for an absolute path.
      "build/relative-workdir": ({ instruction }) => !/^["']*([$/]|[A-Za-z]:)/.test(instruction.args),
    },
    "hadolint/DL3001": {
      "build/needless-program": (input) =>
        /^(free|kill|mount|ps|service|shutdown|ssh|top|vim)$/.test(input.about.program ?? "") &&
        runsProgram(input, input.about.program),
    },
    "hadolint/DL3002": {
      // It asks each stage.
      "non-root/last-user-root": ({ instruction }) => /^(root|0)$/.test(userOf(instruction.args)[0]),
    },
    "hadolint/DL3003": {
      "build/cd-instead-of-workdir": (input) => !input.instruction.onbuild && runsProgram(input, "cd"),
    },
    "hadolint/DL3004": {
      "non-root/sudo": ({ dockerfile, instruction }) =>
        writtenRead(dockerfile, instruction).some(({ program, args }) => program === "sudo" && !dropsPrivileges(args)),
    },
    "hadolint/DL3005": {
      "updates/dist-upgrade": (input) =>
        input.about.call?.manager === "apt-get" && seesCall(input) && isAptDistUpgrade(input.about.call),
    },
    "hadolint/DL3006": {
      // It looks at the text as written, and resolves no ARG.
      "base-image/floating-tag": ({ stage }) =>
        stage !== undefined && tagFault(stage.base) === "none" && isUntagged(stage.base.text),
    },
    "hadolint/DL3007": {
      "base-image/floating-tag": ({ stage }) =>
        stage !== undefined && tagFault(stage.base) === "latest" && stage.base.text.endsWith(":latest"),
    },
    "hadolint/DL3008": { "updates/unpinned-packages": unpinnedPackage("apt-get") },
    "hadolint/DL3009": {
      "cleanup/apt-lists": keepsLists,
      // It misses a deletion of the lists that the mount holds.
      "layers/no-cache-mount": (input) =>
        hasMount(input.instruction, "/var/lib/apt") &&
        !hasMount(input.instruction, "/var/cache/apt") &&
        !hasMount(input.instruction, lists) &&
        keepsLists(input),
    },
    "hadolint/DL3010": {
      // It forgets at each FROM what was copied, and knows no `tar xf`.
      "layers/archive-copied": ({ stage, about: { unpacked } }) =>
        stage?.final === true && unpacked?.dashed === true && !/\.(zst|tzst)$/.test(unpacked.name),
    },
    "hadolint/DL3011": {
      "build/port-out-of-range": (input) =>
        isPlainPort(input) && /^(|tcp|udp)$/i.test(input.about.port?.protocol ?? "-"),
    },
    "hadolint/DL3012": { "build/repeated-instruction": hasKeyword("HEALTHCHECK") },
    "hadolint/DL3013": { "updates/unpinned-dependencies": unpinnedDependency("pip") },
    "hadolint/DL3014": { "build/asks-for-consent": asksForConsent("apt-get") },
    "hadolint/DL3015": {
      "cleanup/recommends": (input) =>
        input.about.call?.manager === "apt-get" &&
        seesCall(input) &&
        !flagNames(input.about.call.command).includes("no-install-recommends"),
    },
    "hadolint/DL3016": { "updates/unpinned-dependencies": unpinnedDependency("npm") },
    "hadolint/DL3018": { "updates/unpinned-packages": unpinnedPackage("apk") },
    "hadolint/DL3019": {
      "cleanup/apk-cache": (input) =>
        input.about.call !== undefined &&
        seesCall(input) &&
        !bareArguments(input.about.call.command).includes("--no-cache") &&
        !hasMount(input.instruction, "/var/cache/apk"),
    },
    "hadolint/DL3021": { "build/copy-without-slash": hasKeyword("COPY") },
    "hadolint/DL3023": {
      // It compares letter for letter, and knows no numbers.
      "build/copy-from-itself": ({ stage, instruction }) =>
        stage?.name !== undefined && copyFrom(instruction)?.name === stage.name,
    },
    "hadolint/DL3024": {
      "build/duplicate-stage-name": ({ dockerfile, instruction }) =>
        equalNames(dockerfile).get(instruction)?.exact === true,
    },
    "hadolint/DL3025": { "build/shell-form-cmd": ({ instruction }) => instruction.args !== "" },
    "hadolint/DL3027": {
      "build/apt-for-people": ({ dockerfile, instruction, about: { command } }) =>
        command !== undefined && seesPlain(dockerfile, instruction, command),
    },
    "hadolint/DL3028": { "updates/unpinned-dependencies": unpinnedDependency("gem") },
    "hadolint/DL3030": { "build/asks-for-consent": asksForConsent("yum") },
    "hadolint/DL3032": { "cleanup/rpm-cache": keepsRpmCache("yum") },
    "hadolint/DL3033": { "updates/unpinned-packages": unpinnedPackage("yum") },
    "hadolint/DL3034": { "build/asks-for-consent": asksForConsent("zypper") },
    "hadolint/DL3035": {
      "updates/dist-upgrade": (input) => input.about.call?.manager === "zypper" && seesCall(input),
    },
    "hadolint/DL3036": { "cleanup/rpm-cache": keepsRpmCache("zypper") },
    "hadolint/DL3037": { "updates/unpinned-packages": unpinnedPackage("zypper") },
    "hadolint/DL3038": { "build/asks-for-consent": asksForConsent("dnf", "microdnf") },
    "hadolint/DL3040": { "cleanup/rpm-cache": keepsRpmCache("dnf", "microdnf") },
    "hadolint/DL3041": { "updates/unpinned-packages": unpinnedPackage("dnf", "microdnf") },
    "hadolint/DL3042": { "cleanup/pip-cache": keepsPipCache },
    "hadolint/DL3044": { "build/env-uses-itself": ({ about }) => about.plain === true },
    "hadolint/DL3045": {
      "build/relative-copy": ({ dockerfile, instruction }) => relativeCopies(dockerfile).has(instruction),
    },
    "hadolint/DL3046": { "layers/useradd-high-uid": setsHighUid },
    "hadolint/DL3047": { "build/wget-progress": (input) => runsProgram(input, "wget") },
    "hadolint/DL3051": {
      // That a label is empty has a code of its own, beside that of its form.
      "build/label-form": ({ about: { label } }) => label?.form === "text" || label?.empty === true,
    },
    "hadolint/DL3052": { "build/label-form": hasLabelForm("url") },
    "hadolint/DL3053": { "build/label-form": hasLabelForm("rfc3339") },
    "hadolint/DL3054": { "build/label-form": hasLabelForm("spdx") },
    "hadolint/DL3055": { "build/label-form": hasLabelForm("git-hash") },
    "hadolint/DL3056": { "build/label-form": hasLabelForm("semver") },
    "hadolint/DL3058": { "build/label-form": hasLabelForm("email") },
    "hadolint/DL3059": {
      "layers/consecutive-runs": ({ dockerfile, instruction }) => runsInRow(dockerfile).has(instruction),
    },
    "hadolint/DL3060": { "cleanup/yarn-cache": keepsYarnCache },
    "hadolint/DL3062": { "updates/unpinned-dependencies": unpinnedDependency("go") },
    "hadolint/DL3063": {
      // It knows them in small letters.
      "build/reserved-stage-name": ({ dockerfile, at }) =>
        /^(scratch|context)$/.test(dockerfile.text.slice(at.start, at.end)),
    },
    "hadolint/DL3064": { "secrets/in-arg-or-env": ({ about: { secret } }) => isSecretName(secret?.name) },
    "hadolint/DL3065": {
      // It knows the two plain forms.
      "build/redundant-platform": ({ dockerfile, at }) =>
        /^--platform=\$(TARGETPLATFORM|\{TARGETPLATFORM\})$/.test(dockerfile.text.slice(at.start, at.end)),
    },
    "hadolint/DL3066": { "non-root/last-user-root": ({ instruction }) => !/^\d+$/.test(userOf(instruction.args)[0]) },
    "hadolint/DL4001": {
      "build/curl-and-wget"({ dockerfile, stage, instruction }) {
        const programs = stage && programsRead(stage, dockerfile)[instruction.onbuild ? "triggers" : "runs"];
        return programs?.has("curl") === true && programs.has("wget");
      },
    },
    "hadolint/DL4003": { "build/repeated-instruction": hasKeyword("CMD") },
    "hadolint/DL4004": { "build/repeated-instruction": hasKeyword("ENTRYPOINT") },
    "hadolint/DL4005": {
      "build/replaced-shell": ({ dockerfile, instruction, about }) =>
        about.program === "ln" &&
        writtenRead(dockerfile, instruction).some(({ program, args }) => program === "ln" && args.includes("/bin/sh")),
    },
    "hadolint/DL4006": {
      // It sees pipes of the RUN's own text and of no nested script, and starts again at each FROM.
      "build/pipe-hides-failure"({ dockerfile, stage, instruction }) {
        const shell = shellsAbove(stage, instruction).at(-1);
        const accepted = shell !== undefined && shellState(shell).accepted;
        return !accepted && writtenRead(dockerfile, instruction).some(({ piped }) => piped);
      },
    },
  },
  image: {
    "hadolint/DL3009": {
      "cleanup/package-lists": ({ about: { paths = [] } }) => paths.includes("/var/lib/apt/lists"),
    },
    "hadolint/DL3019": {
      "cleanup/package-cache": ({ about: { paths = [] } }) =>
        paths.some((path) => /^\/(?:var\/cache|etc)\/apk/.test(path)),
    },
    "hadolint/DL3042": {
      "cleanup/package-cache": ({ about: { paths = [] } }) => paths.some((path) => path.endsWith("/.cache/pip")),
    },
  },
  refusals: {
    "hadolint/DL3011": "port-out-of-range",
    "hadolint/DL3022": "reads-later-stage",
    "hadolint/DL3023": "reads-itself",
    "hadolint/DL3043": "forbidden-trigger",
    "hadolint/DL3061": "before-from",
  },
} satisfies Peer;

const runsInRow = oncePer(consecutiveRuns);

/** It sees no program behind sudo or inside `sh -c`; of an exec form it sees what its strings say as one line. */
function runsProgram({ dockerfile, instruction }: InDockerfile, name: string | undefined): boolean {
  return writtenRead(dockerfile, instruction).some(({ program }) => program === name);
}

function seesCall({ dockerfile, instruction, about: { call } }: InDockerfile): boolean {
  return call !== undefined && seesPlain(dockerfile, instruction, call.command);
}

function hasLabelForm(form: string) {
  return ({ about: { label } }: InDockerfile): boolean => label?.form === form;
}
