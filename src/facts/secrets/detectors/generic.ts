import { isPlaceholder, looksChosen } from "../../../secrets/placeholder.ts";
import { anyCase, assignment, type DetectorFamily } from "./detector.ts";
import { dotenvFile, keyNames, nameEnd, passwordNames, settingsFile, sourceFile } from "./names.ts";

const any = (names: readonly string[]): string => `(?:${anyCase(names.join("|"))})${anyCase(nameEnd)}`;
/** Not part of a longer word before it that turns its sense: `min_password`, `no-token`, `csrf_token_name`. */
const notAbout =
  "(?<!(?:no|has|use|is|min|max|public|csrf|xsrf|next|page|forgot|reset|confirm|invalid|lang|design)[-_.]?)";
const open = "[^\\s\"'`<>,;(){}\\[\\]|]";

const accepts = (secret: string): boolean => !isPlaceholder(secret) && looksChosen(secret);
/** Letters and digits mixed, as a generator draws them. */
const drawn = (secret: string): boolean => accepts(secret) && mixed(secret);

const source = "no form of its own: a name that says secret, and a value that looks drawn or chosen";

const detectors: DetectorFamily = [
  {
    kind: "dotenv-secret",
    title: "Secret in a file of environment variables",
    keywords: [...passwordNames, ...keyNames],
    pattern: new RegExp(
      `${notAbout}${any([...passwordNames, ...keyNames])}[ \\t]{0,4}=[ \\t]{0,4}(?:"(?<secret>[^"\\r\\n]{4,200})"|(?<secret>${open}{4,200}))`,
      "y",
    ),
    accepts: (secret) => !isPlaceholder(secret) && !/^[\d.]{1,5}$/.test(secret),
    onlyNamed: dotenvFile,
    by: "name",
    severity: "error",
    source,
  },
  {
    kind: "settings-password",
    title: "Password in a configuration file",
    keywords: passwordNames,
    pattern: new RegExp(
      `${notAbout}${any(passwordNames)}(?:${assignment}|"?>)(?<secret>${open}{6,100})(?=["'\`\\s,;<]|$)`,
      "y",
    ),
    accepts,
    onlyNamed: settingsFile,
    by: "name",
    severity: "warning",
    source,
  },
  {
    kind: "settings-secret",
    title: "Token or key in a configuration file",
    keywords: keyNames,
    pattern: new RegExp(
      `${notAbout}${any(keyNames)}(?:${assignment}|"?>)(?<secret>[\\w+/=.~-]{16,200})(?=["'\`\\s,;<]|$)`,
      "y",
    ),
    minEntropy: 3.5,
    accepts: drawn,
    onlyNamed: settingsFile,
    by: "name",
    severity: "warning",
    source,
  },
  {
    kind: "source-password",
    title: "Password in a program",
    keywords: passwordNames,
    pattern: new RegExp(
      `${notAbout}${any(passwordNames)}["']?[ \\t]{0,4}(?::=|=>|[:=])[ \\t]{0,4}(?<quote>["'])(?<secret>[^\\s"'\`<>(){}\\[\\]]{8,64})\\k<quote>`,
      "y",
    ),
    minEntropy: 2.75,
    accepts,
    onlyNamed: sourceFile,
    by: "name",
    severity: "warning",
    source,
  },
  {
    kind: "source-secret",
    title: "Token or key in a program",
    keywords: keyNames,
    pattern: new RegExp(
      `${notAbout}${any(keyNames)}["']?[ \\t]{0,4}(?::=|=>|[:=])[ \\t]{0,4}(?<quote>["'])(?<secret>[\\w+/=.~-]{20,200})\\k<quote>`,
      "y",
    ),
    minEntropy: 3.7,
    accepts: drawn,
    onlyNamed: sourceFile,
    by: "name",
    severity: "warning",
    source,
  },
];

/** A name has its digits at the end, if any. */
function mixed(secret: string): boolean {
  return (secret.match(/\d+/g)?.length ?? 0) >= 2 && /[A-Za-z]/.test(secret);
}

export default detectors;
