import { copyFrom } from "../facts/dockerfile/copy-paths.ts";
import { tagFault } from "../rules/base-image/tag-fault.ts";
import { lineOf } from "../rules/shared/evidence.ts";
import { callsZypper } from "./kics/calls-zypper.ts";
import { installsUncleaned } from "./kics/installs-uncleaned.ts";
import { keepsApkCache } from "./kics/keeps-apk-cache.ts";
import { keepsPipCache } from "./kics/keeps-pip-cache.ts";
import { keepsDnfCache, keepsYumCache, keepsZypperCache } from "./kics/keeps-rpm-cache.ts";
import { pipesUnchecked } from "./kics/pipes-unchecked.ts";
import { takesRecommends } from "./kics/takes-recommends.ts";
import { valuesRead } from "./kics/text-read.ts";
import { unpinnedGem, unpinnedNpm, unpinnedPip } from "./kics/unpinned-dependency.ts";
import { unpinnedPackage } from "./kics/unpinned-package.ts";
import { updatesAlone } from "./kics/updates-alone.ts";
import type { InDockerfile, Peer } from "./peer.ts";
import { isAptInstallRead } from "./shared/apt-options.ts";
import { bothDownloaders } from "./shared/both-downloaders.ts";
import { sharesNamespace } from "./shared/containers.ts";
import { equalNames } from "./shared/equal-names.ts";
import { downloadsByAdd, hasKeyword, inFinalStage, isSinglePort, wordAt } from "./shared/instructions.ts";

// It reads the text of a RUN, and of an exec form each string by itself or the first. Several checks look at the last stage alone.
export default {
  dockerfile: {
    "kics/add_instead_of_copy": {
      // It asks for COPY at an ADD that downloads as well, which COPY cannot do.
      "build/add-instead-of-copy": ({ instruction }) => !namesTar(instruction),
      "vulnerabilities/unverified-download": (input) => downloadsByAdd(input) && !namesTar(input.instruction),
    },
    "kics/apk_add_using_local_cache_path": { "cleanup/apk-cache": keepsApkCache },
    "kics/apt_get_install_lists_were_not_deleted": {
      // It goes by the install.
      "cleanup/apt-lists": ({ dockerfile, instruction }) =>
        !instruction.onbuild && installsUncleaned(instruction, dockerfile),
      "updates/install-without-update": ({ dockerfile, instruction }) => installsUncleaned(instruction, dockerfile),
    },
    "kics/apt_get_install_pin_version_not_defined": {
      "updates/unpinned-packages": unpinnedPackage("apt-get", "apt-get install"),
    },
    "kics/apt_get_missing_flags_to_avoid_manual_input": {
      "build/asks-for-consent": ({ instruction, about: { call } }) =>
        !instruction.onbuild && call !== undefined && isAptInstallRead(call) && instruction.execScript === undefined,
    },
    "kics/apt_get_not_avoiding_additional_packages": { "cleanup/recommends": takesRecommends },
    "kics/changing_default_shell_using_run_command": {
      // It looks at the first word, of the whole RUN.
      "build/replaced-shell": (input) =>
        someValue(input, (value) => /^(mv|chsh|usermod|ln)$/.test(value.split(" ")[0] ?? "") && shellPaths.test(value)),
    },
    "kics/copy_from_references_current_from_alias": {
      // It compares letter for letter, and knows no numbers.
      "build/copy-from-itself": ({ stage, instruction }) =>
        stage?.name !== undefined && copyFrom(instruction)?.name === stage.name,
    },
    "kics/copy_with_more_than_two_arguments_not_ending_with_slash": { "build/copy-without-slash": hasKeyword("COPY") },
    "kics/curl_or_wget_instead_of_add": { "vulnerabilities/unverified-download": downloadsByAdd },
    "kics/exposing_port_22": { "capabilities/exposed-ssh": (input) => wordAt(input) === "22" },
    "kics/gem_install_without_version": { "updates/unpinned-dependencies": unpinnedGem },
    "kics/healthcheck_instruction_missing": { "limits/no-healthcheck": inFinalStage },
    "kics/image_version_not_explicit": {
      // It looks at the text as written, and resolves no ARG.
      "base-image/floating-tag": ({ stage }) =>
        stage !== undefined && tagFault(stage.base) === "none" && isUntagged(stage.base.text, stage.name),
    },
    "kics/image_version_using_latest": {
      "base-image/floating-tag": ({ stage }) =>
        stage !== undefined && tagFault(stage.base) !== "none" && stage.base.text.includes(":latest"),
    },
    "kics/last_user_is_root": { "non-root/last-user-root": inFinalStage },
    "kics/missing_dnf_clean_all": { "cleanup/rpm-cache": keepsDnfCache },
    "kics/missing_flag_from_dnf_install": {
      "build/asks-for-consent": (input) =>
        input.about.call?.manager === "dnf" &&
        !input.instruction.onbuild &&
        /dnf (group|local|re)?install|dnf (in|rei)\b/.test(valuesOf(input)[0] ?? ""),
    },
    "kics/missing_user_instruction": {
      "non-root/last-user-root"({ dockerfile, stage }) {
        const last = dockerfile.stages.at(-1)?.instructions ?? [];
        return stage?.final !== true && !last.some(({ keyword, onbuild }) => keyword === "USER" && !onbuild);
      },
      "non-root/no-user": ({ stage }) => stage?.from.args !== "scratch",
    },
    "kics/missing_version_specification_in_dnf_install": {
      "updates/unpinned-packages": unpinnedPackage("dnf", "dnf install"),
    },
    "kics/missing_zypper_clean": { "cleanup/rpm-cache": keepsZypperCache },
    "kics/missing_zypper_non_interactive_switch": {
      "build/asks-for-consent": (input) =>
        input.about.call?.manager === "zypper" &&
        input.about.call.stage === input.dockerfile.stages.length - 1 &&
        someValue(input, callsZypper),
    },
    "kics/multiple_cmd_instructions_listed": { "build/repeated-instruction": isFinal("CMD") },
    "kics/multiple_entrypoint_instructions_listed": { "build/repeated-instruction": isFinal("ENTRYPOINT") },
    "kics/multiple_run_add_copy_instructions_listed": {
      "layers/consecutive-copies": inFinalStage,
      // It goes by lines that follow each other.
      "layers/consecutive-runs"({ dockerfile, stage, instruction }) {
        const previous = stage?.instructions[stage.instructions.indexOf(instruction) - 1];
        if (stage?.final !== true || previous === undefined) return false;
        if (![previous, instruction].every(({ keyword, onbuild }) => keyword === "RUN" && !onbuild)) return false;
        return lineOf(dockerfile, instruction.span) - lineOf(dockerfile, previous.span) === 1;
      },
    },
    "kics/not_using_json_in_cmd_and_entrypoint_arguments": {
      "build/shell-form-cmd": ({ stage, instruction }) =>
        stage?.final === true && instruction.keyword !== "HEALTHCHECK",
    },
    "kics/npm_install_without_pinned_version": { "updates/unpinned-dependencies": unpinnedNpm },
    "kics/pip_install_keeping_cached_packages": { "cleanup/pip-cache": keepsPipCache },
    "kics/run_command_cd_instead_of_workdir": {
      "build/cd-instead-of-workdir": (input) => someValue(input, (value) => value.split(" ")[0]?.trim() === "cd"),
    },
    "kics/run_using_apt": { "build/apt-for-people": (input) => someValue(input, (value) => value.includes("apt ")) },
    "kics/run_using_sudo": {
      "non-root/sudo"(input) {
        const [first = "", ...more] = valuesOf(input);
        if (input.instruction.onbuild) return false;
        return more.length > 0 ? first === "sudo" : first.split("&&").some((part) => /^ *sudo/.test(part));
      },
    },
    "kics/run_using_wget_and_curl": {
      "build/curl-and-wget": ({ dockerfile, stage, instruction }) =>
        !instruction.onbuild && stage !== undefined && usesBothDownloaders(stage, dockerfile),
    },
    "kics/run_utilities_and_posix_commands": {
      // A name followed by a blank, or alone, in a part that installs nothing.
      "build/needless-program"(input) {
        if (input.instruction.onbuild) return false;
        const values = valuesOf(input);
        if (values.length > 1)
          return !values.some((value) => value.includes("install")) && values.some((value) => programs.test(value));
        return (values[0] ?? "")
          .split("&&")
          .some((part) => !part.includes("install") && (called.test(part) || part.replace(programs, "") === ""));
      },
    },
    "kics/same_alias_in_different_froms": {
      "build/duplicate-stage-name": ({ dockerfile, instruction }) =>
        equalNames(dockerfile).get(instruction)?.exact === true,
    },
    "kics/shell_running_a_pipe_without_pipefail_flag": { "build/pipe-hides-failure": pipesUnchecked },
    "kics/unix_ports_out_of_range": { "build/port-out-of-range": isSinglePort },
    "kics/unpinned_package_version_in_apk_add": { "updates/unpinned-packages": unpinnedPackage("apk", "apk add") },
    "kics/unpinned_package_version_in_pip_install": { "updates/unpinned-dependencies": unpinnedPip },
    "kics/update_instruction_alone": { "updates/update-alone": updatesAlone },
    "kics/vulnerable_openssl_version": {
      "vulnerabilities/old-openssl": (input) =>
        !input.instruction.onbuild &&
        /https:\/\/www\.openssl\.org\/source\/openssl-3\.0\.[0-5]\.tar\.gz/.test(valuesOf(input).join(" ")),
    },
    "kics/workdir_path_not_absolute": {
      // What it takes for an absolute path.
      "build/relative-workdir": ({ instruction }) =>
        !/(^\/[A-z0-9-_+].*)|(^[A-z0-9-_+]:\\.*)|(^\$[{}A-z0-9-_+].*)/.test(instruction.args),
    },
    "kics/yum_clean_all_missing": { "cleanup/rpm-cache": keepsYumCache },
    "kics/yum_install_allows_manual_input": {
      "build/asks-for-consent": (input) =>
        input.about.call?.manager === "yum" &&
        someValue(input, (value) => value.includes("yum install") && !value.includes("-y")),
    },
    "kics/yum_install_without_version": { "updates/unpinned-packages": unpinnedPackage("yum", "yum install") },
    "kics/zypper_install_without_version": { "updates/unpinned-packages": unpinnedPackage("zypper", "zypper in") },
  },
  containers: {
    "kics/host_namespace_is_shared": { "capabilities/host-namespace": sharesNamespace("pid") },
    "kics/shared_host_ipc_namespace": { "capabilities/host-namespace": sharesNamespace("ipc") },
    "kics/shared_host_network_namespace": { "capabilities/host-namespace": sharesNamespace("network") },
    "kics/shared_host_user_namespace": { "capabilities/host-namespace": sharesNamespace("userns") },
  },
  refusals: {
    "kics/copy_from_references_current_from_alias": "reads-itself",
    "kics/unix_ports_out_of_range": "port-out-of-range",
  },
} satisfies Peer;

const usesBothDownloaders = bothDownloaders(valuesRead);
const shellPaths = /\/bin\/(bash|tcsh|ksh|csh|dash|zsh|fish|tmux|rbash|sh)|etc\/shells/;
const programs = /\b(ps|shutdown|service|free|top|kill|mount|ifconfig|nano|vim)\b/;
const called = new RegExp(`${programs.source} `);

function valuesOf({ dockerfile, instruction }: InDockerfile): readonly string[] {
  return valuesRead(dockerfile, instruction);
}

/** It passes triggers over. */
function someValue(input: InDockerfile, test: (value: string) => boolean): boolean {
  return !input.instruction.onbuild && valuesOf(input).some(test);
}

function isFinal(keyword: string) {
  return ({ stage, instruction }: InDockerfile): boolean => stage?.final === true && instruction.keyword === keyword;
}

function namesTar({ words }: InDockerfile["instruction"]): boolean {
  return words.some(({ text }) => text.includes(".tar"));
}

function isUntagged(text: string, name: string | undefined): boolean {
  return !text.includes(":") && (!text.startsWith("$") || name !== undefined || /^\$\w+$/.test(text));
}
