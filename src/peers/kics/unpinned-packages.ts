import { ownValue } from "../../domain/own-value.ts";
import type { DockerfileFact, Instruction } from "../../facts/dockerfile/dockerfile.ts";
import { textCall, type TextCall } from "../shared/text-calls.ts";
import { oncePer } from "../../text/once-per.ts";
import { dockerfilePeer } from "../peer.ts";
import { textRead } from "./text-read.ts";

/** It reads text, each RUN as a whole. */
export default dockerfilePeer({
  rules: ["updates/unpinned-packages"],
  ids: [
    "kics/apt_get_install_pin_version_not_defined",
    "kics/unpinned_package_version_in_apk_add",
    "kics/missing_version_specification_in_dnf_install",
    "kics/yum_install_without_version",
    "kics/zypper_install_without_version",
  ],
  reports({ dockerfile, instruction, about: { call } }) {
    const id = call === undefined || instruction.onbuild ? undefined : byText(instruction, dockerfile, call.manager);
    return id === undefined ? [] : [id];
  },
});

/** Installs as text: the manager, options of letters, the verb. */
const installs: Readonly<Record<string, readonly [call: TextCall, id: string]>> = {
  "apt-get": ["apt-get install", "kics/apt_get_install_pin_version_not_defined"],
  apk: ["apk add", "kics/unpinned_package_version_in_apk_add"],
  dnf: ["dnf install", "kics/missing_version_specification_in_dnf_install"],
  yum: ["yum install", "kics/yum_install_without_version"],
  zypper: ["zypper in", "kics/zypper_install_without_version"],
};
const versioned = /[\w+-][-:]\$.|[\w+-][:-]\d+.\d|[\w+-]~?=./;

function byText(instruction: Instruction, dockerfile: DockerfileFact, manager: string): string | undefined {
  const told = unpinnedIn(instruction);
  if (!told.has(manager)) told.set(manager, unpinnedInText(textRead(dockerfile, instruction), manager));
  return told.get(manager);
}

const unpinnedIn = oncePer<Instruction, [], Map<string, string | undefined>>(() => new Map());

/** The id when a word behind the RUN's first install, up to the next `;` or `&&`, begins with a letter and has no version. */
function unpinnedInText(text: string, manager: string): string | undefined {
  const [call, id] = ownValue(installs, manager) ?? [];
  if (call === undefined) return undefined;
  const whole = manager === "apk" ? text.replace(/(?:--virtual|-t)\s.?[a-zA-Z-]+\s/, "") : text;
  const match = textCall(whole, call);
  if (match === undefined) return undefined;
  const rest = whole.slice(match.end).replaceAll("\t", "");
  const [words = ""] = rest.split(rest.includes(";") ? ";" : "&&", 1);
  const list = words.trim().split(" ");
  return list.some((word, at) => /^[a-zA-Z]/.test(word) && list[at + 1] !== "-v" && !versioned.test(word))
    ? id
    : undefined;
}
