import type { FileBody } from "../../../domain/image/file-body.ts";
import { gzip, inflateGzip, inflateRaw, inflateRawStart } from "../archive/inflate.ts";
import { symbolAddresses } from "../binary/elf-symbols.ts";
import { offsetOf } from "../binary/executable.ts";
import type { Executable } from "../binary/sections.ts";
import { bufferOf, headerOf, readWhole } from "../binary/header.ts";
import { occurrences } from "../binary/search.ts";

/** Compressed: GraalVM's own documentation calls a ten-thousandth of the program usual. */
const mostPacked = 2 * 1024 * 1024;
const mostUnpacked = 16 * 1024 * 1024;
const mostTries = 100;

/**
 * The SBOM that GraalVM embeds in a program, CycloneDX, gzipped again so that the last four bytes are its length. GraalVM has it at the exported symbol `sbom`, with
 * its length at `sbom_length` (GraalVM, Security Guide, "Software Bill of Materials"). Where the symbols were stripped, or in other formats than ELF,
 * the data is searched for what unpacks to one. Throws `Error` with the reason where there is one that cannot be read.
 */
export function embeddedSbom(executable: Executable, body: FileBody): Uint8Array | undefined {
  const packed = atSymbol(executable, body);
  if (packed !== undefined) return gzip(inflateGzip(packed, mostUnpacked));
  const stream = inData(executable, body);
  return stream && gzip(inflateRaw(stream, mostUnpacked));
}

function atSymbol(executable: Executable, body: FileBody): Buffer | undefined {
  if (executable.format !== "elf") return undefined;
  const symbols = symbolAddresses(executable, body, ["sbom", "sbom_length"]);
  const [start, length] = ["sbom", "sbom_length"].map((name) => {
    const address = symbols.get(name);
    return address === undefined ? undefined : offsetOf(executable, address);
  });
  if (start === undefined || length === undefined) return undefined;
  const bytes = readWhole(body, length, 8);
  const size = bytes && headerOf(bytes, executable.bigEndian).word(0, 8);
  if (size === undefined || size > mostPacked) throw new Error("its embedded SBOM is larger than 2 MiB");
  const packed = readWhole(body, start, size);
  if (packed === undefined) throw new Error("its embedded SBOM lies beyond its end");
  return packed;
}

/** The beginning of gzip's header without optional parts, as Java writes it (RFC 1952). The content begins after ten bytes. */
const magic = Buffer.from([0x1f, 0x8b, 8, 0]);
const headerBytes = 10;

/** A deflate stream, which is self-terminating: the program's own bytes follow. */
function inData(executable: Executable, body: FileBody): Buffer | undefined {
  let tries = 0;
  for (const { name, offset, size } of executable.sections) {
    if (!/^\.data|^\.rodata|^\.rdata$|^__data$|^__const$/.test(name)) continue;
    for (const at of occurrences(body, magic, offset, offset + size)) {
      if (++tries > mostTries) return undefined;
      const from = at + headerBytes;
      const remainingBytes = offset + size - from;
      const start = inflateRawStart(bufferOf(body.read(from, Math.max(0, Math.min(1024, remainingBytes)))));
      if (start.toString("latin1", 0, 4096).includes('"bomFormat"'))
        return bufferOf(body.read(from, Math.min(mostPacked, remainingBytes)));
    }
  }
  return undefined;
}
