import type { LabelForm } from "../../../domain/settings/config.ts";
import { spdxExceptions, spdxLicenses } from "../../../data/spdx-licenses.ts";

/** For messages: the expected form of a value. */
export const formNames: Readonly<Record<LabelForm, string>> = {
  text: "some text",
  url: "a URL with its scheme (RFC 3986)",
  rfc3339: "a time such as 2026-11-24T12:00:00Z (RFC 3339)",
  spdx: "an SPDX license or expression",
  "git-hash": "a git commit of 40 or 7 hexadecimal digits",
  semver: "a version such as 1.4.2 (semver.org)",
  email: "an email address",
};

const fits: Readonly<Record<LabelForm, (value: string) => boolean>> = {
  text: (value) => value !== "",
  url: (value) => /^[a-z][a-z0-9+.-]*:[\w.~:/?#[\]@!$&'()*+,;=%-]+$/i.test(value) && !/%(?![0-9a-f]{2})/i.test(value),
  rfc3339: isTime,
  spdx: isLicense,
  "git-hash": (value) => /^([0-9a-f]{7}|[0-9a-f]{40})$/.test(value),
  semver: isSemver,
  email: isEmail,
};

export function fitsForm(form: LabelForm, value: string): boolean {
  return fits[form](value);
}

function isTime(value: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|[+-](\d\d):(\d\d))$/.exec(value);
  if (match === null) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, zoneHour = 0, zoneMinute = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const dateFits = month >= 1 && month <= 12 && day >= 1 && day <= lastDay;
  return dateFits && hour <= 23 && minute <= 59 && second <= 60 && zoneHour <= 23 && zoneMinute <= 59;
}

/** https://semver.org, version 2.0.0: no leading `v`, no leading zeros in numbers. */
function isSemver(value: string): boolean {
  const number = "(?:0|[1-9]\\d*)";
  const part = `(?:${number}|\\d*[a-zA-Z-][0-9a-zA-Z-]*)`;
  const build = "[0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*";
  return new RegExp(`^${number}\\.${number}\\.${number}(?:-${part}(?:\\.${part})*)?(?:\\+${build})?$`).test(value);
}

/** RFC 5322 without comments and folding, which no label has. */
function isEmail(value: string): boolean {
  const at = value.lastIndexOf("@");
  const [local, domain] = [value.slice(0, at), value.slice(at + 1)];
  if (at < 1 || local.length > 64) return false;
  const atoms = /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
  const quoted = /^"([^"\\]|\\.)*"$/;
  const host = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;
  return (atoms.test(local) || quoted.test(local)) && (host.test(domain) || /^\[[^\]]+\]$/.test(domain));
}

/** A license of the SPDX list, or an expression of them (SPDX 2.3, annex D), as OCI requires. */
function isLicense(value: string): boolean {
  const tokens = value.match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;
  const expression = (): boolean => {
    if (!term()) return false;
    while (tokens[at] === "AND" || tokens[at] === "OR") {
      at++;
      if (!term()) return false;
    }
    return true;
  };
  const term = (): boolean => {
    const token = tokens[at++];
    if (token === "(") return expression() && tokens[at++] === ")";
    if (token === undefined || !isSimple(token)) return false;
    if (tokens[at] !== "WITH") return true;
    at++;
    return spdxExceptions.has(tokens[at++] ?? "");
  };
  // Nesting is bounded, so that a hostile label cannot exhaust the stack.
  return tokens.length <= 200 && expression() && at === tokens.length;
}

function isSimple(token: string): boolean {
  return spdxLicenses.has(token.replace(/\+$/, "")) || /^(DocumentRef-[\w.-]+:)?LicenseRef-[\w.-]+$/.test(token);
}
