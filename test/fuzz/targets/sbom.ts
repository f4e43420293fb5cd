import { readSbom } from "../../../src/formats/sbom/read-sbom.ts";
import { trivyMade } from "../../reports/foreign-sboms.ts";
import type { FuzzTarget } from "../target.ts";

/** SBOMs of every format that is read. */
export default {
  name: "sbom",
  samples: [
    JSON.stringify(trivyMade),
    '<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/1.5"><components><component type="library"><name>a</name><purl>pkg:npm/a@1</purl></component></components></bom>',
    '{"spdxVersion":"SPDX-2.3","packages":[{"SPDXID":"a","name":"a","externalRefs":[{"referenceType":"purl","referenceLocator":"pkg:npm/a@1"}]}]}',
    "SPDXVersion: SPDX-2.3\n# why\n\nPackageName: a\nExternalRef: PACKAGE-MANAGER purl pkg:npm/a@1\nPackageComment: <text>a\nb</text>\n",
    "# packages\n\npkg:npm/a@1\npkg:deb/debian/b@1?epoch=1&distro=debian-12#x/y\n",
    '{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld","@graph":[{"type":"software_Package","name":"a","software_packageUrl":"pkg:npm/a@1"}]}',
    '{"artifacts":[{"name":"a","version":"1","purl":"pkg:npm/a@1"}],"descriptor":{"name":"syft"}}',
  ],
  words:
    '{ } [ ] , : "a" null true 1e308 "purl" "components" "packages" pkg:npm/a@1 %40 %zz ?a=b& #x \n\n # <a> </a> <!-- --> <![CDATA[ ]]> &amp; &x; <!DOCTYPE <text> </text> PackageName: \\ud800'.split(
      " ",
    ),
  pairs: [
    ["[", "]"],
    ['{"components":[{"a":', "}]}"],
    ["<component>", "</component>"],
    ["<text>", "</text>"],
    ["# \n", ""],
  ],
  run(input) {
    readSbom(input, "sbom");
  },
} satisfies FuzzTarget;
