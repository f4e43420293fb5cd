import { folderIndex } from "./folder-index.ts";

/** `index.ts` of every folder in which a new member is one new file. */
export function folderIndexes(root: string): { path: string; text: string }[] {
  return [
    folderIndex(root, {
      folder: "src/versions",
      type: "VersionOrder",
      from: "version-order.ts",
      list: "versionOrders",
      comment: "Every order of versions.",
    }),
    folderIndex(root, {
      folder: "src/dialects",
      type: "Emitter",
      from: "emitter.ts",
      list: "emitters",
      comment: "Every dialect that a profile can be printed in.",
    }),
    folderIndex(root, {
      folder: "src/steps",
      type: "StepKind",
      from: "step-kind.ts",
      list: "stepKinds",
      comment: "Every kind of step that a workload can have.",
    }),
    folderIndex(root, {
      folder: "src/proof/trial/steps",
      type: "Taker",
      from: "taker.ts",
      list: "takers",
      comment: "Every kind of step with a separate executor.",
    }),
    folderIndex(root, {
      folder: "src/facts/packages/ecosystems",
      type: "Ecosystem",
      from: "../ecosystem.ts",
      list: "ecosystems",
      comment: "Every kind of package that is looked for in images.",
    }),
    folderIndex(root, {
      folder: "src/facts/managers",
      type: "PackageManager",
      from: "package-manager.ts",
      list: "packageManagers",
      comment: "Every package manager whose calls are read.",
    }),
    folderIndex(root, {
      folder: "src/sources/updates/managers",
      type: "UpdateManager",
      from: "../update-manager.ts",
      list: "updateManagers",
      comment: "Every package manager that is queried for pending updates.",
    }),
    folderIndex(root, {
      folder: "src/facts/secrets/detectors",
      type: "DetectorFamily",
      from: "detector.ts",
      list: "detectorFamilies",
      comment: "Every form of secret that is looked for, by whoever issues it.",
    }),
    folderIndex(root, {
      folder: "src/formats/sbom",
      type: "SbomFormat",
      from: "sbom-format.ts",
      list: "sboms",
      comment: "Every format of SBOMs that is read.",
    }),
    folderIndex(root, {
      folder: "src/formats/vex",
      type: "VexFormat",
      from: "vex-format.ts",
      list: "vexFormats",
      comment: "Every format of VEX that is read.",
    }),
    folderIndex(root, {
      folder: "src/formats/requests",
      type: "RequestSource",
      from: "request-source.ts",
      list: "requestSources",
      comment: "Every format of files that requests are read from. The first that recognizes a file reads it.",
    }),
    folderIndex(root, {
      folder: "src/formats/advisories",
      type: "AdvisoryFormat",
      from: "advisory-format.ts",
      list: "advisoryFormats",
      comment: "Every form of advisory that is read. The first that knows a document reads it.",
    }),
    folderIndex(root, {
      folder: "src/peers",
      type: "Peer",
      from: "peer.ts",
      list: "peers",
      comment: "Every tool that reports less than rules of ours.",
    }),
    folderIndex(root, {
      folder: "src/sources/scanners",
      type: "Scanner",
      from: "scanner.ts",
      list: "scanners",
      comment: "Every supported scanner.",
    }),
  ];
}
