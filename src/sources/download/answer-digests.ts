import { ownValue } from "../../domain/own-value.ts";
import type { IncomingHttpHeaders } from "node:http";

export interface AnswerDigest {
  readonly algorithm: "sha256" | "sha512" | "md5";
  readonly base64: string;
}

/**
 * Digests of the whole stored file in the response header: `Repr-Digest` (RFC 9530, section 3), the older `Digest`
 * (RFC 3230) and Google Cloud Storage's `x-goog-hash`. They detect damage in transit, not another author.
 */
export function answerDigests(headers: IncomingHttpHeaders): readonly AnswerDigest[] {
  const digests: AnswerDigest[] = [];
  const read = (name: string, form: RegExp): void => {
    for (const [, algorithm = "", base64 = ""] of [ownValue(headers, name) ?? []].flat().join(", ").matchAll(form)) {
      const hashAlgorithm = ownValue(algorithms, algorithm.toLowerCase());
      if (hashAlgorithm !== undefined && Buffer.from(base64, "base64").length === hashAlgorithm.bytes) {
        digests.push({ algorithm: hashAlgorithm.name, base64 });
      }
    }
  };
  read("repr-digest", /(?<![a-z0-9-])([a-z0-9-]+)=:([A-Za-z0-9+/=]+):/g);
  read("digest", /(?<![A-Za-z0-9-])([A-Za-z0-9-]+)=([A-Za-z0-9+/=]+)/g);
  read("x-goog-hash", /(?<![a-z0-9])([a-z0-9]+)=([A-Za-z0-9+/=]+)/g);
  return digests;
}

const algorithms: Readonly<Record<string, { readonly name: AnswerDigest["algorithm"]; readonly bytes: number }>> = {
  "sha-256": { name: "sha256", bytes: 32 },
  "sha-512": { name: "sha512", bytes: 64 },
  md5: { name: "md5", bytes: 16 },
};
