import type { FileBody } from "../../../domain/image/file-body.ts";
import type { Section } from "../binary/sections.ts";
import { bufferOf } from "../binary/header.ts";
import { occurrences } from "../binary/search.ts";

export interface VirtualMachine {
  /** As it calls itself: `GraalVM CE 25.0.2+10.1`. */
  readonly title: string;
  /** GraalVM's or Mandrel's own version. */
  readonly version?: string;
  /** Of the JDK that it was built from, whose classes were compiled into the program. */
  readonly java?: string;
}

const mostPlaces = 100;
const key = "com.oracle.svm.core.VM";

/** A native image's note about the GraalVM that built it (`com.oracle.svm.hosted.VMFeature`): `KEY=GraalVM CE 25.0.2+10.1`, `KEY.Java.Version=25.0.2`. */
export function virtualMachine(body: FileBody, parts: readonly Section[]): VirtualMachine | undefined {
  const fields = new Map<string, string>();
  let places = 0;
  for (const { offset, size } of parts)
    for (const at of occurrences(body, Buffer.from(key), offset, offset + size)) {
      if (++places > mostPlaces) break;
      const text =
        bufferOf(body.read(at + key.length, 120))
          .toString("latin1")
          .split("\0")[0] ?? "";
      const mark = text.indexOf("=");
      if (mark !== -1) fields.set(text.slice(0, mark), text.slice(mark + 1));
    }
  const title = fields.get("");
  if (title === undefined || !/^[ -~]+$/.test(title)) return undefined;
  const version = title.split(/[^\d.]+/).find((part) => /^\d+(?:\.\d+)+$/.test(part));
  // Since GraalVM for JDK 17.0.7 its version is the JDK's, followed by the build.
  const noted = fields.get(".Java.Version") ?? (/\d\+\d/.test(title) ? version : undefined);
  const java = /^\d+(?:\.\d+)+/.exec(noted ?? "")?.[0];
  return { title, ...(version !== undefined && { version }), ...(java !== undefined && { java }) };
}
