const property = (name: string, value: string) => ({ name, value });

/** An SBOM in the form that trivy gives it, with entries that are no packages or broken. Made up by hand. */
export const trivyMade = {
  bomFormat: "CycloneDX",
  specVersion: "1.6",
  serialNumber: "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
  metadata: {
    timestamp: "2026-01-02T03:04:05+00:00",
    tools: { components: [{ type: "application", name: "trivy", version: "0.60.0" }] },
    component: {
      "bom-ref": "root",
      type: "container",
      name: "app:1",
      purl: "pkg:oci/app@sha256%3Aaa?arch=amd64",
      properties: [property("aquasecurity:trivy:ImageID", `sha256:${"cd".repeat(32)}`)],
    },
  },
  components: [
    {
      "bom-ref": "os",
      type: "operating-system",
      name: "debian",
      version: "12.5",
      properties: [property("aquasecurity:trivy:Class", "os-pkgs"), property("aquasecurity:trivy:Type", "debian")],
    },
    {
      "bom-ref": "lock",
      type: "application",
      name: "app/package-lock.json",
      properties: [property("aquasecurity:trivy:Class", "lang-pkgs"), property("aquasecurity:trivy:Type", "npm")],
    },
    {
      "bom-ref": "bsdutils",
      type: "library",
      name: "bsdutils",
      version: "1:2.38.1-5+deb12u1",
      purl: "pkg:deb/debian/bsdutils@2.38.1-5%2Bdeb12u1?arch=amd64&distro=debian-12.5&epoch=1",
      properties: [
        property("aquasecurity:trivy:PkgType", "debian"),
        property("aquasecurity:trivy:SrcName", "util-linux"),
        property("aquasecurity:trivy:SrcVersion", "2.38.1"),
        property("aquasecurity:trivy:SrcRelease", "5+deb12u1"),
      ],
    },
    {
      "bom-ref": "scoped",
      type: "library",
      group: "@babel",
      name: "core",
      version: "7.0.0",
      purl: "pkg:npm/%40babel/core@7.0.0",
      properties: [property("aquasecurity:trivy:FilePath", "app/node_modules/@babel/core/package.json")],
    },
    { type: "library", name: "nameless", version: "1" },
    { type: "library", name: "broken", version: "1", purl: "npm/broken@1" },
    { type: "library", name: "any", purl: "pkg:npm/any" },
    { type: "file", name: "/etc/passwd" },
  ],
};

/** A package of SPDX JSON. */
export const spdxPackage = (name: string, more: object) => ({ name, SPDXID: `SPDXRef-${name}`, ...more });
/** The purl of one. */
export const purlRef = (referenceLocator: string) => ({
  externalRefs: [{ referenceCategory: "PACKAGE_MANAGER", referenceType: "purl", referenceLocator }],
});
