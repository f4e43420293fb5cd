/** A vulnerability in a package, as a scanner names both. */
export interface PeerFinding {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly purl: string;
}

/** The same findings in another version of each package. */
export const otherVersion = (findings: readonly PeerFinding[]): readonly PeerFinding[] =>
  findings.map((one) => ({ ...one, purl: one.purl.replace(/@([^?]*)/, "@$1.9") }));

const justification = "vulnerable_code_not_present";

/** A scanner's findings as OpenVEX statements in its own purls: on packages, or on an image with the packages as parts. */
export function openVexOf(findings: readonly PeerFinding[], image?: string): string {
  const statements = findings.map(({ id, aliases, purl }) => ({
    vulnerability: { name: id, aliases },
    products: [image === undefined ? { "@id": purl } : { "@id": image, subcomponents: [{ "@id": purl }] }],
    status: "not_affected",
    justification,
  }));
  const context = "https://openvex.dev/ns/v0.2.0";
  const head = { "@context": context, "@id": "https://vex.example/1", author: "Team", version: 1 };
  return JSON.stringify({ ...head, timestamp: "2026-12-01T00:00:00Z", statements });
}

/** The same in CycloneDX: the references are purls. */
export function cyclonedxVexOf(findings: readonly PeerFinding[]): string {
  const vulnerabilities = findings.map(({ id, aliases, purl }) => ({
    id,
    references: aliases.map((alias) => ({ id: alias, source: { name: "x" } })),
    analysis: { state: "not_affected", justification: "code_not_present" },
    affects: [{ ref: `urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#${purl}` }],
  }));
  return JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.6", version: 1, vulnerabilities });
}

/** The same in CSAF: products by purl, in the image where it is named. */
export function csafVexOf(findings: readonly PeerFinding[], image?: string): string {
  const product = (id: string, purl: string) => ({
    product_id: id,
    name: id,
    product_identification_helper: { purl },
  });
  const all = findings.map((one, at) => ({ ...one, part: `part-${at}`, whole: `whole-${at}` }));
  const names = [
    ...(image === undefined ? [] : [{ product_id: "image", name: image }]),
    ...all.map(({ part, purl }) => product(part, purl)),
  ];
  const relationships = all.map(({ part, whole }) => ({
    category: "default_component_of",
    full_product_name: { product_id: whole, name: whole },
    product_reference: part,
    relates_to_product_reference: "image",
  }));
  const vulnerabilities = all.map(({ id, aliases, part, whole }) => {
    const ids = [image === undefined ? part : whole];
    return {
      cve: id,
      ids: aliases.map((text) => ({ system_name: "x", text })),
      product_status: { known_not_affected: ids },
      flags: [{ label: justification, product_ids: ids }],
    };
  });
  return JSON.stringify({
    document: { csaf_version: "2.0", tracking: { current_release_date: "2026-12-01T00:00:00Z" } },
    product_tree: { full_product_names: names, ...(image === undefined ? {} : { relationships }) },
    vulnerabilities,
  });
}
