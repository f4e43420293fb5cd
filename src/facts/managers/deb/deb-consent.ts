import type { Consent } from "../traits.ts";

export const debConsent: Consent = {
  names: ["-y", "--yes", "--assume-yes", "--force-yes"],
  word: "-y",
  setting: /(?<!-o ?APT::Get::|--option[= ]APT::Get::|-)Assume-Yes["'\s=\\]*(?:1|true|yes|on)\b/i,
  manual: "apt-get(8)",
  quiet: true,
};
