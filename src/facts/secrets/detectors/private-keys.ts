import type { DetectorFamily } from "./detector.ts";

/** Line ends, also as a string literal has them, between the lines of a key; `"\n" +` of a program joins such literals. */
const lineEnd = String.raw`(?:\\r|\\n|[\r\n\t "'+,;|*#>-]){0,40}`;
/**
 * RFC 1421 header lines: `Proc-Type: 4,ENCRYPTED`, `DEK-Info: AES-256-CBC,...`, `Comment: ...`. Each ends in a line end: without one, what
 * follows could be read in exponentially many ways.
 */
const headers = String.raw`(?:[A-Z][A-Za-z-]{2,20}: [^\r\n\\]{0,120}(?:\\r|\\n|[\r\n])${lineEnd}){0,6}`;
/** Base64 of a DER SEQUENCE (0x30) of any length begins so. */
const sequence = "M[A-I][A-Za-z0-9+/]{38}";

const begin = String.raw`-----BEGIN `;
const end = String.raw`PRIVATE KEY-----`;
const maskKey = (match: string): string => {
  const type = /BEGIN ([A-Z0-9 ]{0,40})---/.exec(match)?.[1] ?? "private key";
  return /Proc-Type: 4,ENCRYPTED/.test(match) ? `${type}, encrypted` : type;
};
/** What is all one letter is a document's way to say that a key stands here. */
const minEntropy = 3.2;
const keywords = ["-----BEGIN "];
const reach = 1_024;

const detectors: DetectorFamily = [
  {
    kind: "private-key",
    title: "Private key",
    keywords,
    pattern: new RegExp(`${begin}(?:(?:RSA|EC|DSA|ANY) )?${end}${lineEnd}(?<secret>${sequence})`, "y"),
    minEntropy,
    shown: maskKey,
    reach,
    severity: "error",
    source: "RFC 7468, sections 10 and 13; RFC 8017, appendix A.1.2; RFC 5915",
  },
  {
    kind: "ssh-host-key",
    title: "Host key of an SSH server, the same in every container",
    keywords,
    pattern: new RegExp(
      `${begin}(?:(?:RSA|EC|DSA|OPENSSH) )?${end}${lineEnd}(?<secret>(?:M[A-I]|b3Blbn)[A-Za-z0-9+/]{34})`,
      "y",
    ),
    minEntropy,
    onlyNamed: /\/ssh_host_[a-z0-9]+_key$/,
    shown: maskKey,
    reach,
    severity: "error",
    source: "sshd_config(5), HostKey",
  },
  {
    kind: "openssh-private-key",
    title: "OpenSSH private key without a passphrase",
    keywords,
    // "openssh-key-v1\0", then the cipher's name with its length: "none".
    pattern: new RegExp(
      `${begin}OPENSSH ${end}${lineEnd}(?<secret>b3BlbnNzaC1rZXktdjEAAAAABG5vbmU[A-Za-z0-9+/]{16})`,
      "y",
    ),
    shown: maskKey,
    reach,
    severity: "error",
    source: "openssh-portable, PROTOCOL.key",
  },
  {
    kind: "encrypted-private-key",
    title: "Private key behind a passphrase",
    keywords,
    pattern: new RegExp(
      [
        `${begin}(?:`,
        `ENCRYPTED ${end}${lineEnd}(?<secret>${sequence})`,
        `|(?:RSA |EC |DSA )${end}${lineEnd}Proc-Type: 4,ENCRYPTED${lineEnd}${headers}[A-Za-z0-9+/]{40}`,
        `|OPENSSH ${end}${lineEnd}b3BlbnNzaC1rZXktdjEAAAA(?!ABG5vbmU)[A-Za-z0-9+/]{32}`,
        ")",
      ].join(""),
      "y",
    ),
    minEntropy,
    shown: maskKey,
    reach,
    severity: "warning",
    source: "RFC 5958, section 3; RFC 1421, section 4.6; openssh-portable, PROTOCOL.key",
  },
  {
    kind: "pgp-private-key",
    title: "PGP private key",
    keywords,
    // The first octet of a secret-key packet is 0x94, 0x95 or 0xc5.
    pattern: new RegExp(`${begin}PGP PRIVATE KEY BLOCK-----${lineEnd}${headers}(?<secret>[lx][A-Za-z0-9+/]{40})`, "y"),
    minEntropy,
    shown: maskKey,
    reach,
    severity: "error",
    source: "RFC 9580, sections 4.2, 5.5 and 6.2",
  },
  {
    kind: "putty-private-key",
    title: "PuTTY private key",
    keywords: ["PuTTY-User-Key-File-"],
    pattern:
      /PuTTY-User-Key-File-[123]: [a-z0-9@.-]{4,40}[\r\n]{1,2}Encryption: none[\r\n]{1,2}Comment: [^\r\n]{0,200}[\r\n]{1,2}Public-Lines: \d{1,4}[\r\n]{1,2}(?<secret>[A-Za-z0-9+/=]{20})/y,
    shown: () => "PuTTY key without a passphrase",
    reach,
    severity: "error",
    source: "PuTTY manual, appendix C, PPK file format",
  },
  {
    kind: "ssh2-private-key",
    title: "SSH2 private key",
    keywords: ["---- BEGIN SSH2 "],
    pattern: new RegExp(
      `---- BEGIN SSH2 (?:ENCRYPTED )?PRIVATE KEY ----${lineEnd}${headers}(?<secret>[A-Za-z0-9+/]{40})`,
      "y",
    ),
    shown: () => "SSH2 PRIVATE KEY",
    reach,
    severity: "error",
    source: "Tectia SSH manual, private key files",
  },
  {
    kind: "age-secret-key",
    title: "age identity",
    keywords: ["AGE-SECRET-KEY-1"],
    pattern: /(?<![\w-])AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}(?!\w)/y,
    minEntropy: 3,
    severity: "error",
    source: "age specification, C2SP age.md, X25519 recipient type; BIP 173 for the letters",
  },
  {
    kind: "jwk-private-key",
    title: "Private part of a JSON web key",
    keywords: ['"kty"'],
    pattern: /"kty"\s{0,4}:\s{0,4}"(?:RSA|EC|OKP)"[^{}]{1,3000}?"d"\s{0,4}:\s{0,4}"(?<secret>[A-Za-z0-9_-]{32,2000})"/y,
    minEntropy: 3,
    reach: 5_200,
    severity: "error",
    source: "RFC 7518, sections 6.2.2 and 6.3.2; RFC 8037, section 2",
  },
];

export default detectors;
