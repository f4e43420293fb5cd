import type { Consent } from "../traits.ts";

/** Of dnf and its kin. */
export const rpmConsent: Consent = {
  names: ["-y", "--assumeyes"],
  word: "-y",
  setting: /\bassumeyes(?:\s*[=:])?\s*(1|true|yes)/i,
  manual: "dnf(8)",
};
