import { isExecutable, readExecutable } from "../binary/executable.ts";
import { machineCode } from "../binary/machine-code.ts";
import type { Executable } from "../binary/sections.ts";
import type { Ecosystem, FoundPackage, PackageExtract } from "../ecosystem.ts";
import { embeddedSbom } from "../native-image/embedded-sbom.ts";
import { virtualMachine, type VirtualMachine } from "../native-image/virtual-machine.ts";
import { constants } from "../runtimes/version-in.ts";

/**
 * Java programs that GraalVM's native-image compiled: they hold the classes of the application, of its libraries and of the JDK that it reaches, and no
 * archive that would mention them. Oracle's GraalVM embeds an SBOM; of others only the virtual machine is known.
 */
const nativeImage: Ecosystem = {
  name: "native-image",
  type: "generic",
  looksAt: { executablesFrom: 64 * 1024, endings: [".so", ".dylib", ".dll"] },
  recognises: isExecutable,
  leavesOut: machineCode,
  // Only headers, constants and the SBOM are read.
  maxBytes: 2 * 1024 * 1024 * 1024,
  read(file, body): PackageExtract | undefined {
    const executable = readExecutable(file, body);
    if (executable === undefined || !hasHeap(executable)) return undefined;
    const machine = virtualMachine(body, constants(file, body));
    let sbom: Uint8Array | undefined;
    const unread: { within: string; reason: string }[] = [];
    try {
      sbom = embeddedSbom(executable, body);
    } catch (error) {
      unread.push({ within: "", reason: error instanceof Error ? error.message : String(error) });
    }
    return {
      packages: packagesOf(machine, sbom !== undefined),
      ...(sbom !== undefined && { sbom: Buffer.from(sbom).toString("base64") }),
      ...(unread.length > 0 && { unread }),
    };
  },
};
export default nativeImage;

/** The objects created at build time have a separate section; PE names are cut at eight letters, those of Mach-O have no dot. */
function hasHeap(executable: Executable): boolean {
  // Its sections are read lazily.
  const { names } = executable;
  return (
    names?.includes(".svm_heap") ?? executable.sections.some(({ name }) => name === ".svm_hea" || name === "__svm_heap")
  );
}

function packagesOf(machine: VirtualMachine | undefined, hasSbom: boolean): readonly FoundPackage[] {
  const title = machine?.title ?? "a GraalVM that does not say its version";
  const sbomNote = hasSbom ? "with an SBOM of what was compiled in" : "without an SBOM of what was compiled in";
  const graalvm: FoundPackage = {
    name: "graalvm",
    version: machine?.version ?? "",
    identity: { by: "binary", confidence: 0.9, evidence: [`it is a native image, built by ${title}`, sbomNote] },
  };
  if (machine?.java === undefined) return [graalvm];
  const evidence = [
    `it is a native image with classes of JDK ${machine.java}; which of them were compiled in is not told`,
  ];
  return [graalvm, { name: "openjdk", version: machine.java, identity: { by: "binary", confidence: 0.5, evidence } }];
}
