import { textCall } from "../shared/text-calls.ts";
import { dockerfilePeer } from "../peer.ts";
import { textRead } from "./text-read.ts";
import { wordsRead } from "./words-read.ts";

/** It reads text: the last use of each manager has to be one that cleans. */
export default dockerfilePeer({
  rules: ["cleanup/rpm-cache"],
  ids: ["trivy/DS-0015", "trivy/DS-0019", "trivy/DS-0020", "trivy/DS-0027"],
  reports({ dockerfile, instruction }) {
    if (instruction.onbuild) return false;
    const text = instruction.json?.[0] ?? textRead(instruction, dockerfile);
    const isOpen = (uses: RegExp): boolean => text.match(uses)?.at(-1)?.includes("clean") === false;
    return [
      ...(yumLeftOpen(wordsRead(instruction)) ? ["trivy/DS-0015"] : []),
      ...(isOpen(/dnf (?:in|rei)|dnf clean all/g) ? ["trivy/DS-0019"] : []),
      ...(zypperLeftOpen(text) ? ["trivy/DS-0020"] : []),
      ...(isOpen(/microdnf (?:re)?install|microdnf clean all/g) ? ["trivy/DS-0027"] : []),
    ];
  },
});

const zypperVerb = /zypper (?:in|remove|rm|source-install|si|patch)/;

/** The last use of zypper in the text is not one that cleans. */
function zypperLeftOpen(text: string): boolean {
  const pieces = text.split("zypper ").slice(1);
  const last = pieces.findLast(
    (piece) =>
      /^c(?:lean|c)/.test(piece) ||
      zypperVerb.test(`zypper ${piece}`) ||
      textCall(`zypper ${piece}`, "zypper install") !== undefined,
  );
  return last !== undefined && !last.startsWith("c");
}

/** No command that says `all` comes after the last `yum ... install`. */
function yumLeftOpen(words: readonly (readonly string[])[]): boolean {
  const install = words.findLastIndex((one) => one.includes("yum") && one.includes("install", one.indexOf("yum")));
  return install !== -1 && words.findLastIndex((one) => one.includes("all")) <= install;
}
