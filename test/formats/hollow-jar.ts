import { writeZip, type ZipFile } from "./write-zip.ts";

/** What a jar says of itself, without its code: every tool names it like the real one. */
export interface HollowJar {
  readonly manifest?: readonly string[];
  /** Path to text. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Paths of classes, without their ending. */
  readonly classes?: readonly string[];
  /** `group:artifact:version` of each `pom.properties`. */
  readonly poms?: readonly string[];
}

export function hollowJar({ manifest = [], files = {}, classes = [], poms = [] }: HollowJar): Buffer {
  const written: ZipFile[] = [
    { name: "META-INF/MANIFEST.MF", content: ["Manifest-Version: 1.0", ...manifest, ""].join("\r\n") },
    ...Object.entries(files).map(([name, content]) => ({ name, content })),
    ...poms.map((pom) => {
      const [group = "", artifact = "", version = ""] = pom.split(":");
      return {
        name: `META-INF/maven/${group}/${artifact}/pom.properties`,
        content: `groupId=${group}\nartifactId=${artifact}\nversion=${version}\n`,
      };
    }),
    ...classes.map((name) => ({ name: `${name}.class`, content: "" })),
  ];
  return writeZip(written);
}

/** A compiled `module-info` that declares a module of this name and nothing else (JVMS 4.1, 4.7.25). */
export function moduleInfo(name: string): Buffer {
  const text = (value: string) => {
    const bytes = Buffer.from(value);
    return Buffer.concat([Buffer.from([1, bytes.length >> 8, bytes.length & 255]), bytes]);
  };
  const constants = [
    text("module-info"),
    Buffer.from([7, 0, 1]),
    text("Module"),
    text(name),
    Buffer.from([19, 0, 4]),
    // A long takes two places.
    Buffer.from([5, 0, 0, 0, 0, 0, 0, 0, 1]),
  ];
  const head = Buffer.from([0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 61, 0, 8]);
  const body = Buffer.from([0x80, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  const module = Buffer.from([0, 3, 0, 0, 0, 16, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  return Buffer.concat([head, ...constants, body, module]);
}
