/** Words of https://www.cisa.gov/resources-tools/resources/minimum-requirements-vulnerability-exploitability-exchange-vex */
export const vexStatuses = ["not_affected", "affected", "fixed", "under_investigation"] as const;
export type VexStatus = (typeof vexStatuses)[number];

export interface VexProduct {
  /** Names of one thing: purls, digests (`sha256:...`), image names, CycloneDX bom-links (`urn:cdx:SERIAL/1#REF`) and references. */
  readonly ids: readonly string[];
  /** Packages in it that the statement is about, each by its names. Empty: the product as a whole. */
  readonly subcomponents: readonly (readonly string[])[];
}

/** A statement about one vulnerability in some products. */
export interface VexStatement {
  /** `CVE-2024-1`. */
  readonly vulnerability: string;
  readonly aliases: readonly string[];
  readonly products: readonly VexProduct[];
  readonly status: VexStatus;
  /** Justification, impact or action, in the document's words: `vulnerable_code_not_present: the parser is not built in`. */
  readonly reason: string;
  readonly author?: string;
  /** ISO 8601 UTC of the statement, else of its document: of several that fit, the last counts. */
  readonly timestamp?: string;
  /** File and statement: `app.vex.json, statement 2`. */
  readonly where: string;
}

/** A VEX document, in whatever format. */
export interface VexDocument {
  readonly file: string;
  /** `OpenVEX 0.2.0`, `CycloneDX 1.6`, `CSAF 2.0`. */
  readonly format: string;
  readonly statements: readonly VexStatement[];
  /** Statements that do not count, with why: `statement 3 says not_affected without a justification`. */
  readonly notes: readonly string[];
}
