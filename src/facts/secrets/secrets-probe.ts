import type { Severity } from "../../domain/finding/finding.ts";
import type { LayerProbe } from "../../domain/image/layer-probe.ts";
import { scan } from "./scan.ts";
import { isSkipped } from "./skipped-files.ts";

/** A secret in a file. Values are cached and reported, so the secret itself is in none of them. */
export interface SecretInFile {
  readonly kind: string;
  readonly severity: Severity;
  /** 1-based, lines ended by LF. */
  readonly line: number;
  readonly masked: string;
}

/** Text that people write is smaller; larger text is data. */
const mostBytes = 5_000_000;
/** A NUL in the first so many bytes makes a file binary, as git has it (buffer_is_binary, first 8000 bytes). */
const probedBytes = 8_000;

/** Names of files that hold keys are looked into whatever their size. */
const keyFiles = {
  names: [
    "id_rsa",
    "id_dsa",
    "id_ecdsa",
    "id_ed25519",
    ".env",
    ".npmrc",
    ".netrc",
    ".pypirc",
    ".git-credentials",
    ".pgpass",
    "credentials",
    "wp-config.php",
  ],
  endings: [".pem", ".key", ".env", ".tfstate", ".tfvars"],
} as const;

/**
 * Secrets in every text file of a layer. Binaries are recognised by their first bytes; a private key that a program has compiled in is
 * its test or its default. UTF-16 is read where a byte order mark says so (PowerShell's `>` writes it).
 */
export const secretsProbe: LayerProbe<readonly SecretInFile[]> = {
  name: "secrets",
  looksAt: { ...keyFiles, everyFileUpTo: mostBytes },
  maxBytes: 32 * 1024 * 1024,
  // Nothing shorter holds a name and a value.
  wants: ({ path, size }) => size >= 8 && !isSkipped(path),
  recognises: (head) => bomOf(head) !== undefined || !head.includes(0),
  read({ path }, body) {
    const bytes = textOf(body.read(0, body.size));
    if (bytes === undefined) return undefined;
    const hits = scan(bytes, path);
    if (hits.length === 0) return undefined;
    let line = 1;
    let counted = 0;
    return hits.map(({ kind, severity, masked, at }) => {
      for (; counted < at; counted++) if (bytes[counted] === 0x0a) line++;
      return { kind, severity, line, masked };
    });
  },
};

/** Bytes in an encoding that extends ASCII; undefined for a binary. */
function textOf(bytes: Uint8Array): Uint8Array | undefined {
  const bom = bomOf(bytes);
  if (bom !== undefined) return new TextEncoder().encode(new TextDecoder(bom).decode(bytes));
  return bytes.subarray(0, probedBytes).includes(0) ? undefined : bytes;
}

/** Unicode standard, section 23.8. UTF-8's mark is no matter: its text is ASCII's. */
function bomOf(bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : undefined;
}
