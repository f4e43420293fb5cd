import { readVex } from "../../../src/sources/vex/load-vex.ts";
import type { FuzzTarget } from "../target.ts";

/** OpenVEX, CycloneDX with analyses, CSAF; bare or in an in-toto statement. */
export default {
  name: "vex",
  samples: [
    '{"@context":"https://openvex.dev/ns/v0.2.0","@id":"x","author":"a","timestamp":"2026-01-01T00:00:00Z","version":1,"statements":[{"vulnerability":{"name":"CVE-2026-1"},"products":[{"@id":"pkg:npm/a@1","subcomponents":[{"@id":"pkg:npm/b"}]}],"status":"not_affected","justification":"component_not_present"}]}',
    '{"bomFormat":"CycloneDX","specVersion":"1.5","vulnerabilities":[{"id":"CVE-2026-1","analysis":{"state":"not_affected"},"affects":[{"ref":"urn:cdx:a/1#pkg:npm/a@1"}]}]}',
    '{"document":{"category":"csaf_vex","csaf_version":"2.0","title":"x","tracking":{}},"product_tree":{"branches":[{"category":"vendor","name":"a","branches":[{"category":"product_version","name":"1","product":{"product_id":"p","name":"x","product_identification_helper":{"purl":"pkg:npm/a@1"}}}]}],"relationships":[]},"vulnerabilities":[{"cve":"CVE-2026-1","product_status":{"known_not_affected":["p"]}}]}',
    '{"_type":"https://in-toto.io/Statement/v1","subject":[{"digest":{"sha256":"aa"}}],"predicateType":"https://openvex.dev/ns/v0.2.0","predicate":{"@context":"https://openvex.dev/ns/v0.2.0","statements":[]}}',
  ],
  words:
    '{ } [ ] , : "a" null true 1e308 "statements" "branches" "product_tree" "predicate" "products" "p" "status" \\u0000 \\ud800 "__proto__":'.split(
      " ",
    ),
  pairs: [
    ["[", "]"],
    ['{"branches":[', "]}"],
    ['{"predicateType":"x","predicate":', "}"],
  ],
  run(input) {
    readVex(input, "vex");
  },
} satisfies FuzzTarget;
